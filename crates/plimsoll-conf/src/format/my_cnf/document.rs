//! An option file as a list of lines over its own bytes: every byte belongs to
//! exactly one line, so that printing gives the file back. What a line means
//! is decided as `my_default.c` decides it; options are not looked up here.

use std::sync::Arc;

use super::dialect::Dialect;
use crate::edit::Span;

/// The most that `fgets` puts into the readers' buffer of 4096 bytes.
const CHUNK_BYTES_MAX: usize = 4094;

/// What stands on a line. Spans are of the file's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing, or a comment (`#`, `;`).
    Quiet,
    /// `[name]`.
    Group(Span),
    /// `[` without `]`: the server stops here.
    OpenGroup,
    /// `!include path` or `!includedir path`.
    Include {
        /// Whether a folder is meant.
        folder: bool,
        /// The path, as the server takes it.
        path: Span,
    },
    /// `!include` with nothing behind it: the server stops here.
    EmptyInclude,
    /// Another `!word`, which servers pass over.
    UnknownDirective,
    /// `name` or `name = value`.
    Option {
        /// The name, without the blanks around it.
        name: Span,
        /// The value with its quotes, without blanks and comment around it.
        value: Option<Span>,
    },
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// All of its bytes, the newline with them.
    pub span: Span,
    /// Number of the file's line, from 1; a line too long for the server's
    /// buffer is several with one number.
    pub number: u32,
    /// What it is.
    pub kind: Kind,
}

/// A file, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    bytes: Arc<[u8]>,
    lines: Vec<Line>,
}

impl Document {
    /// Reads any bytes.
    pub(super) fn parse(bytes: Arc<[u8]>, dialect: &Dialect) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        let mut number = 1;
        while start < bytes.len() {
            let rest = &bytes[start..];
            let newline = rest.iter().position(|byte| *byte == b'\n');
            let whole = newline.map_or(rest.len(), |at| at + 1);
            let length = if dialect.splits_long_lines {
                whole.min(CHUNK_BYTES_MAX)
            } else {
                whole
            };
            let span = Span::new(start, start + length);
            let kind = Scan::new(&bytes, span).kind(dialect);
            lines.push(Line { span, number, kind });
            if length == whole && newline.is_some() {
                number += 1;
            }
            start += length;
        }
        Self { bytes, lines }
    }

    /// The lines, in order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Some of the file's bytes.
    pub fn slice(&self, span: Span) -> &[u8] {
        span.of(&self.bytes)
    }

    /// Some of the file's bytes as text, bad UTF-8 replaced.
    pub fn text(&self, span: Span) -> String {
        String::from_utf8_lossy(self.slice(span)).into_owned()
    }

    /// The column of an offset on its line, from 1.
    pub fn column(&self, line: &Line, offset: usize) -> u32 {
        let line_start = self.bytes[..line.span.start]
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        u32::try_from(offset.saturating_sub(line_start) + 1).unwrap_or(u32::MAX)
    }

    /// The file, byte for byte.
    pub fn print(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.bytes.len());
        for line in &self.lines {
            out.extend_from_slice(self.slice(line.span));
        }
        out
    }
}

/// The servers' `isspace` (latin1): the no-break space counts.
pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ' | 0xA0)
}

/// One line's text: up to a NUL, where the servers' C strings end.
struct Scan<'a> {
    bytes: &'a [u8],
    span: Span,
}

impl<'a> Scan<'a> {
    fn new(bytes: &'a [u8], span: Span) -> Self {
        let end = span.of(bytes).iter().position(|byte| *byte == 0);
        let end = end.map_or(span.end, |at| span.start + at);
        Self {
            bytes,
            span: Span::new(span.start, end),
        }
    }

    fn kind(&self, dialect: &Dialect) -> Kind {
        let text = self.skip(self.span);
        let behind = Span::new(text.start + 1, text.end);
        match text.of(self.bytes).first() {
            None | Some(b'#' | b';') => Kind::Quiet,
            Some(b'!') => self.directive(behind, dialect),
            Some(b'[') => self.group(behind),
            Some(_) => self.option(text),
        }
    }

