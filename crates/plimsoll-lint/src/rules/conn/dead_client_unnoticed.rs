//! A statement that runs on for a client that is gone.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `client_connection_check_interval = 0`, the default.
    ///
    /// ## Why it matters
    ///
    /// The server notices that a client is gone when it next writes to it, which is when the
    /// statement has its result. A long report whose user closed the window runs to its end;
    /// one that is tried again and again runs many times at once, with the memory and the
    /// locks of each.
    ///
    /// ## Example
    ///
    /// A web server that gives up after 30 s on a query of ten minutes, and asks again.
    ///
    /// ## What to do instead
    ///
    /// `client_connection_check_interval = '10s'` (14 and later), and a `statement_timeout`
    /// for the application's role.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Connections and Authentication / TCP Settings",
    ///   `client_connection_check_interval`
    DEAD_CLIENT_UNNOTICED {
        postgresql: Some("PG-CONN-010"),
        mysql: None,
        name: "dead-client-unnoticed",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "client_connection_check_interval";
    if input.settings.count(name) != Some(0) {
        return Answer::QUIET;
    }
    let message = "a statement runs to its end though its client is gone";
    Found::info(message).blames(input, &[name]).into()
}
