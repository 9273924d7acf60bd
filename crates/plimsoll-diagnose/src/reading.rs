//! One file while it is read: its bytes, in blocks of any size, become what was heard
//! in it. Holds no more than one entry and one block; keeps nothing that was not
//! redacted. Opens no file: the caller has the bytes.

mod pass;
#[cfg(test)]
mod tests;

use plimsoll_model::EventKind;

use crate::read::format::Format;
use crate::read::{
    Carrier, ENTRY_BYTES_MAX, HEAD_BYTES, Handed, known, known_of_several, recognise,
};
use crate::record::Speaker;
use crate::signal::{Said, Signal};
use crate::source::Source;
use pass::Pass;

/// Bytes that are looked at together. They are counted in the file, so that the
/// blocks in which it comes change nothing.
const LOOK_BYTES: usize = 1 << 20;

/// One file while it is read.
pub struct Reading {
    name: String,
    handed: Handed,
    format: Option<Box<dyn Format>>,
    /// Whose frames its lines stand in, where they do.
    carrier: Option<Carrier>,
    /// A frame that has not come whole.
    framed: Vec<u8>,
    pass: Pass,
    /// Bytes that were not looked at yet: an unfinished entry, then what is new.
    pending: Vec<u8>,
    /// How many of them are new.
    new_bytes: usize,
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
            carrier: None,
            framed: Vec::new(),
            pass: Pass::new(name),
            pending: Vec::new(),
            new_bytes: 0,
            is_overlong: false,
        }
    }

    /// Its next bytes.
    pub fn push(&mut self, block: &[u8]) {
        let mut block = block;
        while !block.is_empty() {
            if self.is_overlong {
                let Some(end) = memchr::memchr(b'\n', block) else {
                    return;
                };
                self.is_overlong = false;
                // The line feed is counted with what follows.
                block = &block[end..];
            }
            let bytes = block.len().min(LOOK_BYTES - self.new_bytes);
            let (part, rest) = block.split_at(bytes);
            self.pending.extend_from_slice(part);
            self.new_bytes += bytes;
            block = rest;
            if self.new_bytes == LOOK_BYTES {
                self.look();
            }
        }
    }

    /// It ends here.
    pub fn end(mut self) -> Source {
        let format = self.format();
        self.take_off_frames();
        if let Some(carrier) = &mut self.carrier {
            carrier.take_off(&self.framed, &mut self.pending);
        }
        self.pass.look(&self.pending, &*format);
        if self.is_overlong || self.pending.last().is_some_and(|last| *last != b'\n') {
            self.pass.end_line();
        }
        let mut source = self.pass.end(self.name, &*format);
        let remark = self.carrier.map(|it| it.remark().to_owned());
        source.read.remarks.extend(remark);
        if self.handed == Handed::Noticed {
            source.speakers.clear();
        }
        // One that says nothing was read all the same.
        source.speakers.extend(match self.handed {
            Handed::Log | Handed::Noticed => None,
            Handed::Kernel => Some(Speaker::Kernel),
            Handed::Events => Some(Speaker::Event),
        });
        // Of a bundle: what was written into files says nothing of what else was done.
        let is_of_files = !source.signals.is_empty() && source.signals.iter().all(is_written);
        if self.handed == Handed::Log && is_of_files {
            source.speakers.retain(|speaker| *speaker != Speaker::Event);
        }
        source
    }

    /// Looks at what has come, but for an entry that may go on.
    fn look(&mut self) {
        let format = self.format();
        self.take_off_frames();
        let whole = last_entry(&self.pending, &*format);
        self.pass.look(&self.pending[..whole], &*format);
        self.pending.drain(..whole);
        if self.pending.len() > ENTRY_BYTES_MAX {
            // A line that is not whole may begin an entry, unless it is all there is.
            let lines = memchr::memrchr(b'\n', &self.pending).map(|feed| feed + 1);
            self.is_overlong = lines.is_none();
            let cut = lines.unwrap_or(self.pending.len());
            self.pass.look_at_cut(&self.pending[..cut], &*format);
            self.pending.drain(..cut);
        }
        self.format = Some(format);
    }

    /// Its format, told from its beginning: out of the frames that lines stand in,
    /// where what is inside is known.
    fn format(&mut self) -> Box<dyn Format> {
        if let Some(format) = self.format.take() {
            return format;
        }
        let head = &self.pending[..self.pending.len().min(HEAD_BYTES)];
        let mut inner = Vec::new();
        let mut carrier = Carrier::of(head).filter(|_| self.handed != Handed::Events);
        if let Some(carrier) = &mut carrier {
            carrier.clone().take_off(head, &mut inner);
        }
        let known = carrier.as_ref().and_then(|it| {
            if it.is_of_several(head) {
                known_of_several(&inner)
            } else {
                known(&inner)
            }
        });
        self.carrier = carrier.filter(|_| known.is_some());
        known.unwrap_or_else(|| recognise(head, self.handed))
    }

    /// Takes the frames off what is new. A line that is too long to be held is no
    /// frame.
    fn take_off_frames(&mut self) {
        let new_bytes = std::mem::take(&mut self.new_bytes);
        let Some(carrier) = &mut self.carrier else {
            return;
        };
        let new = self.pending.split_off(self.pending.len() - new_bytes);
        self.framed.extend_from_slice(&new);
        let whole = memchr::memrchr(b'\n', &self.framed).map_or(0, |feed| feed + 1);
        let is_overlong = self.framed.len() - whole > ENTRY_BYTES_MAX;
        let whole = if is_overlong {
            self.framed.len()
        } else {
            whole
        };
        carrier.take_off(&self.framed[..whole], &mut self.pending);
        self.framed.drain(..whole);
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

fn is_written(signal: &Signal) -> bool {
    matches!(&signal.said, Said::Event(told) if told.event.kind == EventKind::ConfigWrite)
}
