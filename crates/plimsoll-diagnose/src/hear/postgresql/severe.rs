//! Any other end of a session or of the server: what no subject knows is still
//! told, by its first words.

use crate::record::{Level, Record};
use crate::redact;
use crate::signal::{Said, ServerSignal};

/// How a severity stands in the file: standard error, csvlog, jsonlog.
pub(super) static LITERALS: &[&str] = &[
    "FATAL:  ",
    "PANIC:  ",
    ",FATAL,",
    ",PANIC,",
    "\"FATAL\"",
    "\"PANIC\"",
];

/// Bytes of the words that entries are told apart by.
const WORDS_BYTES_MAX: usize = 80;

/// What a severe entry says that no phrase and no code tells.
pub(super) fn said(record: &Record<'_>) -> Option<Said> {
    (record.level == Level::Fatal).then(|| Said::Server(signal(&record.message)))
}

/// The words of a message up to what varies: a name, a number, the system's error.
pub(super) fn signal(message: &str) -> ServerSignal {
    let bounded = &message[..message.floor_char_boundary(WORDS_BYTES_MAX)];
    let varies = |c: char| matches!(c, '"' | ':' | '\n') || c.is_ascii_digit();
    let words = bounded.split(varies).next().unwrap_or_default().trim_end();
    let words = if words.is_empty() { bounded } else { words };
    ServerSignal::Severe {
        what: redact::statement(words),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::Severe;

    #[test]
    fn severe_entries_are_told_apart_by_their_first_words() {
        let severe = |what: &str| Severe { what: what.into() };
        assert_heard(&[
            (
                "PANIC:  stuck spinlock detected at LWLockWaitListLock, lwlock.c:832",
                severe("stuck spinlock detected at LWLockWaitListLock, lwlock.c"),
            ),
            (
                "FATAL:  cache lookup failed for access method 403",
                severe("cache lookup failed for access method"),
            ),
            (
                "LOG:  shutting down because \"restart_after_crash\" is off",
                severe("shutting down because"),
            ),
            (
                "LOG:  abnormal database system shutdown",
                severe("abnormal database system shutdown"),
            ),
        ]);
    }

    #[test]
    fn errors_of_statements_are_not_severe() {
        assert_unheard(&[
            "ERROR:  cache lookup failed for access method 403",
            "LOG:  statement: select 'FATAL:  x'",
        ]);
    }
}
