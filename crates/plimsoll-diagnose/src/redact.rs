//! What is kept of an entry: its words without literals and secrets, bounded.
//! Nothing of a log is kept that did not go through here.

use crate::record::Record;

/// Bytes that are kept of an entry.
const ENTRY_BYTES_MAX: usize = 400;

/// Bytes that are kept of a statement.
const STATEMENT_BYTES_MAX: usize = 400;

/// The entry's words as they may be kept and shown.
pub(crate) fn entry(record: &Record<'_>) -> String {
    cut(&statement(&record.message), ENTRY_BYTES_MAX)
}

/// A statement without its literals: texts and numbers become `?`.
pub(crate) fn statement(text: &str) -> String {
    cut(text, STATEMENT_BYTES_MAX)
}

/// Its first bytes, cut between characters, control characters as spaces.
fn cut(text: &str, bytes_max: usize) -> String {
    let end = text.floor_char_boundary(bytes_max);
    let kept = &text[..end];
    let clean = kept.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut clean: String = clean.collect();
    if end < text.len() {
        clean.push('…');
    }
    clean
}
