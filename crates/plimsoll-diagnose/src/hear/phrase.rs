//! A wording and what it means.

use crate::record::Record;
use crate::signal::Said;

/// A wording: where its literal stands in an entry, the entry may say this.
pub(crate) struct Phrase {
    /// A literal of the server's own format string, long enough to be rare.
    /// Matched as written.
    pub(crate) needle: &'static str,
    /// Reads the fact out of the entry; none where it says something else.
    pub(crate) read: fn(&Record<'_>) -> Option<Said>,
}

/// A phrase of a client's that needs no more than its literal.
macro_rules! plainly {
    ($needle:literal, $said:expr) => {
        $crate::hear::Phrase {
            needle: $needle,
            read: |_| Some($crate::signal::Said::Client($said)),
        }
    };
}
pub(super) use plainly;
