//! A change that is written and waits for a restart.

use plimsoll_model::DriftKind;

use super::told::{of_kind, told};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A parameter whose new value is written and comes in force at the next start alone: in
    /// a file, by ALTER SYSTEM or by SET PERSIST ONLY.
    ///
    /// ## Why it matters
    ///
    /// The server runs with the old value, and what is written is not what it was tried
    /// with. The new one arrives at a moment that nobody chose: a patch, a crash, a pod that
    /// is moved. Whoever looks for a cause then does not think of a change of last month.
    ///
    /// ## Example
    ///
    /// `shared_buffers` was raised from 4 GB to 12 GB in June, without a restart; in
    /// September the machine is rebooted and the server comes up with it.
    ///
    /// ## What to do instead
    ///
    /// Restart in a window of your choice, or take the change back. What the new values do
    /// to the memory bill, `plimsoll check` on the files says before.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "`pg_settings`", `pending_restart`
    /// - MySQL manual, section "Persisted System Variables", `PERSIST_ONLY`
    WAITS_FOR_RESTART {
        postgresql: Some("PG-DRIFT-002"),
        mysql: Some("MY-DRIFT-003"),
        name: "waits-for-restart",
        worst: Info,
        look: Look::Running(look),
    }
}

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let found = of_kind(seen, DriftKind::WaitsForRestart).map(|drift| {
        let (name, now, source) = (&drift.parameter, &drift.in_force, &drift.other_source);
        let message = match &drift.other {
            Some(other) => format!("{name} is {now} until a restart makes it {other} ({source})"),
            None => format!("{name} is {now} until a restart brings what is in {source}"),
        };
        told(input, Found::info(message), drift)
    });
    Answer::Found(found.collect())
}
