//! One message in several languages.

/// A message and what it is in other languages. `{0}`, `{1}` … stand for what
/// varies; of a message of several lines only the first is held.
pub(super) struct Wording {
    pub(super) english: &'static str,
    pub(super) others: &'static [&'static str],
}
