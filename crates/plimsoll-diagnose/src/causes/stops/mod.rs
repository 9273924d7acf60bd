//! Somebody stopped it: a person, a package, an orchestrator, a probe.

pub(super) mod evicted;
pub(super) mod killed_by_hand;
pub(super) mod killed_by_probe;
pub(super) mod machine_restarted;
pub(super) mod package_upgraded;
pub(super) mod stopped_on_request;

use jiff::SignedDuration;

use crate::signal::ServerSignal;
use crate::story::Story;

/// How soon a restart in order is over.
const RESTART_MAX: SignedDuration = SignedDuration::from_mins(5);

/// Whether a server took sessions again soon after it was asked to stop, and
/// stayed.
pub(super) fn came_back(story: &Story) -> bool {
    let mut asked = None;
    let mut back = false;
    for (signal, said) in story.server() {
        match said {
            ServerSignal::StopRequested { .. } => {
                asked = Some(signal);
                back = false;
            }
            ServerSignal::Ready => {
                back = asked.is_some_and(|asked| {
                    let both = signal.at.zip(asked.at);
                    asked.line.file == signal.line.file
                        && both
                            .is_none_or(|(ready, asked)| ready.duration_since(asked) <= RESTART_MAX)
                });
            }
            _ => {}
        }
    }
    back
}
