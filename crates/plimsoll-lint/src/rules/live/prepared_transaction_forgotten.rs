//! A prepared transaction that nobody finishes.

use super::told::span;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A transaction that was prepared (PREPARE TRANSACTION) more than an hour ago and
    /// neither committed nor rolled back.
    ///
    /// ## Why it matters
    ///
    /// It belongs to no session: it outlives its client and a restart of the server, and no
    /// timeout ends it. It keeps its locks, and VACUUM clears nothing since, until the
    /// transaction numbers run out. A transaction manager finishes what it prepared within
    /// seconds, or after its own restart: one of an hour it has lost.
    ///
    /// ## Example
    ///
    /// The application server that prepared it was deleted; the transaction is from March.
    ///
    /// ## What to do instead
    ///
    /// Ask its transaction manager. If that does not know it: `COMMIT PREPARED 'gid'` or
    /// `ROLLBACK PREPARED 'gid'`, in the database that `pg_prepared_xacts` names.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "PREPARE TRANSACTION" and "`pg_prepared_xacts`"
    PREPARED_TRANSACTION_FORGOTTEN {
        postgresql: Some("PG-LIVE-007"),
        mysql: None,
        name: "prepared-transaction-forgotten",
        worst: Warning,
        look: Look::Running(look),
    }
}

const SECONDS_MIN: u64 = 3_600;

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let row = seen.snapshot.row("prepared_transactions");
    let seconds = row.and_then(|row| row.count("oldest_seconds"));
    let Some(seconds) = seconds.filter(|seconds| *seconds >= SECONDS_MIN) else {
        return Answer::QUIET;
    };
    let message = format!(
        "a transaction was prepared {} ago and never finished: it keeps its locks, and VACUUM \
         clears nothing since",
        span(seconds)
    );
    let count = row.and_then(|row| row.text("count")).unwrap_or("?");
    Found::warning(message)
        .fact("prepared transactions", count, "pg_prepared_xacts")
        .weighs(input, "max_prepared_transactions")
        .into()
}
