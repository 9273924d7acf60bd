//! Sessions that wait for each other, and for the server's own latches, and a server that
//! stands still (storage/innobase/lock/lock0lock.cc, sync/sync0arr.cc, srv/srv0srv.cc,
//! buf/buf0flu.cc of either).

use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::Record;
use crate::signal::ServerSignal;

/// Milliseconds of a round of the page cleaner, which comes every second, that a slow disk
/// alone seldom takes.
const STILL_MS_MIN: u64 = 10_000;

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // With innodb_print_all_deadlocks.
    holds!("ransactions deadlock detected, dumping" => ServerSignal::Deadlock),
    holds!("A long semaphore wait" => ServerSignal::LockWait),
    // MariaDB 10.6 on: of the dictionary's latch alone.
    holds!("InnoDB: A long wait (" => ServerSignal::LockWait),
    // MySQL 5.7, MariaDB to 10.4; MySQL 8.0 on.
    holds!("ms intended loop took ", |it| stood_still(it, "loop took ")),
    holds!("Page cleaner took ", |it| stood_still(it, "cleaner took ")),
];

/// `page_cleaner: 1000ms intended loop took 38112ms. The settings might not be optimal.`,
/// `Page cleaner took 38112ms to flush 12 and evict 0 pages`.
fn stood_still(record: &Record<'_>, label: &str) -> Option<ServerSignal> {
    let (_, behind) = record.message.split_once(label)?;
    let took: u64 = behind.split_once("ms")?.0.parse().ok()?;
    (took >= STILL_MS_MIN).then_some(ServerSignal::StoodStill)
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_heard;
    use super::stood_still;
    use crate::record::{Record, Speaker};
    use crate::signal::ServerSignal::{Deadlock, LockWait, StoodStill};

    #[test]
    fn waits() {
        assert_heard(&[
            (
                "InnoDB: Transactions deadlock detected, dumping detailed information.",
                Deadlock,
            ),
            ("InnoDB: A long semaphore wait:", LockWait),
            (
                "InnoDB: A long wait (301 seconds) was observed for dict_sys.latch",
                LockWait,
            ),
            (
                "InnoDB: page_cleaner: 1000ms intended loop took 38112ms. The settings might not be optimal. (flushed=12 and evicted=0, during the time.)",
                StoodStill,
            ),
            (
                "InnoDB: Page cleaner took 38112ms to flush 12 and evict 0 pages",
                StoodStill,
            ),
        ]);
    }

    #[test]
    fn a_round_of_some_seconds_is_a_slow_disk() {
        let text = "InnoDB: page_cleaner: 1000ms intended loop took 4410ms. The settings might not be optimal.";
        let record = Record::plain(Speaker::Mysql, text.into());
        assert_eq!(stood_still(&record, "loop took "), None);
    }
}
