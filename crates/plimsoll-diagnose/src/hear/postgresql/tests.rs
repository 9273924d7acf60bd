//! What the tests of the subjects share, and what holds for all phrases.

use std::borrow::Cow;

use super::{MORE_LITERALS, PHRASES, Postgresql};
use crate::hear::Listener;
use crate::heard::Heard;
use crate::record::{Level, Record, Speaker};
use crate::signal::{Said, ServerSignal};

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

fn listen<'a>(records: impl IntoIterator<Item = Record<'a>>) -> Vec<ServerSignal> {
    let (mut listener, mut heard) = (Postgresql::default(), Heard::default());
    for (record, line) in records.into_iter().zip(1..) {
        listener.hear(&record, "server.log", line, &mut heard);
    }
    listener.end("server.log", &mut heard);
    let said = heard.signals.into_iter().map(|signal| match signal.said {
        Said::Server(said) => said,
        other => panic!("{other:?} is not said by a server"),
    });
    said.collect()
}

/// What is heard in the entries of one log.
pub(super) fn heard(log: &[&str]) -> Vec<ServerSignal> {
    listen(log.iter().map(|entry| record(entry)))
}

/// What is heard in an entry with a code.
pub(super) fn heard_with_code(entry: &str, code: &str) -> Vec<ServerSignal> {
    let code = Some(Cow::Borrowed(code));
    listen([Record {
        code,
        ..record(entry)
    }])
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
    let mut needles: Vec<&str> = PHRASES
        .iter()
        .copied()
        .flatten()
        .map(|it| it.needle)
        .collect();
    for needle in &needles {
        assert!(needle.len() >= 8, "{needle} is not rare");
        assert!(
            !needle.contains(['"', '\\', '\n']),
            "{needle} is written otherwise in JSON"
        );
    }
    let all = needles.len();
    needles.sort_unstable();
    needles.dedup();
    assert_eq!(needles.len(), all, "a needle stands twice");
}

#[test]
fn what_is_heard_without_a_phrase_has_its_literal() {
    let literals: Vec<&str> = MORE_LITERALS.concat();
    for raw in [
        "2024-05-22 10:00:00 UTC [1] FATAL:  x",
        "2024-05-22 10:00:00.000 UTC,\"u\",\"d\",1,\"[local]\",6f,1,\"idle\",2024,3/0,0,PANIC,XX000,\"x\"",
        "{\"error_severity\":\"FATAL\",\"message\":\"x\"}",
        "2024-05-22 10:00:00 UTC [1] 53200 FEHLER:  Speicher aufgebraucht",
    ] {
        assert!(
            literals.iter().any(|literal| raw.contains(literal)),
            "{raw}"
        );
    }
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
