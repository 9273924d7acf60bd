//! What `HAProxy` says: its checks of what is behind it, and how sessions ended
//! (its manual, 8.5, "Session state at disconnection").

use super::Phrase;
use crate::record::Record;
use crate::signal::{ClientSignal, Said};

/// Its wordings; how sessions end badly on the side of the server.
pub(super) static PHRASES: &[&[Phrase]] = &[&[
    Phrase {
        needle: " is DOWN",
        read: check,
    },
    Phrase {
        needle: " is UP",
        read: check,
    },
    Phrase {
        needle: "has no server available",
        read: |_| {
            Some(Said::Client(ClientSignal::UpstreamFailed {
                why: "no live upstream",
            }))
        },
    },
    Phrase {
        needle: " SC",
        read: ended,
    },
    Phrase {
        needle: " sC",
        read: ended,
    },
    Phrase {
        needle: " sQ",
        read: ended,
    },
    Phrase {
        needle: " SH",
        read: ended,
    },
    Phrase {
        needle: " sH",
        read: ended,
    },
    Phrase {
        needle: " SD",
        read: ended,
    },
    Phrase {
        needle: " sD",
        read: ended,
    },
]];

/// `Server app/s1 is DOWN, reason: …`; `Backup Server app/s2 is UP`.
fn check(record: &Record<'_>) -> Option<Said> {
    let (_, behind) = record.message.split_once("erver ")?;
    let (name, behind) = behind.split_once(' ')?;
    let is_name = name.contains('/') && name.len() <= 128;
    let backend = is_name.then(|| name.to_owned())?;
    if behind.starts_with("is DOWN") {
        Some(Said::Client(ClientSignal::BackendDown { backend }))
    } else {
        let is_up = behind.starts_with("is UP");
        is_up.then_some(Said::Client(ClientSignal::BackendUp { backend }))
    }
}

/// How a session ended, by its flags: two for TCP, four for HTTP, behind a time in
/// brackets.
pub(super) fn ended(record: &Record<'_>) -> Option<Said> {
    const TIME_WITHIN: usize = 100;
    let message = record.message.as_ref();
    let time = message.find("] ").filter(|at| *at < TIME_WITHIN);
    let behind = time.map_or(message, |at| &message[at + 2..]);
    let mut words = behind.split(' ').take(16);
    let timers = words.find(|word| word.split('/').count() >= 3)?;
    let are_times = timers
        .split('/')
        .all(|it| it.trim_start_matches(['-', '+']).parse::<u64>().is_ok());
    let flags = words.find(|word| is_flags(word)).filter(|_| are_times)?;
    let why = match flags.get(..2)? {
        "--" => return Some(Said::Client(ClientSignal::Served)),
        "SC" => "refused",
        "sC" | "sQ" | "sH" | "sD" => "timeout",
        "SH" | "SD" => "reset",
        _ => return None,
    };
    Some(Said::Client(ClientSignal::UpstreamFailed { why }))
}

fn is_flags(word: &str) -> bool {
    let bytes = word.as_bytes();
    matches!(bytes.len(), 2 | 4)
        && b"CSPLRIDUKcs-".contains(&bytes[0])
        && b"RQCHDLT-".contains(&bytes[1])
}
