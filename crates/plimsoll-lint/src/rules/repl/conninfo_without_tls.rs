//! Replication that takes what it gets, encrypted or not.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `primary_conninfo` to another host with `sslmode` absent, `disable`, `allow` or
    /// `prefer`.
    ///
    /// ## Why it matters
    ///
    /// Absent means `prefer`: encrypted if the primary offers it, else in the clear, and
    /// whoever is on the way decides. Everything that is ever written goes over this
    /// connection.
    ///
    /// ## Example
    ///
    /// `primary_conninfo = 'host=db1 user=replicator'`.
    ///
    /// ## What to do instead
    ///
    /// `sslmode=verify-full` with the root certificate, at least `require`; `hostssl` for it
    /// in `pg_hba.conf` of the primary.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "SSL Support", "Protection Provided in Different Modes"
    CONNINFO_WITHOUT_TLS {
        postgresql: Some("PG-REPL-011"),
        mysql: None,
        name: "conninfo-without-tls",
        worst: Info,
        controls: ["SOC 2 CC6.7"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "primary_conninfo";
    let conninfo = input.text(name).to_ascii_lowercase();
    let value = |key: &str| {
        let words = conninfo.split([' ', '?', '&']);
        let pairs = words.filter_map(|word| word.split_once('='));
        let mut own = pairs.filter(|(own, _)| *own == key);
        own.next().map(|(_, value)| value.trim_matches('\''))
    };
    let near =
        |host: &str| host.starts_with('/') || host == "localhost" || host.starts_with("127.");
    let host = value("host").or(value("hostaddr"));
    let away = conninfo.contains("://") || host.is_some_and(|host| !near(host));
    let sure = matches!(
        value("sslmode"),
        Some("require" | "verify-ca" | "verify-full")
    );
    if !away || sure {
        return Answer::QUIET;
    }
    Found::info("primary_conninfo does not ask for TLS: replication is encrypted only if the primary offers it")
        .sure(Confidence::Medium)
        .blames(input, &[name])
        .into()
}
