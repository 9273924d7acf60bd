//! What a value token means, and how a value is written: quotes, escapes, and
//! where the server's C strings end. Knows bytes, not parameters.

use super::lexer::{Kind, token};

/// The value of a token's bytes: a quoted one without its quotes and escapes,
/// any other as it stands. What follows a NUL byte is lost, as in the server.
pub(super) fn unescape(kind: Kind, text: &[u8]) -> Vec<u8> {
    if kind != Kind::Quoted {
        return text.to_vec();
    }
    // The server works on a C string: a NUL ends it, and the byte before that
    // is taken for the closing quote.
    let text = until_nul(text);
    let mut value = Vec::with_capacity(text.len());
    let mut at = 1;
    while let Some(&byte) = text.get(at) {
        at += match (byte, text.get(at + 1).copied()) {
            (b'\\', Some(next)) => escape(&text[at + 1..], next, &mut value) + 1,
            (b'\\', None) => {
                value.push(0);
                2
            }
            (b'\'', Some(b'\'')) => {
                value.push(b'\'');
                2
            }
            _ => {
                value.push(byte);
                1
            }
        };
    }
    value.pop();
    let end = until_nul(&value).len();
    value.truncate(end);
    value
}

/// Pushes what the escape `\` + `rest` means; the bytes of `rest` it took.
fn escape(rest: &[u8], first: u8, value: &mut Vec<u8>) -> usize {
    let plain = match first {
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'0'..=b'7' => {
            let digits = rest
                .iter()
                .take(3)
                .take_while(|b| (b'0'..=b'7').contains(*b));
            let (mut octal, mut taken) = (0_u32, 0);
            for digit in digits {
                octal = octal * 8 + u32::from(digit - b'0');
                taken += 1;
            }
            // Above \377 the server keeps the low byte.
            value.push(octal as u8);
            return taken;
        }
        other => other,
    };
    value.push(plain);
    1
}

fn until_nul(text: &[u8]) -> &[u8] {
    text.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// Writes a value so that the server reads it back: bare where the old token
/// was bare and the value allows it, else in quotes.
pub(super) fn write(value: &[u8], quoted: bool) -> Vec<u8> {
    if !quoted && is_bare(value) {
        return value.to_vec();
    }
    let mut text = vec![b'\''];
    for byte in value {
        match byte {
            b'\'' => text.extend_from_slice(b"''"),
            b'\\' => text.extend_from_slice(b"\\\\"),
            b'\n' => text.extend_from_slice(b"\\n"),
            other => text.push(*other),
        }
    }
    text.push(b'\'');
    text
}

fn is_bare(value: &[u8]) -> bool {
    let taken = token(value, 0);
    taken.is_some_and(|found| {
        let kind = matches!(
            found.kind,
            Kind::Id | Kind::Unquoted | Kind::Integer | Kind::Real
        );
        kind && found.start == 0 && found.end == value.len()
    })
}

#[cfg(test)]
mod tests {
    use super::{unescape, write};
    use crate::format::postgresql::lexer::{Kind, token};

    #[test]
    fn escapes_are_the_servers() {
        let cases: &[(&[u8], &[u8])] = &[
            (b"''", b""),
            (b"'a b'", b"a b"),
            (b"'it''s'", b"it's"),
            (br"'it\'s'", b"it's"),
            (br"'\b\f\n\r\t\q\\'", b"\x08\x0c\n\r\tq\\"),
            (br"'\101\1012\7x'", b"AA2\x07x"),
            (br"'\777'", b"\xff"),
            (br"'a\000b'", b"a"),
            (b"'ab\0c'", b"a"),
            (b"'\0c'", b""),
            (b"'\xff\xfe'", b"\xff\xfe"),
        ];
        for (text, value) in cases {
            assert_eq!(unescape(Kind::Quoted, text), *value, "{text:?}");
        }
        assert_eq!(unescape(Kind::Integer, b"64MB"), b"64MB");
    }

    #[test]
    fn what_is_written_reads_back() {
        for value in [
            &b"64MB"[..],
            b"it's",
            br"\101",
            b"a b",
            b"",
            b"1.5MB",
            b"x\ny",
            b"1.5",
        ] {
            for quoted in [false, true] {
                let text = write(value, quoted);
                let found = token(&text, 0).expect("a token");
                assert_eq!(found.end, text.len(), "{value:?}");
                assert_eq!(unescape(found.kind, &text), value);
            }
        }
        assert_eq!(write(b"64MB", false), b"64MB");
        assert_eq!(write(b"64MB", true), b"'64MB'");
        assert_eq!(write(b"1.5MB", false), b"'1.5MB'");
    }
}
