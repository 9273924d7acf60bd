//! How a phrase hangs on its literal: a message holds it. Knows no wording.

/// A phrase of a wording that stands anywhere in the message: what it says, or
/// how that is read out of it.
macro_rules! holds {
    ($needle:literal => $said:expr) => {
        $crate::hear::mysql::forms::holds!($needle, |_| Some($said))
    };
    ($needle:literal, $says:expr) => {
        $crate::hear::Phrase {
            needle: $needle,
            read: |record| {
                let says: fn(&$crate::record::Record<'_>) -> Option<$crate::signal::ServerSignal> =
                    $says;
                says(record).map($crate::signal::Said::Server)
            },
        }
    };
}

pub(super) use holds;
