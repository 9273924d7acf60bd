//! What web servers say: nginx's and Apache's errors about what is behind them
//! (`ngx_http_upstream.c`, `mod_proxy`), and the statuses they answered with.

use super::Phrase;
use crate::record::Record;
use crate::signal::{ClientSignal, Said};

/// A failure of what is behind it, by its literal.
macro_rules! upstream {
    ($needle:literal, $why:literal) => {
        Phrase {
            needle: $needle,
            read: |_| Some(Said::Client(ClientSignal::UpstreamFailed { why: $why })),
        }
    };
}

/// Its wordings; the errors that an access log has are those of 5xx.
pub(super) static PHRASES: &[&[Phrase]] = &[&[
    upstream!("no live upstreams", "no live upstream"),
    upstream!("upstream timed out", "timeout"),
    upstream!("upstream prematurely closed connection", "reset"),
    Phrase {
        needle: " connecting to upstream",
        read: nginx,
    },
    Phrase {
        needle: " from upstream",
        read: nginx,
    },
    Phrase {
        needle: " to upstream",
        read: nginx,
    },
    // Apache: mod_proxy and its protocols.
    Phrase {
        needle: "AH00957",
        read: apache,
    },
    Phrase {
        needle: "AH01114",
        read: apache,
    },
    upstream!("AH00898", "reset"),
    upstream!("AH01102", "timeout"),
    upstream!("AH01084", "reset"),
    Phrase {
        needle: "\" 50",
        read: status,
    },
]];

/// `connect() failed (111: Connection refused) while connecting to upstream`:
/// the number is the system's.
fn nginx(record: &Record<'_>) -> Option<Said> {
    let (_, behind) = record.message.split_once(" failed (")?;
    failed(behind)
}

/// `(111)Connection refused: AH00957: HTTP: attempt to connect to …`.
fn apache(record: &Record<'_>) -> Option<Said> {
    let (before, _) = record.message.split_once("AH0")?;
    failed(before.rsplit_once('(')?.1)
}

fn failed(behind: &str) -> Option<Said> {
    let digits = behind.find(|c: char| !c.is_ascii_digit())?;
    let why = match &behind[..digits] {
        "111" | "61" => "refused",
        "110" | "60" => "timeout",
        "104" | "54" | "32" => "reset",
        "113" | "101" => "no route",
        _ => return None,
    };
    Some(Said::Client(ClientSignal::UpstreamFailed { why }))
}

/// What it answered with: samples of an access log that was searched for errors.
pub(super) fn status(record: &Record<'_>) -> Option<Said> {
    let status: u16 = record.code.as_ref()?.parse().ok()?;
    match status {
        200..=399 => Some(Said::Client(ClientSignal::Served)),
        500..=599 => Some(Said::Client(ClientSignal::ServedError { status })),
        _ => None,
    }
}
