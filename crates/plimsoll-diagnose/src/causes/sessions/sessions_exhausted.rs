//! Clients opened more sessions than there are slots.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::signal::{ClientSignal, Slots, WatchSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Pools that are too large, sessions that are never given back, clients that reconnect
    /// without end: every slot is taken, and whoever comes next is refused.
    ///
    /// ## How it shows
    ///
    /// `sorry, too many clients already`, `remaining connection slots are reserved`, `Too
    /// many connections`; the applications' pools time out.
    ///
    /// ## What speaks against it
    ///
    /// A kill or a restart before it: then clients come back all at once, and it passes.
    ///
    /// ## What to do
    ///
    /// Find who holds the slots (`pg_stat_activity`, processlist) and whether idle in
    /// transaction; bound the pools; a pooler before the server. A higher `max_connections`
    /// needs memory: `plimsoll bill`.
    SESSIONS_EXHAUSTED {
        name: "sessions-exhausted",
        class: ConnectionExhaustionApp,
        layer: Some(Layer::Application),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let full = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::NoSlotsLeft(Slots::All | Slots::AllButReserved)
        )
    });
    let told = story.clients_said(|said| matches!(said, ClientSignal::TooManySessions));
    let pools = story.clients_said(|said| matches!(said, ClientSignal::PoolExhausted));
    if full.is_empty() && told.is_empty() && pools.is_empty() {
        return None;
    }
    let refused = !full.is_empty();
    let first = full.first().and_then(|signal| signal.at);
    let fell = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::ProcessDied { .. }
                | ServerSignal::Crashed { .. }
                | ServerSignal::CrashFound
        )
    });
    let fell_before = fell
        .iter()
        .any(|signal| signal.at.is_some() && signal.at <= first);
    let message = "clients opened more sessions than there are slots: find who holds them and bound the pools; a higher max_connections needs memory";
    // The limit that was reached, whoever has to mend it.
    let weighed = Weighed::new(message)
        .blames(&["max_connections"])
        .shown(Weight::Proof, full)
        .shown(Weight::Strong, told)
        .shown(Weight::Fair, pools)
        .shown(
            Weight::Fair,
            story.watch_saw(|saw| matches!(saw, WatchSignal::Sessions { is_all: true, .. })),
        )
        .against(
            Weight::Slight,
            !refused,
            "the server itself told of no refusal",
        )
        .against(
            Weight::Strong,
            fell_before,
            "the server had gone down before it",
        );
    Some(weighed)
}
