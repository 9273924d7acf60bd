//! Percent-encoding, as the addresses of both kinds of engine and the queries
//! of a Prometheus have it. It knows no address.

/// Undoes it; `None` where it is none, is no text then, or hides a null byte.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |at: usize| char::from(rest.get(at).copied()?).to_digit(16);
        let value = u8::try_from(digit(0)? << 4 | digit(1)?).ok()?;
        bytes.push(Some(value).filter(|it| *it != 0)?);
        rest = rest.get(2..).unwrap_or_default();
    }
    String::from_utf8(bytes).ok()
}

/// Does it to every byte but those that stand for themselves (RFC 3986, 2.3).
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            other => encoded.extend(["%", &format!("{other:02X}")]),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn what_is_encoded_comes_back() {
        assert_eq!(decode("a%2Fb%c3%A9+%25").as_deref(), Some("a/bé+%"));
        let text = "x{a=\"é&b\"} == 1";
        assert_eq!(encode(text), "x%7Ba%3D%22%C3%A9%26b%22%7D%20%3D%3D%201");
        assert_eq!(decode(&encode(text)).as_deref(), Some(text));
    }

    #[test]
    fn what_is_no_encoding_is_refused() {
        for text in ["%", "%4", "%zz", "%+1", "%-1", "%00", "%ff", "%é"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
