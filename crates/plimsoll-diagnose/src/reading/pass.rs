//! One pass over a file's entries. Where one speaker has a table of literals,
//! only entries that hold one of them are looked at: a log of millions of lines
//! is searched, not parsed.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use jiff::Timestamp;
use plimsoll_model::LogRead;

use crate::hear::{Listener, listener, literals};
use crate::heard::Heard;
use crate::read::format::Format;
use crate::read::{ENTRY_BYTES_MAX, is_unknown};
use crate::record::{Record, Speaker};
use crate::source::{Clock, Source, widen};

/// What the pass has found so far.
pub(super) struct Pass {
    name: String,
    /// Line feeds before what is looked at.
    lines: u64,
    heard: Heard,
    listeners: Vec<(Speaker, Box<dyn Listener>)>,
    finder: Option<AhoCorasick>,
    is_begun: bool,
    /// Its last line ended with a line feed.
    is_whole: bool,
    span: Option<(Timestamp, Timestamp)>,
    clock: Option<Clock>,
    cut: u64,
    /// Entries that are not of the format.
    unread: u64,
}

impl Pass {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            lines: 0,
            heard: Heard::default(),
            listeners: Vec::new(),
            finder: None,
            is_begun: false,
            is_whole: true,
            span: None,
            clock: None,
            cut: 0,
            unread: 0,
        }
    }

    /// Looks at whole entries.
    pub(super) fn look(&mut self, text: &[u8], format: &dyn Format) {
        if text.is_empty() {
            return;
        }
        if !self.is_begun {
            self.is_begun = true;
            self.finder = format.speaker().and_then(literals);
        }
        match self.finder.take() {
            Some(finder) => {
                self.search(text, format, &finder);
                self.finder = Some(finder);
            }
            None => self.walk(text, format),
        }
        self.lines += count(text);
    }

    /// Looks at the beginning of an entry that is too long to be held.
    pub(super) fn look_at_cut(&mut self, text: &[u8], format: &dyn Format) {
        self.cut += 1;
        self.entry(&text[..text.len().min(ENTRY_BYTES_MAX)], 0, format);
        self.lines += count(text);
    }

    /// The last line ended without a line feed.
    pub(super) const fn end_line(&mut self) {
        self.is_whole = false;
        self.lines += 1;
    }

    /// Every entry, one after another.
    fn walk(&mut self, text: &[u8], format: &dyn Format) {
        let (mut start, mut line) = (0, 0);
        while start < text.len() {
            let end = entry_end(text, start, format);
            let entry = &text[start..end];
            self.entry(entry, line, format);
            line += count(entry);
            start = end;
        }
    }

    /// The entries with a literal; the first and the last in any case, for their
    /// times and as samples of what the others are.
    fn search(&mut self, text: &[u8], format: &dyn Format, finder: &AhoCorasick) {
        if text.is_empty() {
            return;
        }
        let (mut done, mut line, mut counted) = (entry_end(text, 0, format), 0, 0);
        self.entry(&text[..done], 0, format);
        let parts = telling(text, format);
        let hits = parts.flat_map(|part| {
            let hits = finder.find_iter(&text[part.clone()]);
            hits.map(move |hit| part.start + hit.start())
        });
        for hit in hits {
            if hit < done {
                continue;
            }
            let start = entry_start(text, hit, format);
            let end = entry_end(text, start, format);
            line += count(&text[counted..start]);
            counted = start;
            self.entry(&text[start..end], line, format);
            done = end;
        }
        let last = entry_start(text, text.len(), format);
        if last >= done {
            line += count(&text[counted..last]);
            self.entry(&text[last..], line, format);
        }
    }

    fn note_time(&mut self, record: &Record<'_>) {
        if let Some(when) = record.when {
            self.span = widen(self.span, when.taken());
            self.clock = self.clock.or(Some(when.into()));
        }
    }

    fn entry(&mut self, entry: &[u8], line: u64, format: &dyn Format) {
        let text = String::from_utf8_lossy(entry);
        let text = text.trim_end_matches(['\n', '\r']);
        let line = self.lines + line + 1;
        let is_read = format.records(text, &mut |record| {
            self.tell(record, line + line_within(text, record));
        });
        self.unread += u64::from(!is_read && !text.trim().is_empty());
    }

    fn tell(&mut self, record: &Record<'_>, line: u64) {
        self.note_time(record);
        let known = self
            .listeners
            .iter()
            .position(|(it, _)| *it == record.speaker);
        let index = known.unwrap_or_else(|| {
            self.listeners
                .push((record.speaker, listener(record.speaker)));
            self.listeners.len() - 1
        });
        self.listeners[index]
            .1
            .hear(record, &self.name, line, &mut self.heard);
    }

    /// What the file was.
    pub(super) fn end(mut self, file: String, format: &dyn Format) -> Source {
        for (_, listener) in &mut self.listeners {
            listener.end(&self.name, self.is_whole, &mut self.heard);
        }
        let mut remarks: Vec<String> = format.remark().map(str::to_owned).into_iter().collect();
        if self.cut > 0 {
            remarks.push(format!(
                "{} entries are longer than 1 MB: of them the beginning was read",
                self.cut
            ));
        }
        if self.unread > 0 {
            remarks.push(format!(
                "{} entries are not of this format and were passed over",
                self.unread
            ));
        }
        if self.heard.left_out > 0 {
            remarks.push(format!(
                "{} more entries of kinds already seen a thousand times were counted, not kept",
                self.heard.left_out
            ));
        }
        Source {
            read: LogRead {
                file,
                format: (!is_unknown(format)).then(|| format.name()),
                lines: self.lines,
                span: self.span,
                remarks,
            },
            signals: self.heard.signals,
            clock: self.clock.unwrap_or_default(),
            speakers: self
                .listeners
                .iter()
                .map(|(speaker, _)| *speaker)
                .chain(format.speaker())
                .collect(),
        }
    }
}

