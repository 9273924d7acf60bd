//! The tables of locks (src/backend/storage/lmgr/lock.c, predicate.c,
//! src/backend/storage/ipc/shmem.c).

use super::words::number;
use crate::hear::Phrase;
use crate::hear::forms::begins;
use crate::record::{Level, Record};
use crate::signal::ServerSignal;

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[begins!("out of shared memory", out_of_shared_memory)];

/// The hint names the parameter (12 to 15 as written, from 16 on as a variable,
/// from 17 on in quotes); without a hint it is not told which table is full.
fn out_of_shared_memory(record: &Record<'_>) -> Option<ServerSignal> {
    if record.level < Level::Error {
        return None;
    }
    if let Some(bytes) = number(&record.message, " (") {
        return Some(ServerSignal::AllocationFailed {
            bytes: Some(bytes),
            what: Some("shared memory".to_owned()),
            statement: None,
        });
    }
    Some(ServerSignal::LockTableFull {
        parameter: parameter(&record.added),
    })
}

/// The parameter that a table of locks hangs on, where a text names it.
pub(super) fn parameter(text: &str) -> Option<&'static str> {
    let names = [
        "max_pred_locks_per_transaction",
        "max_locks_per_transaction",
    ];
    names.into_iter().find(|name| text.contains(name))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::{AllocationFailed, LockTableFull};

    #[test]
    fn tables_of_locks() {
        let full = |parameter| LockTableFull { parameter };
        assert_heard(&[
            (
                "ERROR:  out of shared memory\nHINT:  You might need to increase max_locks_per_transaction.",
                full(Some("max_locks_per_transaction")),
            ),
            (
                "ERROR:  out of shared memory\nHINT:  You might need to increase \"max_pred_locks_per_transaction\".",
                full(Some("max_pred_locks_per_transaction")),
            ),
            ("ERROR:  out of shared memory", full(None)),
            (
                "FATAL:  out of shared memory (98304 bytes requested)",
                AllocationFailed {
                    bytes: Some(98_304),
                    what: Some("shared memory".into()),
                    statement: None,
                },
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&["ERROR:  syntax error at or near \"out of shared memory\""]);
    }
}
