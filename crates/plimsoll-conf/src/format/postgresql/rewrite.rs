//! One value of a postgresql.conf written anew, quoted where the old one was
//! or the new one has to be.

use plimsoll_model::Edit;

use super::document::{Assignment, Content, Document, Line};
use super::escape;
use super::lexer::Kind;
use crate::catalogue::{Series, resolve};
use crate::edit::{self, apply};
use crate::line::{added, commented_out, is_commented_out};
use crate::unwritable::Unwritable;

/// What to change in the file so that it says what an edit asks for.
pub(crate) fn rewrite(bytes: &[u8], series: Series, edit: &Edit) -> Result<edit::Edit, Unwritable> {
    let document = Document::parse(bytes);
    let at = usize::try_from(edit.line).unwrap_or(usize::MAX);
    let line = at.checked_sub(1).and_then(|at| document.lines().get(at));
    let set = line.and_then(assignment);
    let set = set.filter(|found| sets(&document, found, series, &edit.parameter));
    let (change, at) = match (set, &edit.to) {
        (Some(_), None) => {
            // Whatever stands behind the mark is a comment then.
            return Ok(commented_out(line.map_or(0, |line| line.span.start)));
        }
        (Some(found), Some(to)) => (replaced(&found, to), at),
        (None, Some(to)) if edit.from.is_empty() && (line.is_some() || at == 0) => {
            let end = line.map_or(0, |line| line.span.end);
            let line = new_line(&document, &edit.parameter, to);
            (added(bytes, end, &line), at + 1)
        }
        (None, _) => return Err(Unwritable::NotThere),
    };
    let after = Document::parse(apply(bytes, std::slice::from_ref(&change)));
    let line = after.lines().get(at - 1).and_then(assignment);
    let reads_back = line.is_some_and(|found| {
        let value = after.value(&found);
        sets(&after, &found, series, &edit.parameter)
            && edit.to.as_ref().is_some_and(|to| value == to.as_bytes())
    });
    if reads_back {
        Ok(change)
    } else {
        Err(Unwritable::NotSayable)
    }
}

/// What a line sets a parameter to.
pub(crate) fn value_at(
    bytes: &[u8],
    series: Series,
    line: u32,
    parameter: &str,
) -> Option<Vec<u8>> {
    let document = Document::parse(bytes);
    let at = usize::try_from(line).ok()?.checked_sub(1)?;
    let found = assignment(document.lines().get(at)?)?;
    sets(&document, &found, series, parameter).then(|| document.value(&found))
}

/// Behind the parameter's commented-out default, else behind the last line.
pub(crate) fn line_for(bytes: &[u8], parameter: &str) -> u32 {
    let document = Document::parse(bytes);
    let mut lines = document.lines().iter();
    let commented = lines.rposition(|line| is_commented_out(line.span.of(bytes), parameter));
    let line = commented.map_or(document.lines().len(), |at| at + 1);
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn assignment(line: &Line) -> Option<Assignment> {
    match line.content {
        Content::Assignment(found) => Some(found),
        Content::Blank | Content::Malformed(_) => None,
    }
}

fn sets(document: &Document, found: &Assignment, series: Series, parameter: &str) -> bool {
    let name = String::from_utf8_lossy(found.name.of(document.bytes()));
    let known = resolve(series, &name).is_some_and(|known| known.name == parameter);
    known || name.eq_ignore_ascii_case(parameter)
}

fn replaced(found: &Assignment, to: &str) -> edit::Edit {
    edit::Edit {
        span: found.value,
        bytes: escape::write(to.as_bytes(), found.kind() == Kind::Quoted),
    }
}

fn new_line(document: &Document, parameter: &str, to: &str) -> Vec<u8> {
    let value = escape::write(to.as_bytes(), false);
    let spaced = document.lines().iter().rev().find_map(assignment);
    let equals: &[u8] = match spaced {
        Some(other) if document.bytes().get(other.name.end) == Some(&b'=') => b"=",
        Some(_) | None => b" = ",
    };
    [parameter.as_bytes(), equals, &value].concat()
}
