//! How a phrase hangs on its literal: a message begins with it, or holds it. Knows no
//! wording.

/// A phrase of a wording that a message begins with: what it says, or how that
/// is read out of it.
macro_rules! begins {
    ($needle:literal => $said:expr) => {
        $crate::hear::postgresql::forms::begins!($needle, |_| Some($said))
    };
    ($needle:literal, $says:expr) => {
        $crate::hear::Phrase {
            needle: $needle,
            read: |record| {
                let says: fn(&$crate::record::Record<'_>) -> Option<$crate::signal::ServerSignal> =
                    $says;
                let said = record.message.starts_with($needle).then(|| says(record));
                said.flatten().map($crate::signal::Said::Server)
            },
        }
    };
}

/// A phrase of a wording behind something variable: `says` has to tell it from
/// others' words.
macro_rules! holds {
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

pub(super) use {begins, holds};
