//! Reading: the bytes of one file, in blocks of any size, become what was heard
//! in it. Holds no more than one entry and one block; keeps nothing that was
//! not redacted. Opens no file: the caller has the bytes.

pub(crate) mod format;
mod formats;
mod pass;
pub(crate) mod time;

use jiff::Timestamp;
use plimsoll_model::LogRead;

use crate::record::{Speaker, When};
use crate::signal::Signal;
use format::Format;
use pass::Pass;

/// Bytes of a file's beginning that its format is told from.
const HEAD_BYTES: usize = 64 << 10;

/// Longest entry that is looked at whole; of longer ones the beginning is.
pub(crate) const ENTRY_BYTES_MAX: usize = 1 << 20;

/// What a file was handed in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// `--log`: of a database, a web server, an application; told apart by content.
    Log,
    /// `--kernel`: dmesg, kern.log, the journal.
    Kernel,
    /// `--events`: JSON lines of `plimsoll.event/1`.
    Events,
}

/// How the times of a file are to be understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Clock {
    /// With their zones.
    #[default]
    Utc,
    /// Without: taken for UTC.
    Zoneless,
    /// Without a year: taken in the year 2000, for UTC.
    Yearless,
    /// Since the machine's start.
    SinceBoot,
}

impl From<When> for Clock {
    fn from(when: When) -> Self {
        match when {
            When::Utc(_) => Self::Utc,
            When::Zoneless(_) => Self::Zoneless,
            When::Yearless(_) => Self::Yearless,
            When::SinceBoot(_) => Self::SinceBoot,
        }
    }
}

/// One file that was read.
#[derive(Debug)]
pub struct Source {
    /// What it was and how much of it was understood.
    pub(crate) read: LogRead,
    /// What was heard in it, in its order.
    pub(crate) signals: Vec<Signal>,
    /// How its times are meant.
    pub(crate) clock: Clock,
    /// Who speaks in it.
    pub(crate) speakers: Vec<Speaker>,
}

/// One file while it is read.
pub struct Reading {
    name: String,
    handed: Handed,
    format: Option<Box<dyn Format>>,
    pass: Pass,
    /// Bytes that were not looked at yet: the head, then what an unfinished entry has.
    pending: Vec<u8>,
    /// The rest of an overlong line is passed over until it ends.
    is_overlong: bool,
}

impl Reading {
    /// A file that is about to be read; `name` is shown with its lines.
    pub fn new(name: &str, handed: Handed) -> Self {
        Self {
            name: name.to_owned(),
            handed,
            format: None,
            pass: Pass::new(name),
            pending: Vec::new(),
            is_overlong: false,
        }
    }

    /// Its next bytes.
    pub fn push(&mut self, block: &[u8]) {
        let mut block = block;
        if self.is_overlong {
            let Some(end) = memchr::memchr(b'\n', block) else {
                return;
            };
            self.is_overlong = false;
            block = &block[end..];
        }
        for part in block.chunks(ENTRY_BYTES_MAX) {
            self.pending.extend_from_slice(part);
            if self.format.is_some() || self.pending.len() >= HEAD_BYTES {
                self.look(false);
            }
        }
    }

    /// It ends here.
    pub fn end(mut self) -> Source {
        self.look(true);
        let format = self.format.as_deref();
        self.pass.end(self.name, format)
    }

    fn look(&mut self, is_end: bool) {
        let (pending, handed) = (&self.pending, self.handed);
        let format: &dyn Format = &**self
            .format
            .get_or_insert_with(|| formats::recognise(pending, handed));
        let whole = if is_end {
            self.pending.len()
        } else {
            last_entry(&self.pending, format)
        };
        self.pass.look(&self.pending[..whole], format);
        self.pending.drain(..whole);
        if self.pending.len() > ENTRY_BYTES_MAX {
            self.pass.look_at_cut(&self.pending, format);
            self.is_overlong = !self.pending.ends_with(b"\n");
            self.pending.clear();
        }
    }
}

/// Where the last entry begins: it may go on in the next block.
fn last_entry(text: &[u8], format: &dyn Format) -> usize {
    let mut line_end = memchr::memrchr(b'\n', text).map_or(0, |end| end + 1);
    // The line after the last line feed is not whole, so nothing is known of it.
    while line_end > 0 {
        let before = &text[..line_end - 1];
        let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
        if format.begins(&text[start..line_end - 1]) {
            return start;
        }
        line_end = start;
    }
    0
}

/// The earliest and the latest of some times.
pub(crate) fn widen(
    span: Option<(Timestamp, Timestamp)>,
    at: Timestamp,
) -> Option<(Timestamp, Timestamp)> {
    Some(span.map_or((at, at), |(from, to)| (from.min(at), to.max(at))))
}
