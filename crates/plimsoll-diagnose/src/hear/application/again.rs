//! Statements that an application repeats: of a standby's reader they may be cancelled at any
//! time, and whoever is built for it loses nothing (SQLSTATE 40001).

use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{ClientSignal, Said};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    Phrase {
        needle: "conflict with recovery",
        read: tries_again,
    },
    Phrase {
        needle: "cancelled on replica",
        read: tries_again,
    },
    Phrase {
        needle: "canceled on replica",
        read: tries_again,
    },
    Phrase {
        needle: "cancelled on standby",
        read: tries_again,
    },
    Phrase {
        needle: "canceled on standby",
        read: tries_again,
    },
];

/// Words of a statement that is repeated, and of one that is not any more.
const AGAIN: [&str; 4] = ["retry", "retries", "again", "new attempt"];
const NO_MORE: [&str; 6] = [
    "giving up",
    "gave up",
    "no more",
    "exhausted",
    "failed after",
    "no retry",
];

/// `report sales: conflict with recovery (40001), again in 60s (2/5)`.
fn tries_again(record: &Record<'_>) -> Option<Said> {
    let text = record.message.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let is_again = has(&AGAIN) && !has(&NO_MORE);
    is_again.then_some(Said::Client(ClientSignal::TriesAgain))
}
