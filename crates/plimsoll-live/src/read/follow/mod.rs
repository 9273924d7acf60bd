//! A log followed as it grows, through every way in which logs are rotated: renamed
//! and begun anew, copied and cut to nothing, or continued under another name. It is
//! asked from time to time and waits for nothing; what the bytes say is not known here.
//!
//! Sources: logrotate(8), `create` and `copytruncate`; `PostgreSQL`'s documentation,
//! "Where to Log" and "Log Output Metadata" (`current_logfiles`).

mod kernel_log;
mod lines;
mod place;
mod reading;
mod seen;

use std::path::PathBuf;

pub use kernel_log::KernelLog;
use lines::Lines;
use place::Place;
use reading::Reading;
use seen::Seen;

/// The most that one turn takes: what is left is for the next.
const TAKEN_MAX: usize = 4 << 20;

/// How far behind a reader may fall before it goes on near the end.
const BEHIND_MAX: u64 = 64 << 20;

/// Of a line whose end has not come, this much is kept.
const LINE_MAX: usize = 64 << 10;

/// Files that one turn goes through.
const FILES_MAX: usize = 16;

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

/// A log that is followed.
#[derive(Debug)]
pub struct Follower {
    place: Place,
    reading: Option<Reading>,
    /// Files that were left, and how far they were read.
    seen: Seen,
    lines: Lines,
    is_first: bool,
    from_end: bool,
    why: Option<String>,
}

impl Follower {
    /// Of a path: a file that keeps its name, a pattern of names in the last part of the
    /// path (`postgresql-*.log`: the file written last), or `PostgreSQL`'s
    /// `current_logfiles`, which names the file. It need not be there yet. What is
    /// there now is passed over if asked so; a file that comes later is read whole.
    pub fn open(path: impl Into<PathBuf>, from_end: bool) -> Self {
        Self {
            place: Place::of(path.into()),
            reading: None,
            seen: Seen::default(),
            lines: Lines::default(),
            is_first: true,
            from_end,
            why: None,
        }
    }

    /// Why nothing could be read in the last turn, if so: it is not there, not allowed,
    /// or no file.
    pub fn why(&self) -> Option<&str> {
        self.why.as_deref()
    }

    /// What came since the last turn. A half line at the end waits for its end.
    #[expect(
        clippy::should_implement_trait,
        reason = "it has no end, and nothing between two turns"
    )]
    pub fn next(&mut self) -> Vec<Piece> {
        let mut taken = Taken::new(&mut self.lines);
        let outcome = turn(
            &mut self.place,
            &mut self.reading,
            &mut self.seen,
            self.is_first && self.from_end,
            &mut taken,
        );
        self.is_first = false;
        self.why = outcome.err();
        taken.pieces
    }
}

fn turn(
    place: &mut Place,
    open: &mut Option<Reading>,
    seen: &mut Seen,
    from_end: bool,
    taken: &mut Taken<'_>,
) -> Result<(), String> {
    for _ in 0..FILES_MAX {
        let Some(reading) = open else {
            let mut first = place.first()?;
            if from_end {
                first.pass_over().map_err(|error| first.said(&error))?;
                taken.lines.begin_inside(first.is_inside_line());
            }
            *open = Some(first);
            continue;
        };
        // Looked for first: who writes into the next file is done with this one, so what
        // is read of this one after that is all of it.
        let next = place.after(reading, seen);
        let is_at_end = reading.take(taken).map_err(|error| reading.said(&error))?;
        match next {
            Some(mut next) if is_at_end => {
                taken.note(Piece::Rotated);
                seen.leave(reading);
                seen.resume(&mut next);
                *open = Some(next);
            }
            Some(_) | None => break,
        }
    }
    Ok(())
}

/// What one turn takes.
struct Taken<'a> {
    pieces: Vec<Piece>,
    /// Bytes that may still be taken.
    left: usize,
    lines: &'a mut Lines,
}

impl<'a> Taken<'a> {
    fn new(lines: &'a mut Lines) -> Self {
        Self {
            pieces: Vec::new(),
            left: TAKEN_MAX,
            lines,
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.left = self.left.saturating_sub(bytes.len());
        let whole = self.lines.add(bytes);
        self.push(whole);
    }

    /// A half line ends here: its end will not come.
    fn note(&mut self, note: Piece) {
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

#[cfg(test)]
mod tests;
