//! The tokens of postgresql.conf, one line at a time: no token of the dialect
//! spans a line. Knows bytes, not parameters.
//!
//! Facts: the scanner of PostgreSQL 12 to 18 (`guc-file.l`): the longest match
//! wins, the earlier kind on a tie; bytes from 128 up are letters, whatever
//! they encode.

/// The kinds of token that the scanner tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `work_mem`.
    Id,
    /// `auto_explain.log_format`: one dot, a name on both sides.
    QualifiedId,
    /// `'...'`.
    Quoted,
    /// A bare word that is no name: `a-b`, `10.0.0.1` is not one, `x:/y` is.
    Unquoted,
    /// `-12`, `0x1F`, `64MB`.
    Integer,
    /// `1.5`, `.5e3`; a unit behind it is a token of its own.
    Real,
    /// `=`.
    Equals,
    /// A byte that begins nothing.
    Stray,
}

/// A token and where it stands in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Where the blanks from `at` on end.
pub(super) fn skip_blanks(line: &[u8], at: usize) -> usize {
    at + count(line, at, |byte| matches!(byte, b' ' | b'\t' | b'\r'))
}

/// The token at or after `at`, blanks skipped; `None` at the end of the line
/// or at a comment. `line` ends before its line feed.
pub(super) fn token(line: &[u8], at: usize) -> Option<Token> {
    let start = skip_blanks(line, at);
    let first = *line.get(start)?;
    let (kind, end) = match first {
        b'#' => return None,
        b'=' => (Kind::Equals, start + 1),
        b'\'' => match quoted_end(line, start) {
            Some(end) => (Kind::Quoted, end),
            None => (Kind::Stray, start + 1),
        },
        _ if is_letter(first) => word(line, start),
        _ => number(line, start).unwrap_or((Kind::Stray, start + 1)),
    };
    Some(Token { kind, start, end })
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

const fn is_letter_or_digit(byte: u8) -> bool {
    is_letter(byte) || byte.is_ascii_digit()
}

fn count(line: &[u8], at: usize, class: impl Fn(u8) -> bool) -> usize {
    let rest = line.get(at..).unwrap_or_default();
    rest.iter().take_while(|byte| class(**byte)).count()
}

fn word(line: &[u8], start: usize) -> (Kind, usize) {
    let id = start + count(line, start, is_letter_or_digit);
    let bare = start
        + count(line, start, |byte| {
            is_letter_or_digit(byte) || matches!(byte, b'-' | b'.' | b'_' | b':' | b'/')
        });
    if bare == id {
        return (Kind::Id, id);
    }
    let second = line.get(id + 1).copied().filter(|byte| is_letter(*byte));
    if line.get(id) == Some(&b'.') && second.is_some() {
        let qualified = id + 1 + count(line, id + 1, is_letter_or_digit);
        if qualified == bare {
            return (Kind::QualifiedId, qualified);
        }
    }
    (Kind::Unquoted, bare)
}

/// The longer of an integer with letters behind it and a fraction.
fn number(line: &[u8], start: usize) -> Option<(Kind, usize)> {
    let sign = usize::from(matches!(line.get(start), Some(b'-' | b'+')));
    let from = start + sign;
    let digits = from + count(line, from, |byte| byte.is_ascii_digit());
    let real = real_end(line, from, digits);
    let integer = integer_end(line, from, digits);
    match (integer, real) {
        (Some(integer), Some(real)) if real > integer => Some((Kind::Real, real)),
        (Some(integer), _) => Some((Kind::Integer, integer)),
        (None, Some(real)) => Some((Kind::Real, real)),
        (None, None) => None,
    }
}

fn integer_end(line: &[u8], from: usize, digits: usize) -> Option<usize> {
    if digits == from {
        return None;
    }
    let letters = |at: usize| at + count(line, at, |byte| byte.is_ascii_alphabetic());
    let plain = letters(digits);
    let hex = if line.get(from) == Some(&b'0') && line.get(from + 1) == Some(&b'x') {
        let ends = from + 2 + count(line, from + 2, |byte| byte.is_ascii_hexdigit());
        if ends > from + 2 { letters(ends) } else { 0 }
    } else {
        0
    };
    Some(plain.max(hex))
}

fn real_end(line: &[u8], from: usize, digits: usize) -> Option<usize> {
    debug_assert!(from <= digits);
    if line.get(digits) != Some(&b'.') {
        return None;
    }
    let fraction = digits + 1 + count(line, digits + 1, |byte| byte.is_ascii_digit());
    if !matches!(line.get(fraction), Some(b'e' | b'E')) {
        return Some(fraction);
    }
    let sign = usize::from(matches!(line.get(fraction + 1), Some(b'-' | b'+')));
    let exponent = count(line, fraction + 1 + sign, |byte| byte.is_ascii_digit());
    if exponent == 0 {
        return Some(fraction);
    }
    Some(fraction + 1 + sign + exponent)
}

/// Where the string that opens at `start` closes: at its last possible quote,
/// since two quotes in a row may be one escaped or an end and a new beginning.
fn quoted_end(line: &[u8], start: usize) -> Option<usize> {
    let mut closed = None;
    let mut at = start + 1;
    while let Some(byte) = line.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\'' => {
                closed = Some(at + 1);
                if line.get(at + 1) != Some(&b'\'') {
                    break;
                }
                at += 2;
            }
            _ => at += 1,
        }
    }
    closed
}

