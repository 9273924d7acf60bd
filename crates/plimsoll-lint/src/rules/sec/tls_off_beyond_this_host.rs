//! Clients of other hosts, and nothing encrypted.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `listen_addresses` reaches beyond this host and `ssl` is off.
    ///
    /// ## Why it matters
    ///
    /// What clients send and get, and with `password` authentication their passwords, can be
    /// read and changed by whoever is on the way. Whether a network that is trusted, a proxy
    /// or a mesh encrypts in its place no file of the server says.
    ///
    /// ## Example
    ///
    /// `listen_addresses = '*'` and no `ssl`.
    ///
    /// ## What to do instead
    ///
    /// `ssl = on` with a certificate, and `hostssl` lines in `pg_hba.conf` so that it is
    /// used.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Secure TCP/IP Connections with SSL"
    TLS_OFF_BEYOND_THIS_HOST {
        postgresql: Some("PG-SEC-001"),
        mysql: None,
        name: "tls-off-beyond-this-host",
        worst: Info,
        controls: ["CIS PostgreSQL: Connection and Login", "SOC 2 CC6.7"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let local = ["localhost", "127.0.0.1", "::1"];
    let beyond = input
        .list("listen_addresses")
        .any(|address| !local.contains(&address) && !address.starts_with("127."));
    if !beyond || input.settings.is_on("ssl") != Some(false) {
        return Answer::QUIET;
    }
    Found::info("clients of other hosts are listened to, and ssl is off: nothing is encrypted by the server")
        .sure(Confidence::Medium)
        .blames(input, &["ssl"])
        .weighs(input, "listen_addresses")
        .into()
}
