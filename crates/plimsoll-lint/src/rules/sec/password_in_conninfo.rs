//! The replication password in a file that is copied around.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `primary_conninfo` with `password=` in it.
    ///
    /// ## Why it matters
    ///
    /// The file goes into backups, repositories and tickets, and every superuser reads the
    /// value with SHOW.
    ///
    /// ## Example
    ///
    /// `primary_conninfo = 'host=db1 user=replicator password=…'`.
    ///
    /// ## What to do instead
    ///
    /// `passfile=` with a file of mode 0600, or a client certificate; then a new password,
    /// since this one was seen.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Database Connection Control Functions", passfile
    /// - section "Standby Server Settings", `primary_conninfo`
    PASSWORD_IN_CONNINFO {
        postgresql: Some("PG-SEC-009"),
        mysql: None,
        name: "password-in-conninfo",
        worst: Info,
        controls: ["SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "primary_conninfo";
    let written = input.text(name).to_ascii_lowercase();
    let carries = written
        .split_whitespace()
        .any(|word| word.starts_with("password"));
    if !carries {
        return Answer::QUIET;
    }
    let mut found =
        Found::info("primary_conninfo carries a password: it goes wherever this file goes");
    found.parameters.push(name.to_owned());
    found.location = input.place(name);
    found.into()
}
