//! skip-ssl on a server that the network reaches.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// TLS switched off (`skip-ssl`, `ssl = OFF`, `tls_version` empty) while the server
    /// listens beyond this machine.
    ///
    /// ## Why it matters
    ///
    /// MySQL makes its own certificates at the first start, so encryption costs nothing to
    /// set up; MariaDB does from 11.4 on. Switched off, logins with `caching_sha2_password`
    /// need the server's public key, and every row goes over the network in clear.
    ///
    /// ## Example
    ///
    /// `skip-ssl`, since a client complained of the certificate.
    ///
    /// ## What to do instead
    ///
    /// Remove the line and give the client the CA; `require_secure_transport = ON` when all
    /// clients can.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Configuring MySQL to Use Encrypted Connections"
    /// - MariaDB manual, "Secure Connections Overview"
    ENCRYPTION_SWITCHED_OFF {
        postgresql: None,
        mysql: Some("MY-SEC-007"),
        name: "encryption-switched-off",
        worst: Info,
        controls: ["CIS MySQL: Network", "SOC 2 CC6.7"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let off = input.is_set("ssl") && input.settings.is_on("ssl") == Some(false);
    let none = input
        .settings
        .text("tls_version")
        .is_some_and(|text| text.trim().is_empty());
    let name = match (off, none && input.is_set("tls_version")) {
        (true, _) => "ssl",
        (false, true) => "tls_version",
        (false, false) => return Answer::QUIET,
    };
    if !reached_from_the_network(input) {
        return Answer::QUIET;
    }
    Found::info("TLS is switched off: passwords and rows go over the network in clear")
        .blames(input, &[name])
        .weighs(input, "bind_address")
        .into()
}

fn reached_from_the_network(input: &Input<'_>) -> bool {
    let address = input.settings.text("bind_address").unwrap_or_default();
    let here = |address: &str| {
        let address = address.trim();
        address.starts_with("127.") || address == "::1" || address.eq_ignore_ascii_case("localhost")
    };
    let only_here = !address.is_empty() && address.split(',').all(here);
    !only_here && input.settings.is_on("skip_networking") != Some(true)
}
