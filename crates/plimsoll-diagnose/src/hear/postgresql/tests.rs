//! What the tests of the subjects share, and what holds for all phrases.

use std::borrow::Cow;

use super::listener::Postgresql;
use super::{MORE_LITERALS, PHRASES};
use crate::hear::tests::{assert_literals, assert_needles, said_by_server};
use crate::record::{Level, Record, Speaker};
use crate::signal::ServerSignal;

/// An entry as standard error has it, without a prefix: `LEVEL:  message` and
/// lines of what is added.
fn record(entry: &str) -> Record<'_> {
    let (first, added) = entry.split_once('\n').unwrap_or((entry, ""));
    let (severity, message) = first.split_once(":  ").unwrap();
    let level = match severity {
        "LOG" | "DEBUG1" | "NOTICE" => Level::Note,
        "WARNING" => Level::Warning,
        "ERROR" => Level::Error,
        "FATAL" | "PANIC" => Level::Fatal,
        other => panic!("{other} is no severity"),
    };
    Record {
        level,
        added: Cow::Borrowed(added),
        ..Record::plain(Speaker::Postgresql, Cow::Borrowed(message))
    }
}

/// What is heard in the entries of one log.
pub(super) fn heard(log: &[&str]) -> Vec<ServerSignal> {
    said_by_server(Postgresql::default(), log.iter().map(|entry| record(entry)))
}

/// What is heard in an entry with a code.
pub(super) fn heard_with_code(entry: &str, code: &str) -> Vec<ServerSignal> {
    let code = Some(Cow::Borrowed(code));
    let record = Record {
        code,
        ..record(entry)
    };
    said_by_server(Postgresql::default(), [record])
}

/// Each entry, alone, says this and nothing else.
pub(super) fn assert_heard(table: &[(&str, ServerSignal)]) {
    for (entry, said) in table {
        assert_eq!(heard(&[entry]), std::slice::from_ref(said), "{entry}");
    }
}

/// None of the entries says anything.
pub(super) fn assert_unheard(entries: &[&str]) {
    for entry in entries {
        assert_eq!(heard(&[entry]), [], "{entry}");
    }
}

#[test]
fn needles_are_unique_and_plain_in_every_format() {
    assert_needles(PHRASES);
}

#[test]
fn what_is_heard_without_a_phrase_has_its_literal() {
    let lines = [
        "2024-05-22 10:00:00 UTC [1] FATAL:  x",
        "2024-05-22 10:00:00.000 UTC,\"u\",\"d\",1,\"[local]\",6f,1,\"idle\",2024,3/0,0,PANIC,XX000,\"x\"",
        "{\"error_severity\":\"FATAL\",\"message\":\"x\"}",
        "2024-05-22 10:00:00 UTC [1] 53200 FEHLER:  Speicher aufgebraucht",
    ];
    assert_literals(MORE_LITERALS, &lines);
}

#[test]
fn an_applications_own_words_are_not_the_servers() {
    assert_unheard(&[
        "ERROR:  out of memory\nCONTEXT:  PL/pgSQL function inline_code_block line 1 at RAISE",
        "LOG:  received fast shutdown request\nCONTEXT:  PL/pgSQL function f() line 2 at RAISE",
        "ERROR:  syntax error at or near \"out of memory\"\nSTATEMENT:  select out of memory",
        "LOG:  duration: 0.1 ms  statement: select 'sorry, too many clients already'",
        "ERROR:  division by zero\nSTATEMENT:  select 1/0 /* No space left on device */",
    ]);
    assert_eq!(heard_with_code("ERROR:  out of memory", "P0001"), []);
}
