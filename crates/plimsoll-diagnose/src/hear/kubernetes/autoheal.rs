//! What restarts containers whose health check fails (docker-autoheal,
//! `docker-entrypoint`): Docker itself only tells of the check.

use super::pod::is_client;
use crate::hear::Phrase;
use crate::record::Record;
use crate::redact::words;
use crate::signal::{HEALTH_CHECK, OrchestratorSignal, Said};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[Phrase {
    needle: "found to be unhealthy - Restarting container",
    read: restarted,
}];

/// `Container /db (9b1c44ae07f3) found to be unhealthy - Restarting container now …`.
fn restarted(record: &Record<'_>) -> Option<Said> {
    let (_, behind) = record.message.split_once("Container ")?;
    let name = behind.split(' ').next()?.trim_start_matches('/');
    let said = OrchestratorSignal::KilledForProbe {
        unit: words(name),
        probe: HEALTH_CHECK,
    };
    (!is_client(name)).then_some(Said::Orchestrator(said))
}