fn count(text: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', text).count() as u64
}

/// How many lines into its entry a record stands: an entry of many lines (a pod's
/// description) may hold several. By its words, else by its reason, which a state's
/// words are made of; else it is taken for the entry's beginning.
fn line_within(entry: &str, record: &Record<'_>) -> u64 {
    if !entry.contains('\n') {
        return 0;
    }
    let words = record.message.lines().next().unwrap_or_default();
    let by_words = || Some(words).filter(|it| !it.is_empty());
    let by_reason = || {
        let reason = record.code.as_deref()?.to_ascii_lowercase();
        let is_reason = !reason.is_empty();
        is_reason.then(|| entry.to_ascii_lowercase().find(&reason))?
    };
    let at = by_words().and_then(|it| entry.find(it)).or_else(by_reason);
    at.map_or(0, |at| count(&entry.as_bytes()[..at]))
}

/// The parts of a text that hold more than everyday entries.
fn telling<'a>(text: &'a [u8], format: &'a dyn Format) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut feeds = memchr::memchr_iter(b'\n', text).chain(std::iter::once(text.len()));
    let (mut line, mut from) = (0, Some(0));
    std::iter::from_fn(move || {
        for feed in feeds.by_ref() {
            let start = std::mem::replace(&mut line, feed + 1);
            let is_everyday = text
                .get(start..feed)
                .and_then(|line| format.is_everyday(line));
            match (is_everyday, from) {
                (Some(true), Some(begun)) => {
                    from = None;
                    return Some(begun..start);
                }
                (Some(false), None) => from = Some(start),
                _ => {}
            }
        }
        from.take().map(|begun| begun..text.len())
    })
}

/// Where the entry that holds `at` begins.
fn entry_start(text: &[u8], at: usize, format: &dyn Format) -> usize {
    let mut until = at;
    loop {
        let start = memchr::memrchr(b'\n', &text[..until]).map_or(0, |feed| feed + 1);
        let end = memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |feed| start + feed);
        if start == 0 || at - start > ENTRY_BYTES_MAX || format.begins(&text[start..end]) {
            return start;
        }
        until = start - 1;
    }
}

/// Where the entry that begins at `start` ends.
fn entry_end(text: &[u8], start: usize, format: &dyn Format) -> usize {
    let mut next = start;
    loop {
        let Some(feed) = memchr::memchr(b'\n', &text[next..]) else {
            return text.len();
        };
        next += feed + 1;
        let end = memchr::memchr(b'\n', &text[next..]).map_or(text.len(), |feed| next + feed);
        if next >= text.len() || format.begins(&text[next..end]) {
            return next;
        }
    }
}
