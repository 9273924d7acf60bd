//! An account, a role or a database has used up the sessions of its own.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{ClientSignal, ServerSignal, Signal, Slots};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A limit per role, database or account is reached while the server has slots left:
    /// one client opens more than it was given.
    ///
    /// ## How it shows
    ///
    /// `too many connections for role`, `too many connections for database`, an account
    /// that `has exceeded` its `max_user_connections`.
    ///
    /// ## What speaks against it
    ///
    /// The server as a whole is out of slots.
    ///
    /// ## What to do
    ///
    /// Bound that client's pools; raise its limit only if the load line allows.
    ACCOUNT_LIMIT_REACHED {
        name: "account-limit-reached",
        class: ConnectionExhaustionApp,
        layer: Some(Layer::Application),
        weigh: weigh,
    }
}

/// The limit of an account of `MySQL` and `MariaDB`, which both name; `PostgreSQL`'s stands
/// at the role or the database.
pub(super) const LIMIT_OF_ACCOUNT: &str = "max_user_connections";

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| matches!(said, ServerSignal::NoSlotsLeft(Slots::OfRole)));
    let told = told(story);
    if said.is_empty() && told.is_empty() {
        return None;
    }
    let forks = story.servers_said(|said| matches!(said, ServerSignal::CannotFork { .. }));
    let message =
        "one account used up the sessions it may have: bound its pools, or raise its limit";
    let named: &[&str] = if is_named(story) {
        &[LIMIT_OF_ACCOUNT]
    } else {
        &[]
    };
    // What a client passes on is the server's word: not every server writes it down.
    let weighed = Weighed::new(message)
        .blames(named)
        .shown(Weight::Proof, said.into_iter().chain(told))
        .against(
            Weight::Strong,
            !forks.is_empty(),
            "no process could be made for sessions at all",
        );
    Some(weighed)
}

fn told(story: &Story) -> Vec<&Signal> {
    story.clients_said(|said| matches!(said, ClientSignal::AccountFull))
}

/// Whether the limit of an account that was reached has a parameter's name.
pub(super) fn is_named(story: &Story) -> bool {
    story.is_of_mysql()
        || story
            .servers_said(|said| matches!(said, ServerSignal::NoSlotsLeft(Slots::OfRole)))
            .into_iter()
            .chain(told(story))
            .any(|signal| {
                let text = &signal.line.text;
                text.contains(LIMIT_OF_ACCOUNT) || text.contains("already has more than")
            })
}
