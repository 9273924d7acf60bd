//! Reading: the bytes of one file become entries, and each entry a record of who says
//! what when. Knows no meaning of words. Opens no file: the caller has the bytes.

mod carrier;
pub(crate) mod format;
mod formats;
mod handed;
pub(crate) mod time;

pub(crate) use carrier::Carrier;
pub(crate) use formats::{known, known_of_several};
pub use handed::Handed;

use format::Format;
use formats::UNKNOWN;

/// Bytes of a file's beginning that its format is told from.
pub(crate) const HEAD_BYTES: usize = 64 << 10;

/// Longest entry that is looked at whole; of longer ones the beginning is.
pub(crate) const ENTRY_BYTES_MAX: usize = 1 << 20;

/// The format of a file that begins like this, frames and all.
pub(crate) fn recognise(pending: &[u8], handed: Handed) -> Box<dyn Format> {
    formats::recognise(&pending[..pending.len().min(HEAD_BYTES)], handed)
}

/// Whether it is the one of files that no format is told from.
pub(crate) fn is_unknown(format: &dyn Format) -> bool {
    format.name() == UNKNOWN
}
