//! The shape of a format: how a file falls into entries, and what of an entry is
//! time, speaker and words. Knows no wording.

use crate::record::{Record, Speaker};

/// A format of logs.
pub(crate) trait Format {
    /// Its name, as it is shown (`PostgreSQL, stderr`).
    fn name(&self) -> &'static str;

    /// Who speaks in it, where one alone does.
    fn speaker(&self) -> Option<Speaker>;

    /// Whether a line begins an entry; else it goes on with the one before.
    fn begins(&self, line: &[u8]) -> bool;

    /// An entry's parts; none where it is not of this format.
    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>>;

    /// Whether a line begins an entry that tells nothing, as most of a large log
    /// do; none where it belongs to the entry before. Has to be quick: it is asked
    /// of every line, so that only the rest is searched.
    fn is_everyday(&self, _line: &[u8]) -> Option<bool> {
        None
    }

    /// What the reader should know of how far this file was understood.
    fn remark(&self) -> Option<&'static str> {
        None
    }

    /// Tells an entry's records, where one entry may hold several; whether it was
    /// of this format.
    fn records(&self, entry: &str, tell: &mut dyn FnMut(&Record<'_>)) -> bool {
        let record = self.parse(entry);
        record.as_ref().map(tell).is_some()
    }
}

/// Tells whether a file's beginning is of one format, and how to read it then.
pub(crate) type Recognise = fn(head: &[u8]) -> Option<Box<dyn Format>>;

/// The share of the lines of a head that something holds for, from 0 to 1;
/// empty lines are not counted, nor is a last one that may be cut.
pub(crate) fn share(head: &[u8], holds: impl Fn(&[u8]) -> bool) -> f64 {
    share_among(head, |line| Some(holds(line)))
}

/// The same among the lines that can tell: `None` is not counted.
pub(crate) fn share_among(head: &[u8], holds: impl Fn(&[u8]) -> Option<bool>) -> f64 {
    let whole = memchr::memrchr(b'\n', head).map_or(head, |end| &head[..end]);
    let lines = whole
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.trim_ascii().is_empty())
        .filter_map(holds);
    let (all, held) = lines.fold((0_u32, 0_u32), |(all, held), holds| {
        (all + 1, held + u32::from(holds))
    });
    if all == 0 {
        0.0
    } else {
        f64::from(held) / f64::from(all)
    }
}
