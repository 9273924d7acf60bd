//! Sessions that wait for each other, and for the server's own latches
//! (storage/innobase/lock/lock0lock.cc, sync/sync0arr.cc, srv/srv0srv.cc of either).

use super::forms::holds;
use crate::hear::Phrase;
use crate::signal::ServerSignal;

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // With innodb_print_all_deadlocks.
    holds!("ransactions deadlock detected, dumping" => ServerSignal::Deadlock),
    holds!("A long semaphore wait" => ServerSignal::LockWait),
    // MariaDB 10.6 on: of the dictionary's latch alone.
    holds!("InnoDB: A long wait (" => ServerSignal::LockWait),
];

#[cfg(test)]
mod tests {
    use super::super::tests::assert_heard;
    use crate::signal::ServerSignal::{Deadlock, LockWait};

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
        ]);
    }
}
