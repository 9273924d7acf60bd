//! The table that `kubectl get events` prints. Its columns stand under their
//! names; how long ago something was says nothing without the time it was asked. A row
//! that lost its blanks on its way falls into words: only the first column, an age and how
//! often (`72s (x3 over 9m)`), and the last hold blanks.

use std::borrow::Cow;
use std::ops::Range;

use crate::read::format::Format;
use crate::record::{Level, Record, Speaker};

/// One table: where its columns stand.
struct KubectlTable {
    kind: Range<usize>,
    reason: Range<usize>,
    object: Range<usize>,
    /// From here on.
    message: usize,
    /// The message stands right behind the object (not so with `-o wide`).
    is_short: bool,
}

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    const LINE_BYTES_MAX: usize = 400;
    let line = head.split(|byte| *byte == b'\n').next()?;
    let line = std::str::from_utf8(&line[..line.len().min(LINE_BYTES_MAX)]).ok()?;
    let is_first = line.starts_with("LAST SEEN") || line.starts_with("NAMESPACE");
    is_first.then_some(())?;
    let column = |name: &str| {
        let start = line.find(&format!(" {name}"))? + 1;
        let behind = &line[start + name.len()..];
        let blanks = behind.len() - behind.trim_start().len();
        Some(start..start + name.len() + blanks)
    };
    let (object, message) = (column("OBJECT")?, column("MESSAGE")?.start);
    Some(Box::new(KubectlTable {
        kind: column("TYPE")?,
        reason: column("REASON")?,
        is_short: object.end == message,
        object,
        message,
    }))
}

/// The two types of events (k8s.io/api/core/v1).
const KINDS: [&str; 2] = ["Normal", "Warning"];

/// What one row tells.
struct Row<'a> {
    kind: &'a str,
    reason: &'a str,
    object: &'a str,
    message: &'a str,
}

impl KubectlTable {
    /// A row whose columns stand under their names; the names themselves are one.
    fn columns<'a>(&self, entry: &'a str) -> Option<Row<'a>> {
        let cell = |columns: &Range<usize>| entry.get(columns.clone()).map(str::trim);
        let kind = cell(&self.kind).filter(|kind| *kind == "TYPE" || KINDS.contains(kind))?;
        Some(Row {
            kind,
            reason: cell(&self.reason)?,
            object: cell(&self.object)?,
            message: entry.get(self.message..)?.trim(),
        })
    }

    /// A row by its words, behind the first that is a type.
    fn words<'a>(&self, entry: &'a str) -> Option<Row<'a>> {
        let starts = KINDS.iter().filter_map(|kind| {
            let at = entry.find(&format!(" {kind} "))?;
            Some((at, *kind))
        });
        let (at, kind) = starts.min().filter(|_| self.is_short)?;
        let behind = entry[at + 1 + kind.len()..].trim_start();
        let (reason, behind) = behind.split_once(' ')?;
        let (object, message) = behind.trim_start().split_once(' ')?;
        object.contains('/').then_some(Row {
            kind,
            reason,
            object,
            message: message.trim(),
        })
    }
}

impl Format for KubectlTable {
    fn name(&self) -> &'static str {
        "Kubernetes, table of events"
    }

    fn speaker(&self) -> Option<Speaker> {
        None
    }

    fn begins(&self, _line: &[u8]) -> bool {
        true
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let row = self.columns(entry).or_else(|| self.words(entry))?;
        let object = row.object;
        let name = object.split_once('/').map_or(object, |(_, name)| name);
        let is_warning = row.kind == "Warning";
        Some(Record {
            level: if is_warning {
                Level::Warning
            } else {
                Level::Note
            },
            code: Some(Cow::Borrowed(row.reason)),
            about: Some(Cow::Borrowed(name)),
            ..Record::plain(Speaker::Kubernetes, Cow::Borrowed(row.message))
        })
    }
}
