//! What could not be done: one line that says what, where and what to do.

use std::fmt;

use plimsoll_model::Problem;
use plimsoll_report::redact;

/// A thing that was asked for and could not be done (exit code 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    line: String,
}

impl Failure {
    /// Line ends in a path or a message would make two lines of it; what was
    /// typed wrongly may hold a secret all the same.
    pub(crate) fn new(line: impl fmt::Display) -> Self {
        let line = redact::text(&line.to_string());
        let letters = line.chars().map(|letter| {
            if letter.is_control() {
                '\u{fffd}'
            } else {
                letter
            }
        });
        Self {
            line: letters.collect(),
        }
    }

    /// Every mistake in a file of ours, each with its place.
    pub(crate) fn of_problems(problems: &[Problem]) -> Self {
        let said = problems.iter().map(|problem| {
            let place = &problem.place;
            format!("{place}:{} {}", place.column, problem.message)
        });
        Self::new(said.collect::<Vec<_>>().join("; "))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.line)
    }
}
