//! The table that `kubectl get events` prints. Its columns stand under their
//! names; how long ago something was says nothing without the time it was asked.

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
    Some(Box::new(KubectlTable {
        kind: column("TYPE")?,
        reason: column("REASON")?,
        object: column("OBJECT")?,
        message: column("MESSAGE")?.start,
    }))
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
        let object = entry.get(self.object.clone())?.trim();
        let name = object.split_once('/').map_or(object, |(_, name)| name);
        let is_warning = entry.get(self.kind.clone())?.trim() == "Warning";
        Some(Record {
            level: if is_warning {
                Level::Warning
            } else {
                Level::Note
            },
            code: Some(Cow::Borrowed(entry.get(self.reason.clone())?.trim())),
            about: Some(Cow::Borrowed(name)),
            ..Record::plain(
                Speaker::Kubernetes,
                Cow::Borrowed(entry.get(self.message..)?.trim()),
            )
        })
    }
}
