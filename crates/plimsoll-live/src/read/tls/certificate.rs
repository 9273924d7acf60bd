//! Two fields of a certificate that the library does not give: the common name
//! of its subject, from before alternative names, and the key in one of
//! version 1, which it does not read at all.
//!
//! Source: RFC 5280, 4.1 (the order of a certificate's fields); X.690 (DER).

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OID: u8 = 0x06;
const VERSION: u8 = 0xa0;
/// id-at-commonName, 2.5.4.3.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];

/// The last common name of the subject, as libpq takes it.
pub(super) fn common_name(certificate: &[u8]) -> Option<String> {
    let (mut subject, _) = inside(from_subject(certificate)?, SEQUENCE)?;
    let mut name = None;
    while !subject.is_empty() {
        let (set, after) = inside(subject, SET)?;
        let (pair, _) = inside(set, SEQUENCE)?;
        let (kind, value) = inside(pair, OID)?;
        if kind == COMMON_NAME {
            name = String::from_utf8(element(value)?.1.to_vec()).ok();
        }
        subject = after;
    }
    // A name with a null byte in it would be another one for a C program.
    name.filter(|name| !name.contains('\0'))
}

/// The public key with its algorithm (`SubjectPublicKeyInfo`).
pub(super) fn public_key(certificate: &[u8]) -> Option<&[u8]> {
    let after_subject = element(from_subject(certificate)?)?.2;
    let rest = element(after_subject)?.2;
    after_subject.get(..after_subject.len() - rest.len())
}

/// The fields from the subject on.
fn from_subject(certificate: &[u8]) -> Option<&[u8]> {
    let (certificate, _) = inside(certificate, SEQUENCE)?;
    let (mut fields, _) = inside(certificate, SEQUENCE)?;
    if fields.first() == Some(&VERSION) {
        fields = element(fields)?.2;
    }
    // Serial number, signature, issuer, validity.
    for _ in 0..4 {
        fields = element(fields)?.2;
    }
    Some(fields)
}

/// Whether a name or a pattern (`*.example.org`, one label) is the wanted one.
pub(super) fn fits(name: &str, wanted: &str) -> bool {
    if name.eq_ignore_ascii_case(wanted) {
        return true;
    }
    let Some(domain) = name.strip_prefix("*.") else {
        return false;
    };
    wanted
        .split_once('.')
        .is_some_and(|(label, rest)| !label.is_empty() && rest.eq_ignore_ascii_case(domain))
}

fn inside(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, body, after) = element(bytes)?;
    (found == tag).then_some((body, after))
}

/// Tag, contents and what follows.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let length = digits
                .iter()
                .fold(0, |sum, digit| sum << 8 | usize::from(*digit));
            (length, rest)
        }
        _ => return None,
    };
    let (body, after) = rest.split_at_checked(length)?;
    Some((tag, body, after))
}

#[cfg(test)]
mod tests {
    use super::{common_name, fits, public_key};

    #[test]
    fn a_pattern_stands_for_one_label() {
        assert!(fits("DB1", "db1") && fits("*.example.org", "db1.example.org"));
        assert!(!fits("*.example.org", "a.db1.example.org") && !fits("*.org", "org"));
    }

    #[test]
    fn what_is_no_certificate_has_no_name() {
        for bytes in [
            &b""[..],
            b"\x30",
            b"\x30\x84\xff\xff\xff\xff",
            b"\x30\x80\x00",
        ] {
            assert_eq!((common_name(bytes), public_key(bytes)), (None, None));
        }
    }
}
