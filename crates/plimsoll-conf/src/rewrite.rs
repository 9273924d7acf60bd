//! The edits of a fix as new bytes of one file: a value is written where the
//! old one stood, or on a line of its own, so that the server reads back just
//! what was meant. It must not know why a value is to change.

use plimsoll_model::{Edit, Engine, Version};

use crate::catalogue::Series;
use crate::edit::{self, apply};
use crate::format::{my_cnf, postgresql};
use crate::unwritable::Unwritable;

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

#[cfg(test)]
mod tests;
