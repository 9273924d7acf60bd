//! A redo log that is written around faster than pages can gather changes.

use plimsoll_model::{Bytes, Confidence};

use super::told::{counted, rate};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::wal::redo;
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A redo log that is written through four times an hour or more, on average since the
    /// start.
    ///
    /// ## Why it matters
    ///
    /// Before a part of the log is written again, every page that was changed in it must be
    /// on disk. A page that changes all the time is then written once a round, however much
    /// room the buffer pool has: at less than a quarter of an hour a round the same pages go
    /// to disk over and over, and a burst of writes waits for them.
    ///
    /// ## Example
    ///
    /// `innodb_redo_log_capacity = 100M`, the default, and 2 GB of log an hour: twenty
    /// rounds.
    ///
    /// ## What to do instead
    ///
    /// A log for an hour of writes: the figure is in the finding. Recovery after a crash
    /// takes longer in proportion, minutes and not hours.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "Redo Log" and "Optimizing InnoDB Redo Logging"
    /// - MariaDB manual, section "InnoDB Redo Log"
    REDO_LOG_ROUND_TOO_SOON {
        postgresql: None,
        mysql: Some("MY-LIVE-019"),
        name: "redo-log-round-too-soon",
        worst: Info,
        look: Look::Running(look),
    }
}

const WRITTEN: &str = "Innodb_os_log_written";
const ROUNDS_AN_HOUR: f64 = 4.0;

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let (Some((name, size)), Some(an_hour)) = (redo::log(input), rate(seen, WRITTEN, 3_600)) else {
        return Answer::QUIET;
    };
    if size == 0 || an_hour < size as f64 * ROUNDS_AN_HOUR {
        return Answer::QUIET;
    }
    let message = format!(
        "{} an hour go through a redo log of {}",
        Bytes(an_hour as u64),
        Bytes(size)
    );
    let found = Found::info(message).sure(Confidence::Medium);
    counted(found, seen, &[WRITTEN, "Uptime"])
        .blames(input, &[name])
        .into()
}
