//! A standby that nobody can connect to.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `hot_standby = off` on a server that follows another (`primary_conninfo`).
    ///
    /// ## Why it matters
    ///
    /// It replays and refuses every connection: health checks fail, its lag cannot be asked
    /// for, and it is no help for reads.
    ///
    /// ## Example
    ///
    /// `hot_standby = off`, as it was built in before version 10.
    ///
    /// ## What to do instead
    ///
    /// `hot_standby = on`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Replication / Standby Servers", `hot_standby`
    STANDBY_TAKES_NO_QUERIES {
        postgresql: Some("PG-REPL-007"),
        mysql: None,
        name: "standby-takes-no-queries",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "hot_standby";
    let follows = !input.text("primary_conninfo").trim().is_empty();
    if !follows || input.settings.is_on(name) != Some(false) {
        return Answer::QUIET;
    }
    Found::info("hot_standby is off: the standby refuses every connection, health checks too")
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "on")])
        .into()
}
