//! Logins were refused.

use super::{DOUBTED, have_clients_failed, is_hurt, is_severe, stood_still};
use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Wrong passwords, accounts that do not exist, addresses without a rule: a scanner, or
    /// a client with an old password.
    ///
    /// ## How it shows
    ///
    /// Refused logins, and nothing that went down.
    ///
    /// ## What speaks against it
    ///
    /// A server that went down; refusals after a change of passwords, by a client that
    /// matters.
    ///
    /// ## What to do
    ///
    /// Nothing for the server; let nobody reach it who need not, and look at the clients it
    /// names.
    LOGINS_REFUSED {
        name: "logins-refused",
        class: Benign,
        layer: None,
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let refused = story.servers_said(|said| matches!(said, ServerSignal::LoginRefused { .. }));
    let lost = story.servers_said(|said| matches!(said, ServerSignal::ClientLost));
    if refused.is_empty() && lost.is_empty() {
        return None;
    }
    let hurt = is_hurt(story);
    let doubted = is_severe(story) || have_clients_failed(story) || stood_still(story);
    let worked = story.servers_said(|said| matches!(said, ServerSignal::Worked));
    let message =
        "logins were refused or clients hung up, and the server works: nothing to mend in it";
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, refused)
        .shown(Weight::Fair, lost)
        .holds(Weight::Slight, !hurt && !worked.is_empty())
        .against(Weight::Proof, hurt, "something graver happened")
        .against(Weight::Strong, doubted, DOUBTED);
    Some(weighed)
}
