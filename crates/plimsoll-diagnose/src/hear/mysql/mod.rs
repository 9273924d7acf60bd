//! What a `MySQL` (5.7 to 9.7) or `MariaDB` (10.6 to 11.8) server says: their
//! format strings in English, by subject. One fact has several wordings: the two
//! engines, and the versions of each, differ.

mod crash;
mod disk;
mod life;
mod sessions;
mod start;
#[cfg(test)]
mod tests;

use super::Phrase;

/// The subjects, the telling before the general.
pub(crate) static PHRASES: &[&[Phrase]] = &[
    life::PHRASES,
    crash::PHRASES,
    start::PHRASES,
    sessions::PHRASES,
    disk::PHRASES,
];

/// A phrase of a wording that stands anywhere in the message: what it says, or
/// how that is read out of it.
macro_rules! holds {
    ($needle:literal => $said:expr) => {
        $crate::hear::mysql::holds!($needle, |_| Some($said))
    };
    ($needle:literal, $says:expr) => {
        $crate::hear::Phrase {
            needle: $needle,
            read: |record| {
                let says: fn(&$crate::record::Record<'_>) -> Option<$crate::signal::ServerSignal> =
                    $says;
                // Not in what is added: that may be a client's statement.
                let said = record.message.contains($needle).then(|| says(record));
                said.flatten().map($crate::signal::Said::Server)
            },
        }
    };
}

use holds;
