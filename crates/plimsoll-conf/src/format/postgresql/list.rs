//! Lists of names with commas between, as `SplitIdentifierString` and
//! `SplitGUCList` of `varlena.c` read them. Knows no parameter.

/// The names of a list; `None` where the server calls its syntax invalid.
/// Names in double quotes keep blanks, commas and, doubled, quotes; `fold`
/// lowers the ASCII letters of the others.
pub(super) fn split(text: &[u8], fold: bool) -> Option<Vec<Vec<u8>>> {
    let mut names = Vec::new();
    let mut rest = skip_space(text);
    if rest.is_empty() {
        return Some(names);
    }
    loop {
        let (name, after) = match rest.strip_prefix(b"\"") {
            Some(inside) => quoted(inside)?,
            None => bare(rest, fold)?,
        };
        names.push(name);
        let after = skip_space(after);
        match after.split_first() {
            None => return Some(names),
            Some((b',', next)) => rest = skip_space(next),
            Some(_) => return None,
        }
    }
}

/// A name up to its closing quote, and what follows.
fn quoted(inside: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut name = Vec::new();
    let mut at = 0;
    loop {
        match (inside.get(at)?, inside.get(at + 1)) {
            (b'"', Some(b'"')) => {
                name.push(b'"');
                at += 2;
            }
            (b'"', _) => return Some((name, &inside[at + 1..])),
            (byte, _) => {
                name.push(*byte);
                at += 1;
            }
        }
    }
}

/// A name up to a comma or blank, and what follows.
fn bare(text: &[u8], fold: bool) -> Option<(Vec<u8>, &[u8])> {
    let end = text.iter().position(|b| *b == b',' || is_space(*b));
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    let name = if fold {
        name.to_ascii_lowercase()
    } else {
        name.to_vec()
    };
    (!name.is_empty()).then_some((name, rest))
}

/// The scanner's blanks: no vertical tab.
const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

fn skip_space(text: &[u8]) -> &[u8] {
    let blanks = text.iter().take_while(|byte| is_space(**byte)).count();
    text.get(blanks..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn lists_split_as_the_server_splits_them() {
        let cases: &[(&str, Option<&[&str]>)] = &[
            ("", Some(&[])),
            ("  ", Some(&[])),
            ("Stderr, csvlog", Some(&["stderr", "csvlog"])),
            ("\"$user\", public", Some(&["$user", "public"])),
            ("\"a \"\"b\"\",\" ,c", Some(&["a \"b\",", "c"])),
            ("\"\"", Some(&[""])),
            ("a b", None),
            ("a,", None),
            (",a", None),
            ("a,,b", None),
            ("\"a", None),
            ("\"a\"b", None),
        ];
        for (text, names) in cases {
            let expected = names.map(|names| names.iter().map(|n| n.as_bytes().to_vec()).collect());
            assert_eq!(split(text.as_bytes(), true), expected, "{text:?}");
        }
        assert_eq!(split(b"A", false), Some(vec![b"A".to_vec()]));
    }
}
