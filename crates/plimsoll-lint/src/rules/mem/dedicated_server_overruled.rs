//! `innodb_dedicated_server` beside the values it would choose.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_dedicated_server = ON` together with a value that it would work out: buffer
    /// pool or redo log.
    ///
    /// ## Why it matters
    ///
    /// What the file sets is taken, and only the rest is worked out from the machine. The two
    /// then do not fit: a pool set small beside a redo log for the whole machine, or the
    /// other way round. Whoever moves the server to a larger machine waits for a pool that
    /// does not grow.
    ///
    /// ## Example
    ///
    /// `innodb_dedicated_server = ON` and `innodb_buffer_pool_size = 8G`.
    ///
    /// ## What to do instead
    ///
    /// One of the two: leave it all to the server, or take `innodb_dedicated_server` out.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Enabling Automatic InnoDB Configuration for a Dedicated MySQL Server"
    /// - The warning of MySQL 9.7.4 at start (MY-012358)
    DEDICATED_SERVER_OVERRULED {
        postgresql: None,
        mysql: Some("MY-MEM-012"),
        name: "dedicated-server-overruled",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const CHOSEN: &[&str] = &[
        "innodb_buffer_pool_size",
        "innodb_redo_log_capacity",
        "innodb_log_file_size",
        "innodb_log_files_in_group",
    ];
    if input.settings.is_on("innodb_dedicated_server") != Some(true) {
        return Answer::QUIET;
    }
    let set: Vec<&str> = CHOSEN
        .iter()
        .copied()
        .filter(|name| input.is_set(name))
        .collect();
    if set.is_empty() {
        return Answer::QUIET;
    }
    let message = format!(
        "innodb_dedicated_server is on and does nothing for what is set beside it: {}",
        set.join(", ")
    );
    let names = [&["innodb_dedicated_server"], set.as_slice()].concat();
    Found::info(message).blames(input, &names).into()
}
