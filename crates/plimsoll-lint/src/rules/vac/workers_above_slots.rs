//! More autovacuum workers than there are slots for.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `autovacuum_max_workers` above `autovacuum_worker_slots` (18 and later).
    ///
    /// ## Why it matters
    ///
    /// The server starts no more workers than it has slots, and says so in a warning at the
    /// start (tried on 18). The number of workers takes a reload since 18, that of the slots
    /// a restart.
    ///
    /// ## Example
    ///
    /// `autovacuum_max_workers = 20` with the built-in 16 slots.
    ///
    /// ## What to do instead
    ///
    /// As many slots as workers that may ever be wanted.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL 18 release notes (`autovacuum_worker_slots`)
    /// - PostgreSQL manual, section "Vacuuming / Automatic Vacuuming"
    WORKERS_ABOVE_SLOTS {
        postgresql: Some("PG-VAC-005"),
        mysql: None,
        name: "autovacuum-workers-above-slots",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let names = ["autovacuum_worker_slots", "autovacuum_max_workers"];
    let [Some(slots), Some(workers)] = names.map(|name| input.settings.count(name)) else {
        return Answer::QUIET;
    };
    if workers <= slots {
        return Answer::QUIET;
    }
    let message =
        format!("{workers} autovacuum workers are asked for, and there are slots for {slots}");
    Found::info(message).blames(input, &names).into()
}
