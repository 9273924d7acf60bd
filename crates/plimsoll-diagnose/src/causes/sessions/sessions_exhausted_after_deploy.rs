//! A new version of a client opens more sessions than there are slots.

use plimsoll_model::{EventKind, Layer};

use super::account_limit_reached::{LIMIT_OF_ACCOUNT, is_named};
use crate::cause::{Weighed, Weight, cause};
use crate::signal::{ClientSignal, ServerSignal, Slots, Subject, Turn};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A deploy, or more instances of a client, multiplies the pools: each instance brings
    /// its own, and together they are more than the server lets in.
    ///
    /// ## How it shows
    ///
    /// The server refuses sessions for want of slots soon after a deploy or a scaling:
    /// minutes after it there hardly is another reason.
    ///
    /// ## What speaks against it
    ///
    /// The number of slots was lowered; the slots ran out before the deploy.
    ///
    /// ## What to do
    ///
    /// Roll back, or make the pools smaller: instances × pool size has to stay below
    /// `max_connections`. A pooler before the server does it once for all.
    SESSIONS_EXHAUSTED_AFTER_DEPLOY {
        name: "sessions-exhausted-after-deploy",
        class: ConnectionExhaustionApp,
        layer: Some(Layer::Deploy),
        weigh: weigh,
    }
}

/// How long before the first refusal a deploy is looked for.
const WITHIN: jiff::SignedDuration = jiff::SignedDuration::from_hours(6);

/// How long before it one that hardly came by chance: the pools of new instances are
/// full within minutes of their start.
const SOON: jiff::SignedDuration = jiff::SignedDuration::from_mins(30);

fn weigh(story: &Story) -> Option<Weighed> {
    let told = story.clients_said(|said| {
        matches!(
            said,
            ClientSignal::TooManySessions | ClientSignal::AccountFull
        )
    });
    let refused = story.servers_said(|said| matches!(said, ServerSignal::NoSlotsLeft(_)));
    // Not every server writes down whom it refused: what clients pass on is its word.
    let (full, told) = if refused.is_empty() {
        (told, Vec::new())
    } else {
        (refused, told)
    };
    let first = full.first().and_then(|signal| signal.at);
    let deploys = story.events_before(WITHIN, |event| {
        matches!(event.kind, EventKind::Deploy | EventKind::Scale)
    });
    if full.is_empty() || deploys.is_empty() {
        return None;
    }
    let before = deploys.iter().any(|deploy| deploy.at <= first);
    let soon = deploys.iter().any(|deploy| {
        let apart = first.zip(deploy.at);
        let apart = apart.map(|(first, at)| first.duration_since(at));
        apart.is_some_and(|apart| !apart.is_negative() && apart <= SOON)
    });
    let pools = story.clients_said(|said| matches!(said, ClientSignal::PoolExhausted));
    let lowered = lowered(story);
    let message = "after a deploy the clients opened more sessions than there are slots: roll back, or make their pools smaller";
    let weighed = Weighed::new(message)
        .blames(reached(story))
        .shown(Weight::Strong, full)
        .shown(Weight::Strong, deploys.into_iter().filter(|_| before))
        .holds(Weight::Strong, soon)
        // What clients say of it, they say of a flood with and without a deploy.
        .shown(Weight::Strong, told.into_iter().filter(|_| soon))
        .shown(Weight::Fair, pools.into_iter().filter(|_| soon))
        .against(
            Weight::Strong,
            lowered,
            "max_connections was changed before",
        )
        .against(
            Weight::Strong,
            !before,
            "the slots ran out before the deploy",
        );
    Some(weighed)
}

/// The parameter whose limit was reached: an account's own is none of `PostgreSQL`'s.
fn reached(story: &Story) -> &'static [&'static str] {
    let of_all = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::NoSlotsLeft(Slots::All | Slots::AllButReserved)
        )
    });
    let told = story.clients_said(|said| matches!(said, ClientSignal::TooManySessions));
    if !of_all.is_empty() || !told.is_empty() {
        &["max_connections"]
    } else if is_named(story) {
        &[LIMIT_OF_ACCOUNT]
    } else {
        &[]
    }
}

/// Whether the number of slots was changed.
fn lowered(story: &Story) -> bool {
    let own = story.servers_said(
        |said| matches!(said, ServerSignal::ParameterChanged { parameter, .. } if parameter == "max_connections"),
    );
    let told = story.changes_told().any(|(_, event, change)| {
        matches!(event.kind, EventKind::ConfigChange | EventKind::ConfigWrite)
            && change.subject == Subject::Parameter("max_connections")
            && change.turn != Turn::Raised
    });
    !own.is_empty() || told
}
