//! A server for the network that does not ask for TLS.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `bind_address` set to all addresses while `require_secure_transport` is off.
    ///
    /// ## Why it matters
    ///
    /// A client that does not ask for TLS, or is made not to, sends its rows in clear and
    /// nobody notices.
    ///
    /// ## Example
    ///
    /// `bind-address = 0.0.0.0` and nothing of TLS.
    ///
    /// ## What to do instead
    ///
    /// `require_secure_transport = ON` once all clients can; connections over the socket
    /// count as secure.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `require_secure_transport`
    PLAIN_CONNECTIONS_ACCEPTED {
        postgresql: None,
        mysql: Some("MY-SEC-012"),
        name: "plain-connections-accepted",
        worst: Info,
        on: false,
        controls: ["CIS MySQL: Network", "SOC 2 CC6.7"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "require_secure_transport";
    let all =
        input.is_set("bind_address") && input.is_one_of("bind_address", &["*", "0.0.0.0", "::"]);
    if !all || input.settings.is_on(NAME) != Some(false) {
        return Answer::QUIET;
    }
    Found::info("the server listens to the whole network and takes connections without TLS")
        .blames(input, &[NAME])
        .weighs(input, "bind_address")
        .into()
}
