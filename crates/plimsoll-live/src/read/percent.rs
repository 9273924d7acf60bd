//! Percent-encoding, as the addresses of both kinds of engine have it. It knows
//! no address.

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

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn what_is_encoded_comes_back() {
        assert_eq!(decode("a%2Fb%c3%A9+%25").as_deref(), Some("a/bé+%"));
    }

    #[test]
    fn what_is_no_encoding_is_refused() {
        for text in ["%", "%4", "%zz", "%+1", "%-1", "%00", "%ff", "%é"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
