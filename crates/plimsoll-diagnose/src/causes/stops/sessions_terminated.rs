//! Somebody ended the sessions of clients at work, all at once.

use jiff::SignedDuration;
use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{ClientSignal, ServerSignal, Signal};
use crate::story::Story;

/// Fewer at a time are one session's matter.
const AT_ONCE_MIN: u64 = 3;

/// How long after it clients may find out: a pool does once it uses the session again.
const FOUND_WITHIN: SignedDuration = SignedDuration::from_secs(30);

cause! {
    /// ## What it is
    ///
    /// A person or a script ended the sessions of a database or an account
    /// (`pg_terminate_backend` over `pg_stat_activity`, `DROP DATABASE … WITH (FORCE)`, a
    /// loop of `KILL`) while clients worked with them. The server itself went on.
    ///
    /// ## How it shows
    ///
    /// Several sessions end at the administrator's command with no request to stop the
    /// server, and clients lose theirs at that time.
    ///
    /// ## What speaks against it
    ///
    /// A request to stop: the server ends all sessions then. Clients that lost nothing.
    ///
    /// ## What to do
    ///
    /// Ask who did it; end the one session that is in the way, by its process id.
    SESSIONS_TERMINATED {
        name: "sessions-terminated",
        class: OperatorOrOrchestratorStop,
        layer: Some(Layer::Operator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let ended = at_once(story);
    let cut = felt(story, &ended);
    if cut.is_empty() {
        return None;
    }
    let message = "somebody ended the sessions of clients at work, all at once: ask who did it, and end only the one that is in the way";
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, ended)
        .shown(Weight::Strong, cut);
    Some(weighed)
}

/// Whether sessions of clients at work were ended all at once.
pub(in crate::causes) fn is_felt(story: &Story) -> bool {
    !felt(story, &at_once(story)).is_empty()
}

/// Sessions that ended at the administrator's command, several at a time.
fn at_once(story: &Story) -> Vec<&Signal> {
    let stops = story.servers_said(|said| matches!(said, ServerSignal::StopRequested { .. }));
    let mut ended = story.servers_said(
        |said| matches!(said, ServerSignal::SessionEnded { why } if why.contains("administrator")),
    );
    ended.retain(|signal| signal.times >= AT_ONCE_MIN && stops.is_empty());
    ended
}

/// Clients that lost their session then.
fn felt<'a>(story: &'a Story, ended: &[&Signal]) -> Vec<&'a Signal> {
    let mut cut = story.clients_said(|said| matches!(said, ClientSignal::Cut));
    cut.retain(|cut| {
        ended.iter().any(|ended| {
            let (from, until) = (ended.at, ended.until.or(ended.at));
            let is_after = cut
                .until
                .or(cut.at)
                .zip(from)
                .is_some_and(|(cut, from)| cut >= from);
            let soon = cut
                .at
                .zip(until)
                .map(|(cut, until)| cut.duration_since(until));
            is_after && soon.is_some_and(|it| it <= FOUND_WITHIN)
        })
    });
    cut
}
