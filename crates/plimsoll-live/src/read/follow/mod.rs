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
mod taken;

use std::path::PathBuf;

pub use kernel_log::KernelLog;
use lines::Lines;
use place::Place;
use reading::Reading;
use seen::Seen;
pub use taken::Piece;
use taken::Taken;

/// Files that one turn goes through.
const FILES_MAX: usize = 16;

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

#[cfg(test)]
mod tests;
