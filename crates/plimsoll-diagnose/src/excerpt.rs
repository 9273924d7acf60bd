//! A log to be handed on: the entries of a window, redacted as a whole, the newest
//! of them where they are too many. What stays is still of the log's own format, so
//! that it tells elsewhere what it would have told here. Opens no file.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use crate::read::format::Format;
use crate::read::{self, Handed, time};
use crate::record::When;
use crate::redact;

/// Bytes of a line that are looked at; what stands behind them is left out.
const LINE_BYTES_MAX: usize = 1 << 20;

/// Bytes of an entry that are kept: a dump of memory contexts may be long.
const ENTRY_BYTES_MAX: usize = 1 << 20;

/// How far a time without a zone may lie from the same time in UTC.
const ZONE_MAX: SignedDuration = SignedDuration::from_hours(14);

/// What was taken of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// The entries.
    pub bytes: Vec<u8>,
    /// How many of them something was taken out of.
    pub redactions: u64,
    /// What of the window is missing.
    pub remarks: Vec<String>,
}

impl Taken {
    fn add(&mut self, entry: &[u8], format: Option<&dyn Format>) {
        let Some(format) = format else { return };
        let text = String::from_utf8_lossy(entry);
        let text = text.trim_end_matches(['\n', '\r']);
        let shown = redact::handed_on(text, format);
        self.redactions += u64::from(shown != text);
        self.bytes.extend_from_slice(shown.as_bytes());
        self.bytes.push(b'\n');
    }
}

/// A log while it is excerpted.
pub struct Excerpt {
    handed: Handed,
    window: (Timestamp, Timestamp),
    bytes_max: usize,
    format: Option<Box<dyn Format>>,
    /// Lines that came before the format was told from them.
    head: Vec<u8>,
    line: Vec<u8>,
    entry: Vec<u8>,
    is_within: bool,
    /// The newest entries as they came: what is dropped again need not be redacted.
    kept: VecDeque<Vec<u8>>,
    kept_bytes: usize,
    dropped: u64,
    cut: u64,
}

impl Excerpt {
    /// Of a log that is about to be read: the entries from one moment to another,
    /// the newest `bytes_max` of them.
    pub fn new(handed: Handed, window: (Timestamp, Timestamp), bytes_max: usize) -> Self {
        Self {
            handed,
            window,
            bytes_max,
            format: None,
            head: Vec::new(),
            line: Vec::new(),
            entry: Vec::new(),
            is_within: true,
            kept: VecDeque::new(),
            kept_bytes: 0,
            dropped: 0,
            cut: 0,
        }
    }

    /// Its next bytes.
    pub fn push(&mut self, block: &[u8]) {
        for part in block.split_inclusive(|byte| *byte == b'\n') {
            let room = LINE_BYTES_MAX.saturating_sub(self.line.len());
            self.line.extend_from_slice(&part[..part.len().min(room)]);
            if part.ends_with(b"\n") {
                self.end_line();
            }
        }
    }

    /// It ends here.
    pub fn end(mut self) -> Taken {
        // A log that breaks off tells by that too.
        let breaks_off = !self.line.is_empty();
        if breaks_off {
            self.end_line();
        }
        self.tell_format();
        self.end_entry();
        let mut remarks = Vec::new();
        if self.dropped > 0 {
            remarks.push(format!(
                "cut: the newest {} bytes of the window are kept, {} older entries are not",
                self.kept_bytes, self.dropped
            ));
        }
        if self.cut > 0 {
            remarks.push(format!(
                "cut: of {} lines or entries that are longer than 1 MB the beginning is kept",
                self.cut
            ));
        }
        let mut taken = Taken {
            remarks,
            ..Taken::default()
        };
        for entry in &self.kept {
            taken.add(entry, self.format.as_deref());
        }
        if breaks_off && self.is_within {
            taken.bytes.pop();
        }
        taken
    }

    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        if line.last() != Some(&b'\n') {
            self.cut += u64::from(line.len() == LINE_BYTES_MAX);
            line.push(b'\n');
        }
        if self.format.is_some() {
            self.add(&line);
        } else {
            self.head.extend_from_slice(&line);
            if self.head.len() >= read::HEAD_BYTES {
                self.tell_format();
            }
        }
        line.clear();
        self.line = line;
    }

    fn tell_format(&mut self) {
        if self.format.is_none() {
            let head = std::mem::take(&mut self.head);
            self.format = Some(read::recognise(&head, self.handed));
            for line in head.split_inclusive(|byte| *byte == b'\n') {
                self.add(line);
            }
        }
    }

    fn add(&mut self, line: &[u8]) {
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        if self.format.as_ref().is_some_and(|it| it.begins(bare)) {
            self.end_entry();
        }
        if self.entry.len() + line.len() <= ENTRY_BYTES_MAX || self.entry.is_empty() {
            self.entry.extend_from_slice(line);
        } else if self.entry.last() == Some(&b'\n') {
            // Told once: what goes on after this is passed over.
            self.entry.pop();
            self.cut += 1;
        }
    }

    fn end_entry(&mut self) {
        let (Some(format), false) = (&self.format, self.entry.is_empty()) else {
            return;
        };
        let text = String::from_utf8_lossy(&self.entry);
        let text = text.trim_end_matches(['\n', '\r']);
        let mut times = Vec::new();
        format.records(text, &mut |record| times.extend(record.when));
        if !times.is_empty() {
            self.is_within = times.iter().any(|when| is_within(*when, self.window));
        }
        if self.is_within {
            let entry = self.entry.clone();
            self.keep(entry);
        }
        self.entry.clear();
    }

    fn keep(&mut self, entry: Vec<u8>) {
        self.kept_bytes += entry.len();
        self.kept.push_back(entry);
        while self.kept_bytes > self.bytes_max
            && let Some(oldest) = self.kept.pop_front()
        {
            self.kept_bytes -= oldest.len();
            self.dropped += 1;
        }
    }
}

/// Whether a time may lie in the window: one without a zone may be anywhere near.
fn is_within(when: When, (from, to): (Timestamp, Timestamp)) -> bool {
    let near =
        |at: Timestamp| at.duration_since(from) >= -ZONE_MAX && at.duration_since(to) <= ZONE_MAX;
    match when {
        When::Utc(at) => from <= at && at <= to,
        When::Zoneless(at) => near(at),
        When::Yearless(at) => near(time::nearest_year(at, to)),
        When::SinceBoot(_) => true,
    }
}
