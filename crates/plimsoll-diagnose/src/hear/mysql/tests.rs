//! What the tests of the subjects share, and what holds for all phrases.

use std::borrow::Cow;

use super::listener::Mysql;
use super::{MORE_LITERALS, PHRASES};
use crate::hear::tests::{assert_literals, assert_needles, said_by_server};
use crate::record::{Level, Record, Speaker};
use crate::signal::ServerSignal;

fn listen(messages: &[&str], level: Level) -> Vec<ServerSignal> {
    let records = messages.iter().map(|message| Record {
        level,
        ..Record::plain(Speaker::Mysql, Cow::Borrowed(message))
    });
    said_by_server(Mysql::default(), records)
}

/// What is heard in the entries of one log, all errors.
pub(super) fn heard(log: &[&str]) -> Vec<ServerSignal> {
    listen(log, Level::Error)
}

/// Each message, as an error, says this and nothing else.
pub(super) fn assert_heard(table: &[(&str, ServerSignal)]) {
    for (message, signal) in table {
        assert_eq!(heard(&[message]), std::slice::from_ref(signal), "{message}");
    }
}

/// None of the messages says anything, even as an error.
pub(super) fn assert_unheard(messages: &[&str]) {
    for message in messages {
        assert_eq!(heard(&[message]), [], "{message}");
    }
}

/// As a note it says nothing, as an error no more than that it is one.
pub(super) fn assert_vague(messages: &[&str]) {
    for message in messages {
        assert_eq!(listen(&[message], Level::Note), [], "{message}");
        let said = heard(&[message]);
        let is_vague = matches!(said[..], [ServerSignal::Severe { .. }]);
        assert!(is_vague, "{message} says {said:?}");
    }
}

/// As an error it says nothing of this kind.
pub(super) fn assert_says_other(message: &str, signal: &ServerSignal) {
    let kind = std::mem::discriminant(signal);
    for said in heard(&[message]) {
        assert_ne!(std::mem::discriminant(&said), kind, "{message}");
    }
}

/// As a warning it says nothing.
pub(super) fn assert_unheard_as_warning(message: &str) {
    assert_eq!(listen(&[message], Level::Warning), [], "{message}");
}

#[test]
fn needles_are_unique_and_plain_in_every_format() {
    assert_needles(PHRASES);
}

#[test]
fn what_is_heard_without_a_phrase_has_its_literal() {
    let lines = [
        "2026-11-26  7:40:12 0 [ERROR] x",
        "2026-11-26T07:41:34.145575Z 0 [ERROR] [MY-010334] [Server] x",
        "{ \"prio\" : 1, \"err_code\" : 10334, \"msg\" : \"x\" }",
    ];
    assert_literals(MORE_LITERALS, &lines);
}
