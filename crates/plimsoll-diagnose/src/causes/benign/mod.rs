//! Looks like trouble and is explained.

pub(super) mod logins_refused;
pub(super) mod planned_restart;
pub(super) mod sessions_ended_on_purpose;

use crate::signal::{ClientSignal, ServerSignal};
use crate::story::Story;

/// Whether anything hurt that is not explained by itself.
pub(super) fn is_hurt(story: &Story) -> bool {
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
        )
    });
    let clients = story.clients_said(|said| {
        matches!(
            said,
            ClientSignal::PoolExhausted | ClientSignal::Unreachable { .. }
        )
    });
    !server.is_empty() || !clients.is_empty() || story.is_killed_for_memory()
}
