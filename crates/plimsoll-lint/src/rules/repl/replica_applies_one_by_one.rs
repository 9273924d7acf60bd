//! A replica with a single applier falls behind.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_read_only;

rule! {
    /// ## What it finds
    ///
    /// A read-only server whose replica applies one transaction at a time:
    /// `replica_parallel_workers` (`slave_parallel_workers`, MariaDB's
    /// `slave_parallel_threads`) at 0 or 1.
    ///
    /// ## Why it matters
    ///
    /// The source commits from many sessions at once and the replica applies with one thread.
    /// With steady writes it falls behind, and a failover has to wait for it or lose the
    /// rest.
    ///
    /// ## Example
    ///
    /// A MySQL 5.7 or MariaDB replica where nothing was set.
    ///
    /// ## What to do instead
    ///
    /// 4 to 8 workers, with the commit order kept (MySQL) or `slave_parallel_mode =
    /// optimistic` (MariaDB, built in).
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `replica_parallel_workers`
    /// - MariaDB manual, "Parallel Replication"
    REPLICA_APPLIES_ONE_BY_ONE {
        postgresql: None,
        mysql: Some("MY-REPL-013"),
        name: "replica-applies-one-by-one",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAMES: &[&str] = &[
        "replica_parallel_workers",
        "slave_parallel_threads",
        "slave_parallel_workers",
    ];
    let Some(name) = input.named(NAMES).filter(|_| is_read_only(input)) else {
        return Answer::QUIET;
    };
    if input.settings.count(name).is_none_or(|workers| workers > 1) {
        return Answer::QUIET;
    }
    Found::info(
        "the replica applies one transaction at a time and falls behind under steady writes",
    )
    .sure(Confidence::Medium)
    .blames(input, &[name])
    .into()
}
