//! `innodb_status_output`: the monitor fills the error log.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_status_output = ON`, alone or with `innodb_status_output_locks`.
    ///
    /// ## Why it matters
    ///
    /// InnoDB writes its whole status to the error log every 15 seconds: tens of megabytes a
    /// day, in which an error is not found and after which the log's disk is full.
    ///
    /// ## Example
    ///
    /// `innodb_status_output = ON`, to look into lock waits.
    ///
    /// ## What to do instead
    ///
    /// Off in the file; `SHOW ENGINE INNODB STATUS` when it is wanted.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Enabling InnoDB Monitors"
    MONITOR_OUTPUT_LEFT_ON {
        postgresql: None,
        mysql: Some("MY-LOG-009"),
        name: "monitor-output-left-on",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_status_output";
    if input.settings.is_on(NAME) != Some(true) {
        return Answer::QUIET;
    }
    Found::info("InnoDB's status goes to the error log every 15 seconds")
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "OFF")])
        .into()
}
