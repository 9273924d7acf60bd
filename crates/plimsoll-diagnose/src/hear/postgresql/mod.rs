//! What a `PostgreSQL` server says: its format strings in English (src/backend,
//! 12 to 18), by subject. A server with translated messages (`lc_messages`) is
//! not understood by them, which the reading says.

mod death;

use super::Phrase;

/// The subjects, the telling before the general.
pub(crate) static PHRASES: &[&[Phrase]] = &[death::PHRASES];