#[cfg(test)]
mod tests {
    use super::{Kind, token};

    /// Every token of a line, as text.
    fn tokens(line: &[u8]) -> Vec<(Kind, String)> {
        let mut all = Vec::new();
        let mut at = 0;
        while let Some(found) = token(line, at) {
            let text = String::from_utf8_lossy(&line[found.start..found.end]).into_owned();
            all.push((found.kind, text));
            at = found.end;
        }
        all
    }

    #[test]
    fn tokens_are_the_servers() {
        use Kind::{Equals, Id, Integer, QualifiedId, Quoted, Real, Stray, Unquoted};
        let cases: &[(&str, &[(Kind, &str)])] = &[
            ("work_mem", &[(Id, "work_mem")]),
            ("a.b", &[(QualifiedId, "a.b")]),
            ("a.b.c", &[(Unquoted, "a.b.c")]),
            ("a.1", &[(Unquoted, "a.1")]),
            ("a-b", &[(Unquoted, "a-b")]),
            ("64MB", &[(Integer, "64MB")]),
            ("0x1FkB", &[(Integer, "0x1FkB")]),
            ("0X1F", &[(Integer, "0X"), (Integer, "1F")]),
            ("0xg", &[(Integer, "0xg")]),
            ("1e3", &[(Integer, "1e"), (Integer, "3")]),
            ("1.5e3", &[(Real, "1.5e3")]),
            ("1.5MB", &[(Real, "1.5"), (Id, "MB")]),
            ("1.e", &[(Real, "1."), (Id, "e")]),
            (".", &[(Real, ".")]),
            ("-.5", &[(Real, "-.5")]),
            ("-", &[(Stray, "-")]),
            ("+7", &[(Integer, "+7")]),
            (
                "a = 'x''y' # 'z'",
                &[(Id, "a"), (Equals, "="), (Quoted, "'x''y'")],
            ),
            ("'x''y", &[(Quoted, "'x'"), (Stray, "'"), (Id, "y")]),
            (r"'a\'b'", &[(Quoted, r"'a\'b'")]),
            (r"'a\", &[(Stray, "'"), (Id, "a"), (Stray, r"\")]),
            ("\x0b", &[(Stray, "\x0b")]),
            ("é1", &[(Id, "é1")]),
            ("#", &[]),
            ("", &[]),
        ];
        for (line, expected) in cases {
            let expected: Vec<_> = expected
                .iter()
                .map(|(k, t)| (*k, (*t).to_owned()))
                .collect();
            assert_eq!(tokens(line.as_bytes()), expected, "{line}");
        }
    }
}
