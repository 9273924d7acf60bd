//! A postgresql.conf as lines over its bytes: nothing is lost, printing gives
//! back every byte, an edit touches its span alone. Knows the syntax, not the
//! parameters.

use std::sync::Arc;

use memchr::memchr_iter;

use super::escape;
use super::lexer::{Kind, skip_blanks, token};
use crate::edit::{Edit, Span};

/// A file's bytes and the lines that tile them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    bytes: Arc<[u8]>,
    lines: Vec<Line>,
}

/// A line and what the server reads in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The whole line, its line feed included.
    pub span: Span,
    /// What it says.
    pub content: Content,
}

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing, or a comment alone.
    Blank,
    /// A name and a value; include directives too.
    Assignment(Assignment),
    /// A line that the server cannot read.
    Malformed(Malformed),
}

/// A name and a value as they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The name.
    pub name: Span,
    /// The value, quotes included.
    pub value: Span,
    kind: Kind,
}

impl Assignment {
    /// The kind of token that the value is.
    pub(super) const fn kind(&self) -> Kind {
        self.kind
    }
}

/// Where reading a line stopped, and at what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The token that the server stops at; empty at the end of the line.
    pub at: Span,
    /// The name, where the line got that far.
    pub name: Option<Span>,
}

impl Document {
    /// Reads any bytes; never fails.
    pub fn parse(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        let mut lines = Vec::new();
        let mut start = 0;
        let ends = memchr_iter(b'\n', &bytes).map(|at| at + 1);
        for end in ends.chain([bytes.len()]) {
            // Nothing stands behind the last line feed.
            if start == end {
                break;
            }
            let piece = &bytes[start..end];
            let text = piece.strip_suffix(b"\n").unwrap_or(piece);
            lines.push(Line {
                span: Span::new(start, end),
                content: content(text, start),
            });
            start = end;
        }
        Self { bytes, lines }
    }

    /// Every byte as it was read.
    pub fn print(&self) -> Vec<u8> {
        let lines = self.lines.iter();
        lines
            .flat_map(|line| line.span.of(&self.bytes))
            .copied()
            .collect()
    }

    /// The file's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The lines, in order; together they are the file.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What an assignment sets its name to, quotes and escapes taken off.
    pub fn value(&self, assignment: &Assignment) -> Vec<u8> {
        escape::unescape(assignment.kind, assignment.value.of(&self.bytes))
    }

    /// The edit that makes the file set `name` to `value`: the value alone
    /// where the file sets it (the last time, which is the one that counts),
    /// in its style of quoting; else a new line at the end.
    pub fn set(&self, name: &str, value: &[u8]) -> Edit {
        let assignments = self
            .lines
            .iter()
            .rev()
            .filter_map(|line| match line.content {
                Content::Assignment(found) => Some(found),
                Content::Blank | Content::Malformed(_) => None,
            });
        let mut named = assignments.filter(|found| {
            let here = found.name.of(&self.bytes);
            here.eq_ignore_ascii_case(name.as_bytes())
        });
        match named.next() {
            Some(found) => Edit {
                span: found.value,
                bytes: escape::write(value, found.kind == Kind::Quoted),
            },
            None => self.add(name, value),
        }
    }

    /// The edit that adds a line at the end, with the file's line ending.
    pub fn add(&self, name: &str, value: &[u8]) -> Edit {
        let end = self.bytes.len();
        let ending: &[u8] = match self.lines.iter().find(|line| self.ends(line, b"\n")) {
            Some(line) if self.ends(line, b"\r\n") => b"\r\n",
            Some(_) | None => b"\n",
        };
        let mut bytes = Vec::new();
        if self
            .lines
            .last()
            .is_some_and(|line| !self.ends(line, b"\n"))
        {
            bytes.extend_from_slice(ending);
        }
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(b" = ");
        bytes.extend_from_slice(&escape::write(value, false));
        bytes.extend_from_slice(ending);
        Edit {
            span: Span::new(end, end),
            bytes,
        }
    }

    fn ends(&self, line: &Line, with: &[u8]) -> bool {
        line.span.of(&self.bytes).ends_with(with)
    }
}

/// What one line says; `offset` is where it begins in the file.
fn content(line: &[u8], offset: usize) -> Content {
    let span = |start: usize, end: usize| Span::new(offset + start, offset + end);
    let Some(name) = token(line, 0) else {
        return Content::Blank;
    };
    let malformed = |at: Span, name: Option<Span>| Content::Malformed(Malformed { at, name });
    if !matches!(name.kind, Kind::Id | Kind::QualifiedId) {
        return malformed(span(name.start, name.end), None);
    }
    let named = span(name.start, name.end);
    let mut value = token(line, name.end);
    let mut at = name.end;
    if let Some(equals) = value.filter(|found| found.kind == Kind::Equals) {
        at = equals.end;
        value = token(line, equals.end);
    }
    let Some(value) = value else {
        let end = skip_blanks(line, at);
        return malformed(span(end, end), Some(named));
    };
    if matches!(value.kind, Kind::QualifiedId | Kind::Equals | Kind::Stray) {
        return malformed(span(value.start, value.end), Some(named));
    }
    match token(line, value.end) {
        Some(more) => malformed(span(more.start, more.end), Some(named)),
        None => Content::Assignment(Assignment {
            name: named,
            value: span(value.start, value.end),
            kind: value.kind,
        }),
    }
}

#[cfg(test)]
mod tests;
