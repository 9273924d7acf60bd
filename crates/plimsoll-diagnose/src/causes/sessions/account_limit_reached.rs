//! An account, a role or a database has used up the sessions of its own.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{ServerSignal, Signal, Slots};
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

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| matches!(said, ServerSignal::NoSlotsLeft(Slots::OfRole)));
    if said.is_empty() {
        return None;
    }
    let forks = story.servers_said(|said| matches!(said, ServerSignal::CannotFork { .. }));
    let message =
        "one account used up the sessions it may have: bound its pools, or raise its limit";
    // MySQL and MariaDB name the limit of an account; PostgreSQL's stands at the role.
    let named: &[&str] = if story.is_of_mysql() || said.iter().any(|it| names_limit(it)) {
        &["max_user_connections"]
    } else {
        &[]
    };
    let weighed = Weighed::new(message)
        .blames(named)
        .shown(Weight::Proof, said)
        .against(
            Weight::Strong,
            !forks.is_empty(),
            "no process could be made for sessions at all",
        );
    Some(weighed)
}

fn names_limit(signal: &Signal) -> bool {
    signal.line.text.contains("already has more than")
}
