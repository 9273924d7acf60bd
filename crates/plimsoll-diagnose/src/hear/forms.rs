//! How a server's phrase hangs on its literal: a message begins with it, or holds it. Knows
//! no wording and no server.

/// A phrase of a wording that a message begins with: what it says, or how that
/// is read out of it.
macro_rules! begins {
    ($needle:literal => $said:expr) => {
        $crate::hear::forms::begins!($needle, |_| Some($said))
    };
    ($needle:literal, $says:expr) => {
        $crate::hear::forms::holds!($needle, |record: &$crate::record::Record<'_>| {
            let says: fn(&$crate::record::Record<'_>) -> Option<$crate::signal::ServerSignal> =
                $says;
            let begins = record.message.starts_with($needle);
            begins.then(|| says(record)).flatten()
        })
    };
}

/// A phrase of a wording that stands anywhere in the message: what it says, or how that is
/// read out of it, which then has to tell it from others' words.
macro_rules! holds {
    ($needle:literal => $said:expr) => {
        $crate::hear::forms::holds!($needle, |_| Some($said))
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

pub(super) use {begins, holds};
