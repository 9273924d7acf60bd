//! Any other error: what no subject knows is still told, by its first words.

use crate::record::{Level, Record};
use crate::redact;
use crate::signal::{Said, ServerSignal};

/// How the level stands in the file: the traditional log, and JSON as the
/// component writes it and as collectors write it again.
pub(super) static LITERALS: &[&str] = &["[ERROR]", "[Error]", "\"prio\" : 1", "\"prio\":1"];

/// Bytes of the words that entries are told apart by.
const WORDS_BYTES_MAX: usize = 80;

/// Parts that pass on an error of a statement that somebody wrote.
const OF_STATEMENTS: [&str; 2] = ["Event Scheduler: ", "Slave SQL: Query caused "];

/// What an error says that no phrase tells.
pub(super) fn said(record: &Record<'_>) -> Option<Said> {
    let is_own = !OF_STATEMENTS
        .iter()
        .any(|part| record.message.starts_with(part));
    let is_severe = record.level >= Level::Error && is_own;
    is_severe.then(|| Said::Server(signal(&record.message)))
}

/// The words of a message up to what varies: a name, a number.
fn signal(message: &str) -> ServerSignal {
    let message = without_program(message);
    let bounded = &message[..message.floor_char_boundary(WORDS_BYTES_MAX)];
    let varies = |c: char| matches!(c, '\'' | '"' | '(' | '\n') || c.is_ascii_digit();
    let words = bounded.split(varies).next().unwrap_or_default();
    let words = words.trim_end_matches([' ', ':']);
    // An apostrophe is no quote.
    let words = if words.len() < "Can't find".len() {
        bounded
    } else {
        words
    };
    ServerSignal::Severe {
        what: redact::statement(words),
    }
}

/// Without the program's name, that some messages begin with.
fn without_program(message: &str) -> &str {
    let own = message.split_once(": ").filter(|(program, _)| {
        let program = program.rsplit('/').next().unwrap_or(program);
        matches!(program, "mysqld" | "mariadbd")
    });
    own.map_or(message, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard, assert_unheard_as_warning};
    use crate::signal::ServerSignal::Severe;

    #[test]
    fn errors_are_told_apart_by_their_first_words() {
        let severe = |what: &str| Severe { what: what.into() };
        assert_heard(&[
            (
                "[FATAL] InnoDB: innodb_fatal_semaphore_wait_threshold was exceeded for dict_sys.latch.",
                severe(
                    "[FATAL] InnoDB: innodb_fatal_semaphore_wait_threshold was exceeded for dict_sys.",
                ),
            ),
            (
                "/usr/sbin/mariadbd: Incorrect definition of table mysql.event: expected column 'x'",
                severe("Incorrect definition of table mysql.event: expected column"),
            ),
        ]);
    }

    #[test]
    fn statements_of_somebody_and_warnings() {
        assert_unheard(&["Event Scheduler: [root@localhost][shop.nightly] Duplicate entry '7'"]);
        assert_unheard_as_warning("CA certificate ca.pem is self signed.");
    }
}
