//! User names by database, half done and gone since.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `db_user_namespace = on`.
    ///
    /// ## Why it matters
    ///
    /// It was a makeshift, works with clear-text passwords and MD5 only in part, not with
    /// SCRAM, and version 17 does not know it.
    ///
    /// ## Example
    ///
    /// `db_user_namespace = on`, for hosting many customers.
    ///
    /// ## What to do instead
    ///
    /// Roles with names of their own, and `GRANT CONNECT` by database.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL 16 manual, section "Connections and Authentication / Authentication",
    ///   `db_user_namespace`
    /// - PostgreSQL 17 release notes
    USER_NAMESPACE {
        postgresql: Some("PG-SEC-013"),
        mysql: None,
        name: "user-namespace",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "db_user_namespace";
    if input.settings.is_on(name) != Some(true) {
        return Answer::QUIET;
    }
    Found::info(
        "db_user_namespace is on: it does not work with SCRAM, and version 17 does not know it",
    )
    .blames(input, &[name])
    .mended(input, Safety::Unsafe, &[(name, "off")])
    .into()
}
