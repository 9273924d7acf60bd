//! What the tests of the subjects share, and what holds for all phrases.

use std::borrow::Cow;

use super::PHRASES;
use crate::hear::Phrases;
use crate::record::{Level, Record, Speaker};
use crate::signal::{Said, ServerSignal};

fn said(message: &str, level: Level) -> Option<Said> {
    let record = Record {
        level,
        ..Record::plain(Speaker::Mysql, Cow::Borrowed(message))
    };
    Phrases::new(PHRASES).said(&record)
}

/// Each message, as an error, says this.
pub(super) fn assert_heard(table: &[(&str, ServerSignal)]) {
    for (message, signal) in table {
        let heard = said(message, Level::Error);
        assert_eq!(heard, Some(Said::Server(signal.clone())), "{message}");
    }
}

/// None of the messages says anything.
pub(super) fn assert_unheard(messages: &[&str]) {
    for message in messages {
        assert_eq!(said(message, Level::Error), None, "{message}");
    }
}

/// As a warning it says nothing.
pub(super) fn assert_unheard_as_warning(message: &str) {
    assert_eq!(said(message, Level::Warning), None, "{message}");
}

#[test]
fn needles_are_unique_and_plain_in_every_format() {
    let needles = PHRASES.iter().copied().flatten().map(|it| it.needle);
    let mut needles: Vec<&str> = needles.collect();
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
