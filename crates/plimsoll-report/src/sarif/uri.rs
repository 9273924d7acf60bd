//! A path as SARIF wants it: a URI reference (RFC 3986), absolute for an
//! absolute path.

use std::fmt::Write as _;

/// The reference of a path.
pub(super) fn of(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path
        .split('/')
        .next()
        .is_some_and(|first| first.contains(':'))
    {
        // Else what stands before the colon would be a scheme.
        uri.push_str("./");
    }
    for byte in path.bytes() {
        if is_plain(byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// What a path may hold as it is (`pchar` and `/`, less what is for others).
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'/' | b'-'
                | b'.'
                | b'_'
                | b'~'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
                | b':'
                | b'@'
        )
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_path_of_any_letters_is_a_reference() {
        for (path, uri) in [
            ("conf.d/a.conf", "conf.d/a.conf"),
            ("/etc/my.cnf", "file:///etc/my.cnf"),
            ("a b/ü%.conf", "a%20b/%C3%BC%25.conf"),
            ("c:/my.ini", "./c:/my.ini"),
            ("a#?[]\n", "a%23%3F%5B%5D%0A"),
            ("-", "-"),
        ] {
            assert_eq!(of(path), uri);
        }
    }
}
