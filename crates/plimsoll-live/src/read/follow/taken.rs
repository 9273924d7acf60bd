//! What a turn takes of a log, piece by piece.

use super::lines::Lines;

/// The most that one turn takes: what is left is for the next.
pub(super) const TAKEN_MAX: usize = 4 << 20;

/// Something that was read, or that befell the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Whole lines; but the last is not where it was longer than 64 KiB, or where
    /// the next piece says that its end will not come.
    Bytes(Vec<u8>),
    /// The rest was read of a file, and what follows is of the next one.
    Rotated,
    /// The file was cut or written anew: what was written into it since the last turn,
    /// and before that, is lost to whoever follows it.
    Truncated,
    /// So many bytes were left out: they came faster than they were asked for.
    Skipped {
        /// How many.
        bytes: u64,
    },
    /// Of the kernel's log, so many records were overwritten before they were read.
    Overwritten {
        /// How many.
        records: u64,
    },
}

/// What one turn takes.
pub(super) struct Taken<'a> {
    pub(super) pieces: Vec<Piece>,
    /// Bytes that may still be taken.
    pub(super) left: usize,
    pub(super) lines: &'a mut Lines,
}

impl<'a> Taken<'a> {
    pub(super) fn new(lines: &'a mut Lines) -> Self {
        Self {
            pieces: Vec::new(),
            left: TAKEN_MAX,
            lines,
        }
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.left = self.left.saturating_sub(bytes.len());
        let whole = self.lines.add(bytes);
        self.push(whole);
    }

    /// A half line ends here: its end will not come.
    pub(super) fn note(&mut self, note: Piece) {
        let half = self.lines.cut();
        self.push(half);
        self.pieces.push(note);
    }

    fn push(&mut self, bytes: Vec<u8>) {
        match self.pieces.last_mut() {
            _ if bytes.is_empty() => {}
            Some(Piece::Bytes(before)) => before.extend(bytes),
            _ => self.pieces.push(Piece::Bytes(bytes)),
        }
    }
}
