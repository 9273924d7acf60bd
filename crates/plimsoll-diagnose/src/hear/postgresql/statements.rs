//! Statements that were cancelled or wait (src/backend/tcop/postgres.c,
//! src/backend/storage/lmgr/proc.c, deadlock.c, src/backend/storage/file/fd.c).

use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
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
    // `log_min_duration_statement`: found by the statement, for durations come by the million.
    holds!("statement: BEGIN", stood_still),
    holds!("statement: begin", stood_still),
    holds!("statement: START TRANSACTION", stood_still),
    holds!("statement: SELECT 1", stood_still),
    holds!("statement: select 1", stood_still),
    holds!("statement: SHOW ", stood_still),
    holds!("<unnamed>: BEGIN", stood_still),
    holds!("<unnamed>: SELECT 1", stood_still),
    holds!("<unnamed>: select 1", stood_still),
    holds!("<unnamed>: SHOW ", stood_still),
    begins!("deadlock detected", |it| {
        (it.level == Level::Error).then_some(ServerSignal::Deadlock)
    }),
];

/// What has no table, no row and no disk to wait for, in small letters: begins of
/// transactions, probes of poolers, drivers and checks.
const WAITS_FOR_NOTHING: [&str; 4] = ["begin", "start transaction", "select 1", "show "];

/// Milliseconds of such a statement that a busy machine does not explain.
const STILL_MS_MIN: f64 = 10_000.0;

/// `duration: 288887.405 ms  statement: SELECT 1`, `… execute <unnamed>: BEGIN`.
fn stood_still(record: &Record<'_>) -> Option<ServerSignal> {
    let rest = record.message.strip_prefix("duration: ")?;
    let (took, rest) = rest.split_once(" ms  ")?;
    let is_long = took.parse::<f64>().ok()? >= STILL_MS_MIN;
    let (_, statement) = rest.split_once(": ").filter(|_| is_long)?;
    let statement = statement.trim().trim_end_matches(';').to_ascii_lowercase();
    let waits_for_nothing = WAITS_FOR_NOTHING.iter().any(|it| {
        let is_open = it.ends_with(' ');
        statement == *it || is_open && statement.starts_with(it) && statement.len() < 64
    });
    waits_for_nothing.then_some(ServerSignal::StoodStill)
}

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
    use crate::signal::ServerSignal::{Deadlock, LockWait, StatementCancelled, StoodStill};

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
            (
                "LOG:  duration: 288887.405 ms  statement: SELECT 1",
                StoodStill,
            ),
            (
                "LOG:  duration: 289986.372 ms  statement: BEGIN;",
                StoodStill,
            ),
            (
                "LOG:  duration: 10000.000 ms  execute <unnamed>: SHOW transaction_read_only",
                StoodStill,
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "LOG:  recovery still waiting after 1000.129 ms: recovery conflict on lock",
            "ERROR:  process order 7 acquired twice",
            "LOG:  duration: 5 ms  statement: select 'process 1 acquired x after'",
            "LOG:  duration: 1409.683 ms  statement: SELECT 1",
            "LOG:  duration: 288887.405 ms  statement: COMMIT",
            "LOG:  duration: 288887.405 ms  statement: SELECT 1 FROM seat FOR UPDATE",
            "LOG:  duration: 288887.405 ms",
        ]);
    }
}