    fn group(&self, text: Span) -> Kind {
        match self.find(text, b']') {
            Some(end) => Kind::Group(self.trim_end(Span::new(text.start, end))),
            None => Kind::OpenGroup,
        }
    }

    fn directive(&self, text: Span, dialect: &Dialect) -> Kind {
        let text = self.skip(text);
        let behind = |word: &[u8]| {
            let rest = text.of(self.bytes).strip_prefix(word)?;
            let first = rest.first()?;
            is_space(*first).then(|| Span::new(text.end - rest.len(), text.end))
        };
        let (folder, rest) = match (behind(b"includedir"), behind(b"include")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Kind::UnknownDirective,
        };
        let path = self.include_path(rest, dialect);
        if path.start == path.end {
            return Kind::EmptyInclude;
        }
        Kind::Include { folder, path }
    }

    /// The path behind the word. Older readers take the last byte for a
    /// newline, whatever it is, and know no comment here.
    fn include_path(&self, text: Span, dialect: &Dialect) -> Span {
        let text = self.skip(text);
        let end = if dialect.cleans_include_paths {
            self.comment(text)
        } else {
            text.end.saturating_sub(1).max(text.start)
        };
        self.trim_end(Span::new(text.start, end))
    }

    fn option(&self, text: Span) -> Kind {
        let text = Span::new(text.start, self.comment(text));
        let Some(equals) = self.find(text, b'=') else {
            return Kind::Option {
                name: self.trim_end(text),
                value: None,
            };
        };
        let value = self.skip(Span::new(equals + 1, text.end));
        Kind::Option {
            name: self.trim_end(Span::new(text.start, equals)),
            value: Some(self.trim_end(value)),
        }
    }

    /// Where the comment begins: at the first `#` outside quotes. A backslash
    /// protects the next quote, but only inside quotes.
    fn comment(&self, text: Span) -> usize {
        let mut quote = None;
        let mut escaped = false;
        for (at, byte) in text.of(self.bytes).iter().enumerate() {
            if matches!(byte, b'\'' | b'"') && !escaped {
                match quote {
                    None => quote = Some(*byte),
                    Some(open) if open == *byte => quote = None,
                    Some(_) => {}
                }
            }
            if quote.is_none() && *byte == b'#' {
                return text.start + at;
            }
            escaped = quote.is_some() && *byte == b'\\' && !escaped;
        }
        text.end
    }

    fn find(&self, text: Span, wanted: u8) -> Option<usize> {
        let at = text
            .of(self.bytes)
            .iter()
            .position(|byte| *byte == wanted)?;
        Some(text.start + at)
    }

    fn skip(&self, text: Span) -> Span {
        let bytes = text.of(self.bytes).iter();
        let blanks = bytes.take_while(|byte| is_space(**byte)).count();
        Span::new(text.start + blanks, text.end)
    }

    fn trim_end(&self, text: Span) -> Span {
        let bytes = text.of(self.bytes).iter().rev();
        let blanks = bytes.take_while(|byte| is_space(**byte)).count();
        Span::new(text.start, text.end - blanks)
    }
}

/// What a value says: its quotes off, its escapes resolved. Escapes count
/// outside quotes too; a backslash before any other letter, or at the end, is
/// itself.
pub(super) fn unescape(raw: &[u8]) -> Vec<u8> {
    let inner = match raw {
        [first @ (b'"' | b'\''), inner @ .., last] if first == last => inner,
        _ => raw,
    };
    let mut out = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter().copied();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        match bytes.next() {
            None => out.push(b'\\'),
            Some(b'n') => out.push(b'\n'),
            Some(b't') => out.push(b'\t'),
            Some(b'r') => out.push(b'\r'),
            Some(b'b') => out.push(8),
            Some(b's') => out.push(b' '),
            Some(quoted @ (b'"' | b'\'' | b'\\')) => out.push(quoted),
            Some(other) => out.extend([b'\\', other]),
        }
    }
    out
}
