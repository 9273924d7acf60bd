//! Log files that every user of the host may read.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_file_mode` that lets others read, with the collector on.
    ///
    /// ## Why it matters
    ///
    /// Statements and error details carry data, and `CREATE ROLE … PASSWORD` its password.
    ///
    /// ## Example
    ///
    /// `log_file_mode = 0644`, for a collector of logs.
    ///
    /// ## What to do instead
    ///
    /// `0640`, and the collector in the server's group.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / Where to Log",
    ///   `log_file_mode`
    LOG_READABLE_BY_ALL {
        postgresql: Some("PG-SEC-012"),
        mysql: None,
        name: "log-readable-by-all",
        worst: Info,
        controls: ["CIS PostgreSQL: Logging", "SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

const OTHERS_READ: u64 = 0o004;

fn look(input: &Input<'_>) -> Answer {
    let name = "log_file_mode";
    let mode = input.settings.count(name).unwrap_or(0);
    if input.settings.is_on("logging_collector") != Some(true) || mode & OTHERS_READ == 0 {
        return Answer::QUIET;
    }
    Found::info("log_file_mode lets every user of the host read statements and data in the log")
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "0640")])
        .into()
}
