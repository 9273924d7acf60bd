//! What became of a stop that a server was asked for: whether it came back, and when it fell.

use jiff::SignedDuration;

use super::requests::requests;
use crate::signal::{ServerSignal, Signal};
use crate::story::Story;

/// How soon a restart in order is over.
const RESTART_MAX: SignedDuration = SignedDuration::from_mins(5);

/// Whether each stop that a server was asked for was over when it fell: it took sessions
/// again within minutes, and only then a process died, or it was found to have crashed.
pub(super) fn was_over(story: &Story) -> bool {
    let falls = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::ProcessDied { .. }
                | ServerSignal::Crashed { .. }
                | ServerSignal::CrashFound
        )
    });
    let ready = story.servers_said(|said| *said == ServerSignal::Ready);
    let stops = requests(story);
    let is_over = |stop: &&Signal| {
        let back = ready.iter().find(|ready| {
            let apart = ready.since(stop);
            ready.line.file == stop.line.file
                && apart.is_some_and(|it| (SignedDuration::ZERO..=RESTART_MAX).contains(&it))
        });
        let back = back.and_then(|ready| ready.at);
        let fell_before = falls.iter().any(|fall| fall.at <= back);
        back.is_some() && !fell_before && falls.iter().any(|fall| fall.at > back)
    };
    !stops.is_empty() && stops.iter().all(is_over)
}

/// Whether a server took sessions again soon after it was asked to stop, and
/// stayed.
pub(in crate::causes) fn came_back(story: &Story) -> bool {
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
                    asked.line.file == signal.line.file
                        && signal.since(asked).is_none_or(|it| it <= RESTART_MAX)
                });
            }
            _ => {}
        }
    }
    back
}
