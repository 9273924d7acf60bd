//! A value that lives in the running server alone.

use plimsoll_model::{Confidence, DriftKind};

use super::told::{of_kind, told};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A variable that someone set in the running server with SET GLOBAL, where neither an
    /// option file nor `mysqld-auto.cnf` says the same.
    ///
    /// ## Why it matters
    ///
    /// The next restart brings the old value back. What was turned up in an incident is
    /// gone in the next one, and what the server is watched with is not what it will run
    /// with.
    ///
    /// ## Example
    ///
    /// `SET GLOBAL max_connections = 900` ended an outage in May; in July the server is
    /// patched and starts with 151.
    ///
    /// ## What to do instead
    ///
    /// Write the value that is meant into the option file, or `SET PERSIST` it (MySQL 8.0
    /// and later); or set the running server back.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "Persisted System Variables"
    /// - MySQL manual, section "The `variables_info` Table": `VARIABLE_SOURCE`
    /// - MariaDB manual, section "Information Schema `SYSTEM_VARIABLES` Table"
    LOST_AT_RESTART {
        postgresql: None,
        mysql: Some("MY-DRIFT-002"),
        name: "lost-at-restart",
        worst: Warning,
        look: Look::Running(look),
    }
}

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let drift = of_kind(seen, DriftKind::LostAtRestart);
    let found = drift.map(|drift| {
        let name = &drift.parameter;
        let now = &drift.in_force;
        let found = match &drift.other {
            Some(other) => Found::warning(format!(
                "{name} was set to {now} in the running server; a restart brings {other} back ({})",
                drift.other_source
            )),
            // MySQL's mark is there too where a session set it for itself alone.
            None => Found::info(format!(
                "{name} is {now}, and may have been set in the running server alone: a restart brings back what is in {}",
                drift.other_source
            ))
            .sure(Confidence::Low),
        };
        told(input, found, drift)
    });
    Answer::Found(found.collect())
}
