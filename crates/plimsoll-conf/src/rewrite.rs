//! The edits of a fix as new bytes of one file: a value is written where the
//! old one stood, or on a line of its own, so that the server reads back just
//! what was meant. It must not know why a value is to change.

use std::fmt;

use plimsoll_model::{Edit, Engine, Version};

use crate::catalogue::Series;
use crate::edit::{self, apply};
use crate::format::{my_cnf, postgresql};

/// Why a file cannot be made to say what an edit asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// The line does not set this parameter.
    NotThere,
    /// Two edits change one value.
    Twice,
    /// A new line would stand in no group that the server reads.
    NoGroup,
    /// No option of this series goes by the parameter's name.
    NoOption,
    /// The dialect has no way to write the value here.
    NotSayable,
}

impl fmt::Display for Unwritable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::NotThere => "the line does not set this parameter",
            Self::Twice => "it would change one value twice",
            Self::NoGroup => "there is no group there that the server reads",
            Self::NoOption => "an option file cannot set this parameter",
            Self::NotSayable => "the value cannot be written there",
        })
    }
}

/// The file after the edits, all of which are of this file as it stands here.
/// Every byte outside the values they change is as it was.
///
/// An edit whose line sets its parameter replaces the value there, in the
/// style of the old one, or makes the line a comment. One with an empty `from`
/// whose line does not adds a line behind it; see [`plimsoll_model::Edit`].
///
/// # Errors
/// The first edit that cannot be written; nothing is changed halfway.
pub fn rewritten(
    engine: Engine,
    series: Version,
    bytes: &[u8],
    edits: &[&Edit],
) -> Result<Vec<u8>, Unwritable> {
    let (series, _) = Series::nearest(engine, &series);
    let mut changes: Vec<edit::Edit> = Vec::new();
    for edit in edits {
        let change = match engine {
            Engine::Postgresql => postgresql::rewrite(bytes, series, edit),
            Engine::Mysql | Engine::Mariadb => my_cnf::rewrite(bytes, series, edit),
        }?;
        let overlaps = |other: &edit::Edit| {
            let (one, other) = (change.span, other.span);
            one.start < other.end && other.start < one.end
        };
        if changes.iter().any(overlaps) {
            return Err(Unwritable::Twice);
        }
        changes.push(change);
    }
    Ok(apply(bytes, &changes))
}

/// The value that a line sets a parameter to, quotes and escapes taken off;
/// `None` where the line does not set it, or to nothing.
pub fn value_at(
    engine: Engine,
    series: Version,
    bytes: &[u8],
    line: u32,
    parameter: &str,
) -> Option<String> {
    let (series, _) = Series::nearest(engine, &series);
    let value = match engine {
        Engine::Postgresql => postgresql::value_at(bytes, series, line, parameter),
        Engine::Mysql | Engine::Mariadb => my_cnf::value_at(bytes, series, line, parameter),
    }?;
    Some(String::from_utf8_lossy(&value).into_owned())
}

/// The line behind which a line that sets `parameter` belongs, in a file that
/// does not set it: that of its commented-out default, else the last one (of
/// the server's group in an option file). 0 for an empty file.
pub fn line_for(engine: Engine, series: Version, bytes: &[u8], parameter: &str) -> u32 {
    let (series, _) = Series::nearest(engine, &series);
    match engine {
        Engine::Postgresql => postgresql::line_for(bytes, parameter),
        Engine::Mysql | Engine::Mariadb => my_cnf::line_for(bytes, series, parameter),
    }
}

/// Whether a line is a comment that shows how `parameter` would be set.
pub(crate) fn is_commented_out(line: &[u8], parameter: &str) -> bool {
    let text = String::from_utf8_lossy(line);
    let Some(text) = text.trim_start().strip_prefix(['#', ';']) else {
        return false;
    };
    let text = text.trim_start_matches(['#', ';', ' ', '\t']);
    let Some((name, _)) = text.split_once('=') else {
        return false;
    };
    let name = name.trim_end().replace('-', "_");
    name.eq_ignore_ascii_case(parameter)
}

/// What ends the lines of a file.
pub(crate) fn line_ending(bytes: &[u8]) -> &'static [u8] {
    let first = bytes.iter().position(|byte| *byte == b'\n');
    match first {
        Some(at) if bytes[..at].ends_with(b"\r") => b"\r\n",
        Some(_) | None => b"\n",
    }
}

/// The edit that adds a line behind the byte at `at`, where a line ends or the
/// file does.
pub(crate) fn added(bytes: &[u8], at: usize, line: &[u8]) -> edit::Edit {
    let ending = line_ending(bytes);
    let open = at > 0 && bytes.get(at - 1) != Some(&b'\n');
    let before = if open { ending } else { b"" };
    edit::Edit {
        span: edit::Span::new(at, at),
        bytes: [before, line, ending].concat(),
    }
}

/// The edit that makes the line that begins at `at` a comment.
pub(crate) fn commented_out(at: usize) -> edit::Edit {
    edit::Edit {
        span: edit::Span::new(at, at),
        bytes: Edit::COMMENT.into(),
    }
}

#[cfg(test)]
mod tests;
