//! What the tests of the servers' subjects share.

use super::{Listener, Phrase, Phrases};
use crate::heard::Heard;
use crate::record::Record;
use crate::signal::{Said, ServerSignal};

/// What a server's listener hears in the entries of one log.
pub(super) fn said_by_server<'a>(
    mut listener: impl Listener,
    records: impl IntoIterator<Item = Record<'a>>,
) -> Vec<ServerSignal> {
    let mut heard = Heard::default();
    for (record, line) in records.into_iter().zip(1..) {
        listener.hear(&record, "server.log", line, &mut heard);
    }
    listener.end("server.log", false, &mut heard);
    let said = heard.signals.into_iter().map(|signal| match signal.said {
        Said::Server(said) => said,
        other => panic!("{other:?} is not said by a server"),
    });
    said.collect()
}

/// What an entry says by the phrases of one subject.
pub(super) fn said_by(phrases: &'static [Phrase], record: &Record<'_>) -> Option<Said> {
    Phrases::new(Vec::leak(vec![phrases])).said(record)
}

/// Every needle is rare, stands once, and is the same text in every format.
pub(super) fn assert_needles(tables: &[&[Phrase]]) {
    let needles = tables.iter().copied().flatten().map(|it| it.needle);
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

/// Each line of a file holds one of the literals that are looked for.
pub(super) fn assert_literals(literals: &[&[&str]], lines: &[&str]) {
    let literals: Vec<&str> = literals.concat();
    for line in lines {
        let has = literals.iter().any(|literal| line.contains(literal));
        assert!(has, "{line}");
    }
}
