//! Statements that were cancelled or wait (src/backend/tcop/postgres.c,
//! src/backend/storage/lmgr/proc.c, deadlock.c, src/backend/storage/file/fd.c).

use super::forms::{begins, holds};
use crate::hear::Phrase;
use crate::record::{Level, Record};
use crate::signal::ServerSignal;

/// Its wordings. A conflict with recovery is of streams, autovacuum of upkeep.
pub(super) static PHRASES: &[Phrase] = &[
    begins!("canceling statement due to statement timeout", |it| {
        cancelled(it, "statement timeout")
    }),
    begins!("canceling statement due to lock timeout", |it| cancelled(
        it,
        "lock timeout"
    )),
    begins!("canceling statement due to user request", |it| cancelled(
        it,
        "user request"
    )),
    begins!("temporary file size exceeds ", |it| cancelled(
        it,
        "temp_file_limit"
    )),
    // `log_lock_waits`: `process 431 still waiting for ShareLock on transaction 725
    // after 1000.129 ms`, and when it got it.
    holds!(" still waiting for ", |it| of_process(
        it,
        ServerSignal::LockWait
    )),
    holds!(" acquired ", |it| of_process(it, ServerSignal::LockWait)),
    holds!(" detected deadlock while waiting for ", |it| of_process(
        it,
        ServerSignal::Deadlock
    )),
    begins!("deadlock detected", |it| {
        (it.level == Level::Error).then_some(ServerSignal::Deadlock)
    }),
];

fn cancelled(record: &Record<'_>, why: &str) -> Option<ServerSignal> {
    let why = why.to_owned();
    (record.level >= Level::Error).then_some(ServerSignal::StatementCancelled { why })
}

fn of_process(record: &Record<'_>, said: ServerSignal) -> Option<ServerSignal> {
    let rest = record.message.strip_prefix("process ")?;
    let is_own = rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains(" after ");
    is_own.then_some(said)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::{Deadlock, LockWait, StatementCancelled};

    #[test]
    fn statements() {
        let cancelled = |why: &str| StatementCancelled { why: why.into() };
        assert_heard(&[
            (
                "ERROR:  canceling statement due to statement timeout",
                cancelled("statement timeout"),
            ),
            (
                "ERROR:  canceling statement due to lock timeout",
                cancelled("lock timeout"),
            ),
            (
                "ERROR:  canceling statement due to user request",
                cancelled("user request"),
            ),
            (
                "ERROR:  temporary file size exceeds \"temp_file_limit\" (1024kB)",
                cancelled("temp_file_limit"),
            ),
            (
                "LOG:  process 431 still waiting for ShareLock on transaction 725 after 1000.129 ms\nDETAIL:  Process holding the lock: 430. Wait queue: 431.",
                LockWait,
            ),
            (
                "LOG:  process 431 acquired ShareLock on transaction 725 after 5217.006 ms",
                LockWait,
            ),
            (
                "LOG:  process 431 detected deadlock while waiting for ShareLock on transaction 725 after 1000.129 ms",
                Deadlock,
            ),
            ("ERROR:  deadlock detected", Deadlock),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "LOG:  recovery still waiting after 1000.129 ms: recovery conflict on lock",
            "ERROR:  process order 7 acquired twice",
            "LOG:  duration: 5 ms  statement: select 'process 1 acquired x after'",
        ]);
    }
}
