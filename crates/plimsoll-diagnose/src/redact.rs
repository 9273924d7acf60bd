//! What is kept of an entry: its words without literals and secrets, bounded.
//! Nothing of a log is kept that did not go through here.
//!
//! Taken out are the literals of statements, wherever a message holds one; values
//! of rows and of parameters that a message quotes; what looks like a secret
//! (`plimsoll_model::secret`). Kept are the server's own words and numbers
//! (process ids, signals, sizes, codes), and the names of parameters, slots,
//! relations, files and accounts. A name that is itself a secret cannot be told.

mod fields;
mod literals;
mod message;
mod parts;
mod whole;

use crate::read::format::Format;
use crate::record::{Record, Speaker};

/// Bytes that are kept of an entry.
const ENTRY_BYTES_MAX: usize = 400;

/// Bytes that are kept of a statement.
const STATEMENT_BYTES_MAX: usize = 400;

/// Bytes that are looked at: what is taken out makes a text shorter.
const LOOKED_AT_BYTES_MAX: usize = 8 << 10;

/// The entry's words as they may be kept and shown.
pub(crate) fn entry(record: &Record<'_>) -> String {
    let message = message::redacted(beginning(&record.message));
    cut(&message, record.message.len(), ENTRY_BYTES_MAX)
}

/// A name or a reason as it may be kept: no statement, so its numbers stay.
pub(crate) fn words(text: &str) -> String {
    entry(&Record::plain(Speaker::Application, text.into()))
}

/// A statement without its literals: texts and numbers become `?`.
pub(crate) fn statement(text: &str) -> String {
    let statement = literals::taken_out(beginning(text));
    cut(&statement, text.len(), STATEMENT_BYTES_MAX)
}

/// A whole entry as it may leave its machine: of its format still, so that it can
/// be read again.
pub(crate) fn handed_on(entry: &str, format: &dyn Format) -> String {
    whole::redact(entry, format)
}

/// Cut before anything is taken out: a text without its end is taken out to the
/// end.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(LOOKED_AT_BYTES_MAX)]
}

/// Its first bytes, cut between characters, control characters as spaces;
/// `bytes` is how long it was.
fn cut(text: &str, bytes: usize, bytes_max: usize) -> String {
    let end = text.floor_char_boundary(bytes_max);
    let kept = &text[..end];
    let clean = kept.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut clean: String = clean.collect();
    if end < text.len() || bytes > LOOKED_AT_BYTES_MAX {
        clean.push('…');
    }
    clean
}
