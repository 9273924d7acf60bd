//! Transactions that wait for room in the log buffer.

use plimsoll_model::Confidence;

use super::told::{counted, rate};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// Transactions that waited for room in the log buffer, once a minute or more since the
    /// start.
    ///
    /// ## Why it matters
    ///
    /// Changes go through this buffer to the redo log. One that is full has to be written
    /// while the transaction waits, though it did not ask for it. It takes transactions that
    /// change more between two writes than the buffer holds.
    ///
    /// ## Example
    ///
    /// `innodb_log_buffer_size = 1M`, kept from an old file, and rows with documents of 4 MB.
    ///
    /// ## What to do instead
    ///
    /// `innodb_log_buffer_size` at 16M (the default of MySQL 8.0 and MariaDB) or 64M: one
    /// buffer for the whole server. Where the waits stay, the redo log's disk is what is slow.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, sections "Server Status Variables", `Innodb_log_waits`, and "InnoDB
    ///   Startup Options and System Variables", `innodb_log_buffer_size`
    REDO_BUFFER_FULL {
        postgresql: None,
        mysql: Some("MY-LIVE-011"),
        name: "redo-buffer-full",
        worst: Info,
        look: Look::Running(look),
    }
}

const WAITS: &str = "Innodb_log_waits";

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let Some(a_minute) = rate(seen, WAITS, 60).filter(|a_minute| *a_minute >= 1.0) else {
        return Answer::QUIET;
    };
    let message =
        format!("transactions wait for room in the log buffer {a_minute:.0} times a minute");
    let found = Found::info(message).sure(Confidence::Medium);
    counted(found, seen, &[WAITS, "Uptime"])
        .blames(input, &["innodb_log_buffer_size"])
        .into()
}
