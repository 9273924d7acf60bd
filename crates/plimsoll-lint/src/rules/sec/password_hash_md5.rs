//! New passwords stored as MD5.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `password_encryption = md5`, written in the file.
    ///
    /// ## Why it matters
    ///
    /// The stored hash is itself enough to log in with, and thousands of millions of
    /// passwords a second can be tried against it. Version 18 warns of it, and a later one
    /// will not take it.
    ///
    /// ## Example
    ///
    /// `password_encryption = md5`, for a driver of 2016.
    ///
    /// ## What to do instead
    ///
    /// `scram-sha-256`, then every password set anew; `pg_hba.conf` lines that say `md5` take
    /// both.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Password Authentication"
    /// - PostgreSQL 18 release notes, on MD5 passwords
    PASSWORD_HASH_MD5 {
        postgresql: Some("PG-SEC-004"),
        mysql: None,
        name: "password-hash-md5",
        worst: Info,
        controls: ["CIS PostgreSQL: Connection and Login", "SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "password_encryption";
    if !input.is_set(name) || input.text(name) != "md5" {
        return Answer::QUIET;
    }
    Found::info("password_encryption is md5: who gets a stored hash can log in with it")
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "scram-sha-256")])
        .into()
}
