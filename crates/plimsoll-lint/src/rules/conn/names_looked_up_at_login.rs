//! A name server that every login waits for.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `skip_name_resolve = OFF`, with the network open.
    ///
    /// ## Why it matters
    ///
    /// For a client whose address is not in the host cache the server asks the name server
    /// for its name, and again for the name's address, before it lets it in. When the name
    /// server is slow, logins hang in the state "login" or "unauthenticated user", and fill
    /// up the connections.
    ///
    /// ## Example
    ///
    /// A cluster of containers, whose addresses change all the time.
    ///
    /// ## What to do instead
    ///
    /// `skip_name_resolve = ON`; accounts then need addresses or `%` as host, not names.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "DNS Lookups and the Host Cache"
    NAMES_LOOKED_UP_AT_LOGIN {
        postgresql: None,
        mysql: Some("MY-CONN-007"),
        name: "names-looked-up-at-login",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "skip_name_resolve";
    let networking = input.settings.is_on("skip_networking") != Some(true);
    if input.settings.is_on(NAME) != Some(false) || !networking {
        return Answer::QUIET;
    }
    Found::info("a login from an address not seen before waits for the name server")
        .blames(input, &[NAME])
        .into()
}
