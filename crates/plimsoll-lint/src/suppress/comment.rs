//! Suppressions in the comments of a configuration:
//!
//! ```text
//! fsync = off  # plimsoll: ignore PG-DUR-001 until 2027-01-31 by dba: restored every night
//! ```
//!
//! Behind a setting it covers that line; on a line of its own, the next line
//! that is no comment.

use plimsoll_conf::catalogue::Date;
use plimsoll_model::{Engine, Finding, Place};

use super::word::{Scope, Suppression};
use crate::registry::known;
use crate::rules::accept;

/// What a comment begins with that is meant for Plimsoll.
const MARK: &str = "plimsoll: ignore ";
const SHAPE: &str = "write `plimsoll: ignore CODE until YYYY-MM-DD by OWNER: REASON`";

/// Reads the comments of one file: suppressions, and a finding for each that
/// is meant as one and cannot be read, which then accepts nothing.
pub fn comments(engine: Engine, file: &str, text: &str) -> (Vec<Suppression>, Vec<Finding>) {
    let (mut words, mut mistakes) = (Vec::new(), Vec::new());
    // Most files have none.
    if !text.contains(MARK) {
        return (words, mistakes);
    }
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let Some((before, column, rest)) = marked(line) else {
            continue;
        };
        let place = Place {
            file: file.to_owned(),
            line: number(at),
            column,
        };
        let covered = if before.trim().is_empty() {
            next_setting(&lines, at + 1)
        } else {
            Some(at)
        };
        match parse(rest) {
            Ok(word) => words.push(Suppression {
                scope: Scope::Line {
                    file: file.to_owned(),
                    line: covered.map_or(0, number),
                },
                place,
                ..word
            }),
            Err(why) => mistakes.extend(accept::unreadable::of(&why, place, engine)),
        }
    }
    (words, mistakes)
}

fn number(at: usize) -> u32 {
    u32::try_from(at).map_or(u32::MAX, |at| at.saturating_add(1))
}

/// What stands before the comment, where the mark stands, and what follows it.
fn marked(line: &str) -> Option<(&str, u32, &str)> {
    let (before, after) = line.split_once(MARK)?;
    let comment = before.trim_end().strip_suffix(['#', ';'])?;
    let column = u32::try_from(comment.len()).ok()?.checked_add(1)?;
    Some((comment, column, after))
}

fn next_setting(lines: &[&str], from: usize) -> Option<usize> {
    let is_setting = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with(['#', ';']);
    let found = lines.get(from..)?.iter().position(is_setting)?;
    Some(from + found)
}

fn parse(text: &str) -> Result<Suppression, String> {
    let (head, reason) = text.split_once(':').ok_or("it has no reason")?;
    let words: Vec<&str> = head.split_whitespace().collect();
    let [rule, "until", until, "by", owner @ ..] = words.as_slice() else {
        return Err(format!("it does not say until when and by whom; {SHAPE}"));
    };
    let until = Date::parse(until).ok_or_else(|| format!("`{until}` is no day; {SHAPE}"))?;
    if owner.is_empty() || reason.trim().is_empty() {
        return Err(format!("it names no owner or no reason; {SHAPE}"));
    }
    Ok(Suppression {
        rule: known(rule).map(|_| (*rule).to_owned())?,
        parameter: None,
        reason: reason.trim().to_owned(),
        owner: owner.join(" "),
        until,
        scope: Scope::Target,
        by_policy: false,
        place: Place {
            file: String::new(),
            line: 0,
            column: 0,
        },
    })
}
