//! Values that the server rewrites: names without unprintable characters,
//! paths without detours.

use super::name::cut;

/// `application_name` and `cluster_name`: cut to a name's length, what is not
/// printable ASCII replaced (`?` before 16, `\xHH` since).
pub(super) fn clean_name(text: &[u8], major: u16) -> Vec<u8> {
    let mut clean = Vec::new();
    for byte in cut(text) {
        match byte {
            b' '..=b'~' => clean.push(*byte),
            _ if major < 16 => clean.push(b'?'),
            _ => clean.extend_from_slice(format!("\\x{byte:02x}").as_bytes()),
        }
    }
    clean
}

/// A path as `canonicalize_path` leaves it: no slash twice or at the end;
/// since 15 no `.` and `..` that can be resolved, before only at the end.
pub(super) fn path(text: &[u8], major: u16) -> Vec<u8> {
    let absolute = text.first() == Some(&b'/');
    let parts: Vec<&[u8]> = text
        .split(|byte| *byte == b'/')
        .filter(|part| !part.is_empty())
        .collect();
    if text.is_empty() {
        return Vec::new();
    }
    // Before 15 only the end is looked at: what stands before its last plain
    // name stays.
    let plain = |part: &&[u8]| !matches!(*part, b"." | b"..");
    let kept = match parts.iter().rposition(plain) {
        Some(last) if major < 15 && last + 1 == parts.len() => parts,
        Some(_) | None => resolve(&parts, absolute),
    };
    let mut path = if absolute { b"/".to_vec() } else { Vec::new() };
    path.extend_from_slice(&kept.join(&b'/'));
    if path.is_empty() {
        path.push(b'.');
    }
    path
}

fn resolve<'a>(parts: &[&'a [u8]], absolute: bool) -> Vec<&'a [u8]> {
    let mut kept: Vec<&[u8]> = Vec::new();
    for part in parts {
        match *part {
            b"." => {}
            b".." => match kept.last() {
                Some(last) if *last != b".." => {
                    kept.pop();
                }
                None if absolute => {}
                Some(_) | None => kept.push(part),
            },
            name => kept.push(name),
        }
    }
    kept
}
