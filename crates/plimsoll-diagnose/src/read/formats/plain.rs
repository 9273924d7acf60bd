//! A file of no format that is known: a line is an entry, its words may be
//! anybody's.

use std::borrow::Cow;

use crate::read::format::Format;
use crate::record::{Record, Speaker};

/// Its name: nothing was recognised.
pub(crate) const UNKNOWN: &str = "unknown";

/// A line is an entry.
pub(crate) struct Plain;

impl Format for Plain {
    fn name(&self) -> &'static str {
        UNKNOWN
    }

    fn speaker(&self) -> Option<Speaker> {
        None
    }

    fn begins(&self, _line: &[u8]) -> bool {
        true
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        Some(Record::plain(Speaker::Application, Cow::Borrowed(entry)))
    }
}
