//! `proxy_protocol_networks` *: every client says where it comes from.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `proxy_protocol_networks` that takes any address (MariaDB).
    ///
    /// ## Why it matters
    ///
    /// From these networks the first bytes of a connection may say what its address is, and
    /// the accounts' host parts are held against that. With `*` every client may say it is
    /// 127.0.0.1 and log in to accounts that are for this machine alone; logs and audits show
    /// the address that it chose.
    ///
    /// ## Example
    ///
    /// `proxy_protocol_networks = *`, so that a balancer works.
    ///
    /// ## What to do instead
    ///
    /// The balancer's own addresses, `10.0.0.10, localhost`.
    ///
    /// ## Sources
    ///
    /// - MariaDB manual, "Proxy Protocol Support"
    ANY_CLIENT_MAY_NAME_ITS_ADDRESS {
        postgresql: None,
        mysql: Some("MY-SEC-009"),
        name: "any-client-may-name-its-address",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "proxy_protocol_networks";
    let text = input.settings.text(NAME).unwrap_or_default();
    let any = |network: &str| matches!(network.trim(), "*" | "0.0.0.0/0" | "::/0");
    if !text.split(',').any(any) {
        return Answer::QUIET;
    }
    Found::warning(
        "every client may say which address it comes from: host parts of accounts mean nothing",
    )
    .blames(input, &[NAME])
    .into()
}
