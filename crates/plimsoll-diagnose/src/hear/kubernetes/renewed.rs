//! Who makes containers anew by itself, for a newer image: Watchtower
//! (pkg/container/client.go).

use super::pod::is_client;
use crate::hear::Phrase;
use crate::record::Record;
use crate::redact::words;
use crate::signal::{NEWER_IMAGE, OrchestratorSignal, Said};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[Phrase {
    needle: ") with SIG",
    read: stopped,
}];

/// `Stopping /shop-db-1 (9b1c44ae07f3) with SIGTERM`.
fn stopped(record: &Record<'_>) -> Option<Said> {
    let behind = record.message.strip_prefix("Stopping /")?;
    let (name, _) = behind.split_once(" (")?;
    let stopping = || OrchestratorSignal::Stopping {
        unit: words(name),
        why: Some(NEWER_IMAGE.to_owned()),
    };
    (!is_client(name)).then(|| Said::Orchestrator(stopping()))
}
