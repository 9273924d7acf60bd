//! A text cut into fields, by how each begins. Knows the names of no zone and
//! what no field means.

use super::words;

/// What a field looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits, perhaps with a point in or before them.
    Number,
    /// Numbers or words with delimiters, or the name of a zone.
    Date,
    /// Digits with colons.
    Time,
    /// Letters, perhaps with a sign before them.
    Word,
    /// A sign and digits.
    Offset,
}

/// One field, its letters lowered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) kind: Kind,
    pub(super) text: Vec<u8>,
}

/// Most fields (`MAXDATEFIELDS`).
pub(super) const FIELDS_MAX: usize = 25;

/// Bytes for all fields with one behind each (`MAXDATELEN + MAXDATEFIELDS`).
const ROOM_BYTES: usize = 128 + FIELDS_MAX;

/// The fields; blanks and other punctuation stand between them.
pub(super) fn split(text: &[u8]) -> Option<Vec<Field>> {
    let mut fields: Vec<Field> = Vec::new();
    let mut cursor = Cursor { rest: text };
    let mut used = 0;
    while let Some(first) = cursor.peek() {
        if is_space(first) {
            cursor.skip();
            continue;
        }
        if fields.len() >= FIELDS_MAX {
            return None;
        }
        let field = match first {
            b'0'..=b'9' => cursor.number(),
            b'.' => cursor.fraction(),
            b'+' | b'-' => cursor.signed()?,
            _ if first.is_ascii_alphabetic() => cursor.word(),
            _ if first.is_ascii_punctuation() => {
                cursor.skip();
                continue;
            }
            _ => return None,
        };
        used += field.text.len() + 1;
        if used > ROOM_BYTES {
            return None;
        }
        fields.push(field);
    }
    Some(fields)
}

/// isspace(3).
const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | 0x09..=0x0d)
}

struct Cursor<'a> {
    rest: &'a [u8],
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn skip(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    /// Takes what belongs to the field, lowered.
    fn take(&mut self, text: &mut Vec<u8>, belongs: impl Fn(u8) -> bool) {
        let end = self.rest.iter().position(|byte| !belongs(*byte));
        let (taken, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        text.extend(taken.iter().map(u8::to_ascii_lowercase));
        self.rest = rest;
    }

    /// Begins with a digit: a number, a time, or a date whose delimiters agree.
    fn number(&mut self) -> Field {
        let digit = |byte: u8| byte.is_ascii_digit();
        let mut text = Vec::new();
        self.take(&mut text, digit);
        let kind = match self.peek() {
            Some(b':') => {
                self.take(&mut text, |byte| digit(byte) || matches!(byte, b':' | b'.'));
                Kind::Time
            }
            Some(delimiter @ (b'-' | b'/' | b'.')) => {
                text.push(delimiter);
                self.skip();
                self.behind(&mut text, delimiter)
            }
            Some(_) | None => Kind::Number,
        };
        Field { kind, text }
    }

    /// What follows the first delimiter of a date.
    fn behind(&mut self, text: &mut Vec<u8>, delimiter: u8) -> Kind {
        if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.take(text, |byte| {
                byte.is_ascii_alphanumeric() || byte == delimiter
            });
            return Kind::Date;
        }
        self.take(text, |byte| byte.is_ascii_digit());
        if self.peek() == Some(delimiter) {
            self.take(text, |byte| byte.is_ascii_digit() || byte == delimiter);
            Kind::Date
        } else if delimiter == b'.' {
            Kind::Number
        } else {
            Kind::Date
        }
    }

    fn fraction(&mut self) -> Field {
        let mut text = vec![b'.'];
        self.skip();
        self.take(&mut text, |byte| byte.is_ascii_digit());
        let kind = Kind::Number;
        Field { kind, text }
    }

    /// A word; with what follows it a date or the name of a zone, unless it is
    /// a keyword before a number (`T10:00`, `J2451187`).
    fn word(&mut self) -> Field {
        let mut text = Vec::new();
        self.take(&mut text, |byte| byte.is_ascii_alphabetic());
        let goes_on = match self.peek() {
            Some(b'-' | b'/' | b'.') => true,
            Some(b'+' | b'0'..=b'9') => words::word(&text).is_none(),
            Some(_) | None => false,
        };
        if !goes_on {
            let kind = Kind::Word;
            return Field { kind, text };
        }
        self.take(&mut text, |byte| {
            byte.is_ascii_alphanumeric() || b"+-/_.:".contains(&byte)
        });
        let kind = Kind::Date;
        Field { kind, text }
    }

    fn signed(&mut self) -> Option<Field> {
        let mut text = vec![self.peek()?];
        self.skip();
        while self.peek().is_some_and(is_space) {
            self.skip();
        }
        let first = self.peek()?;
        let kind = if first.is_ascii_digit() {
            self.take(&mut text, |byte| {
                byte.is_ascii_digit() || b":.-".contains(&byte)
            });
            Kind::Offset
        } else if first.is_ascii_alphabetic() {
            self.take(&mut text, |byte| byte.is_ascii_alphabetic());
            Kind::Word
        } else {
            return None;
        };
        Some(Field { kind, text })
    }
}
