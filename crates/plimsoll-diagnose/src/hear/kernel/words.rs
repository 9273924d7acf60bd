//! Reading numbers out of the kernel's lines. Knows no wording.

/// The number that begins right behind `label`.
pub(super) fn number(text: &str, label: &str) -> Option<u64> {
    let at = text.find(label)? + label.len();
    leading(&text[at..])
}

/// The number that a text begins with.
pub(super) fn leading(text: &str) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text[..end.unwrap_or(text.len())].parse().ok()
}
