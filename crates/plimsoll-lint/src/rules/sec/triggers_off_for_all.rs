//! Foreign keys and triggers switched off for every session.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `session_replication_role` other than `origin`, in the file.
    ///
    /// ## Why it matters
    ///
    /// With `replica` no ordinary trigger fires in any session. Foreign keys are triggers:
    /// rows that point nowhere come in without an error, audit tables stay empty.
    ///
    /// ## Example
    ///
    /// `session_replication_role = replica`, put into the file for a load.
    ///
    /// ## What to do instead
    ///
    /// Take it out; `SET LOCAL` it in the transaction that loads. Check the foreign keys of
    /// what was written meanwhile.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Client Connection Defaults / Statement Behavior",
    ///   `session_replication_role`
    TRIGGERS_OFF_FOR_ALL {
        postgresql: Some("PG-SEC-006"),
        mysql: None,
        name: "triggers-off-for-all",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "session_replication_role";
    let message = match input.text(name) {
        "replica" => {
            "session_replication_role is replica for every session: foreign keys are not checked and triggers do not fire"
        }
        "local" => {
            "session_replication_role is local for every session: triggers meant for the origin's changes alone do not fire as expected"
        }
        _ => return Answer::QUIET,
    };
    let found = if input.text(name) == "replica" {
        Found::warning(message)
    } else {
        Found::info(message)
    };
    found
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "origin")])
        .into()
}
