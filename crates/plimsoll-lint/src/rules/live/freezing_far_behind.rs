//! Transaction numbers that run out because nothing freezes the old ones.

use plimsoll_model::Row;

use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A database whose oldest transaction number, or multixact, is twice as old as the age
    /// at which autovacuum begins to freeze it by force; a warning from 1.6 billion on.
    ///
    /// ## Why it matters
    ///
    /// From `autovacuum_freeze_max_age` on autovacuum works on it even where it is switched
    /// off. At twice that age as many transactions again went by, and it is not done:
    /// something holds it back (a transaction left open, a prepared one, a slot) or it is
    /// too slow. At 1.6 billion the server itself drops every brake (`vacuum_failsafe_age`
    /// has that default); 3 million before 2,147 million it refuses to hand out any more:
    /// no write until someone has vacuumed.
    ///
    /// ## Example
    ///
    /// A prepared transaction of last year; the age is at 1.9 billion and rises by ten
    /// million a day.
    ///
    /// ## What to do instead
    ///
    /// End what holds it back: see `backend_xmin` in `pg_stat_activity`, `pg_prepared_xacts`,
    /// `xmin` and `catalog_xmin` in `pg_replication_slots`. Then `VACUUM (FREEZE)` the tables
    /// with the largest `age(relfrozenxid)`, as a superuser and without `FULL`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Preventing Transaction ID Wraparound Failures" and
    ///   "Multixacts and Wraparound"
    /// - PostgreSQL source, `varsup.c`, `SetTransactionIdLimit` (14 and later: stop at 3
    ///   million; 13 and earlier: 1 million)
    FREEZING_FAR_BEHIND {
        postgresql: Some("PG-LIVE-004"),
        mysql: None,
        name: "freezing-far-behind",
        worst: Warning,
        controls: ["SOC 2 A1.1"],
        look: Look::Running(look),
    }
}

/// Column, parameter that forces a vacuum, what is counted.
const COUNTERS: [(&str, &str, &str); 2] = [
    ("xid_age", "autovacuum_freeze_max_age", "transaction"),
    (
        "mxid_age",
        "autovacuum_multixact_freeze_max_age",
        "multixact",
    ),
];
/// The default of `vacuum_failsafe_age` and of its like for multixacts.
const FAILSAFE: u64 = 1_600_000_000;
/// Half of 2^32: numbers beyond it would lie in the future.
const WRAPS_AT: u64 = 1 << 31;

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let of_one = |(column, parameter, what)| {
        let rows = seen.snapshot.rows("databases");
        let aged = rows.filter_map(|row| Some((row.count(column)?, row)));
        let (age, row) = aged.max_by_key(|(age, _)| *age)?;
        behind(input, &row, age, parameter, what)
    };
    Answer::Found(COUNTERS.into_iter().filter_map(of_one).collect())
}

fn behind(
    input: &Input<'_>,
    row: &Row<'_>,
    age: u64,
    parameter: &str,
    what: &str,
) -> Option<Found> {
    let forced = input.settings.count(parameter)?;
    let name = row.text("name").unwrap_or("?");
    let million = age / 1_000_000;
    let found = if age >= FAILSAFE {
        let left = WRAPS_AT.saturating_sub(age) / 1_000_000;
        Found::warning(format!(
            "database {name} has a {what} {million} million old that is not frozen: after {left} \
             million more the server refuses to write"
        ))
    } else if age >= forced.saturating_mul(2) {
        Found::info(format!(
            "database {name} has a {what} {million} million old that is not frozen: vacuum was \
             due at {} million and is not done",
            forced / 1_000_000
        ))
    } else {
        return None;
    };
    let found = found
        .fact(format!("oldest {what}"), age.to_string(), "pg_database")
        .weighs(input, parameter);
    Some(found)
}
