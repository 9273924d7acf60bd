//! Who ends containers whose health check failed, for Docker itself only tells of the
//! check: docker-autoheal (`docker-entrypoint`) and Swarm's agent
//! (daemon/cluster/executor/container/errors.go).

use super::pod::is_client;
use crate::hear::Phrase;
use crate::record::Record;
use crate::redact::words;
use crate::signal::{HEALTH_CHECK, OrchestratorSignal, Said};

/// Their wordings.
pub(super) static PHRASES: &[Phrase] = &[
    Phrase {
        needle: "found to be unhealthy - Restarting container",
        read: restarted,
    },
    // Its task is named by ids alone.
    Phrase {
        needle: "dockerexec: unhealthy container",
        read: |_| Some(killed("")),
    },
];

/// `Container /db (9b1c44ae07f3) found to be unhealthy - Restarting container now …`.
fn restarted(record: &Record<'_>) -> Option<Said> {
    let (_, behind) = record.message.split_once("Container ")?;
    let name = behind.split(' ').next()?.trim_start_matches('/');
    (!is_client(name)).then(|| killed(name))
}

fn killed(name: &str) -> Said {
    Said::Orchestrator(OrchestratorSignal::KilledForProbe {
        unit: words(name),
        probe: HEALTH_CHECK,
    })
}
