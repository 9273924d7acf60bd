//! Places in a text, and what is wrong at one of them.

use plimsoll_model::{Place, Problem, ProblemKind};

/// Deeper nesting than this is no document of ours.
pub(super) const DEPTH_MAX: usize = 16;

/// Where the lines of a text begin.
pub(super) struct Lines<'a> {
    file: &'a str,
    pub(super) starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(file: &'a str, bytes: &[u8]) -> Self {
        let breaks = bytes.iter().enumerate();
        let starts = std::iter::once(0)
            .chain(
                breaks
                    .filter(|(_, byte)| **byte == b'\n')
                    .map(|(at, _)| at + 1),
            )
            .collect();
        Self { file, starts }
    }

    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.wrapping_sub(1)).copied().unwrap_or(0);
        Place {
            file: self.file.to_owned(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(offset.saturating_sub(start) + 1).unwrap_or(u32::MAX),
        }
    }

    pub(super) fn problem(&self, offset: usize, kind: ProblemKind, message: String) -> Problem {
        Problem {
            place: self.place(offset),
            kind,
            parameter: None,
            message,
            fatal: false,
        }
    }

    pub(super) fn too_deep(&self, offset: usize) -> Problem {
        self.problem(
            offset,
            ProblemKind::Syntax,
            format!("nested more than {DEPTH_MAX} deep; no document of Plimsoll is"),
        )
    }
}
