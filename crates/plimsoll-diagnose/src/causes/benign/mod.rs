//! Looks like trouble and is explained.

pub(super) mod logins_refused;
pub(super) mod planned_restart;
pub(super) mod sessions_ended_on_purpose;
pub(super) mod started_twice;

use crate::signal::{ClientSignal, ServerSignal};
use crate::story::Story;

/// Why what looks harmless may not be all.
const DOUBTED: &str = "errors stand beside it that it does not explain";

/// Whether the server tells of errors that no cause knows.
fn is_severe(story: &Story) -> bool {
    let severe = story.servers_said(|said| matches!(said, ServerSignal::Severe { .. }));
    !severe.is_empty()
}

/// Whether clients that had been served failed: a login that is refused never was.
fn have_clients_failed(story: &Story) -> bool {
    let failed = story.clients_said(|said| {
        matches!(
            said,
            ClientSignal::Refused
                | ClientSignal::Cut
                | ClientSignal::DatabaseUnavailable
                | ClientSignal::UpstreamFailed { .. }
        )
    });
    !failed.is_empty()
}

/// Whether the server stood still, which no login and no time-out explains.
fn stood_still(story: &Story) -> bool {
    let still = story.servers_said(|said| *said == ServerSignal::StoodStill);
    !still.is_empty()
}

/// Whether anything hurt that is not explained by itself.
pub(super) fn is_hurt(story: &Story) -> bool {
    let clients = story.clients_said(|said| {
        matches!(
            said,
            ClientSignal::PoolExhausted | ClientSignal::Unreachable { .. }
        )
    });
    server_hurts(story) || !clients.is_empty() || story.is_killed_for_memory()
}

/// Whether the server itself tells of something that hurt.
pub(super) fn server_hurts(story: &Story) -> bool {
    let server = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::ProcessDied { .. }
                | ServerSignal::Crashed { .. }
                | ServerSignal::CrashFound
                | ServerSignal::StartRefused(_)
                | ServerSignal::StopRequested { .. }
                | ServerSignal::AllocationFailed { .. }
                | ServerSignal::NoSlotsLeft(_)
                | ServerSignal::DiskFull(_)
                | ServerSignal::DiskFault { .. }
                | ServerSignal::Corrupt { .. }
                | ServerSignal::LibraryLacks { .. }
        )
    });
    !server.is_empty()
}
