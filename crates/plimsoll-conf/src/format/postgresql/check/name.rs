//! How much the server keeps of a name.

/// Longest name the server keeps, in bytes (NAMEDATALEN - 1).
pub(super) const NAME_MAX: usize = 63;

/// A name cut to the length that the server keeps. While it starts it knows no
/// encoding, so it cuts between bytes.
pub(super) fn cut(text: &[u8]) -> &[u8] {
    text.get(..NAME_MAX).unwrap_or(text)
}
