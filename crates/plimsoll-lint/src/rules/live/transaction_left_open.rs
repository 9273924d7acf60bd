//! A session that is idle in a transaction for hours.

use plimsoll_model::{Confidence, Row};

use super::told::span;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A session that began a transaction more than an hour ago and waits for its client.
    ///
    /// ## Why it matters
    ///
    /// It keeps its locks: a change of one of its tables waits, and behind that every query
    /// of the table. Once it has written, or where it keeps one snapshot for all of it,
    /// VACUUM clears nothing that was deleted since in the whole database, and tables and
    /// indexes grow. An hour is far beyond what an application holds a transaction open for
    /// on purpose while the database has nothing to do.
    ///
    /// ## Example
    ///
    /// A worker waits for an answer from the network between BEGIN and COMMIT, since
    /// yesterday.
    ///
    /// ## What to do instead
    ///
    /// Find who it is in `pg_stat_activity` and mend the application;
    /// `SELECT pg_terminate_backend(pid)` ends this one.
    /// `ALTER ROLE … SET idle_in_transaction_session_timeout = '10min'` ends the next.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "`pg_stat_activity`", "Client Connection Defaults /
    ///   Statement Behavior" and "Routine Vacuuming"
    TRANSACTION_LEFT_OPEN {
        postgresql: Some("PG-LIVE-005"),
        mysql: None,
        name: "transaction-left-open",
        worst: Warning,
        look: Look::Running(look),
    }
}

const SECONDS_MIN: u64 = 3_600;

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let is_left = |row: &Row<'_>| {
        let state = row.text("state").unwrap_or_default();
        state.starts_with("idle in transaction")
    };
    let Some((seconds, row)) = oldest(seen, is_left) else {
        return Answer::QUIET;
    };
    if seconds < SECONDS_MIN {
        return Answer::QUIET;
    }
    let message = format!(
        "a session of {} is idle in a transaction that began {} ago: it keeps its locks, and \
         VACUUM may clear nothing since",
        who(&row),
        span(seconds)
    );
    Found::warning(message)
        .sure(Confidence::Medium)
        .fact("idle in transaction", span(seconds), "pg_stat_activity")
        .blames(input, &["idle_in_transaction_session_timeout"])
        .into()
}

/// The clients' sessions with the oldest transaction among those of a kind.
pub(super) fn oldest(seen: &Seen, is_of_kind: impl Fn(&Row<'_>) -> bool) -> Option<(u64, Row<'_>)> {
    let rows = seen.snapshot.rows("sessions");
    let clients = rows.filter(|row| row.text("backend_type") == Some("client backend"));
    let aged = clients
        .filter(is_of_kind)
        .filter_map(|row| Some((row.count("oldest_transaction_seconds")?, row)));
    aged.max_by_key(|(seconds, _)| *seconds)
}

/// Whose sessions they are: `app (web) in shop`.
pub(super) fn who(row: &Row<'_>) -> String {
    let part = |column| row.text(column).filter(|text| !text.is_empty());
    let mut who = part("user").unwrap_or("a user").to_owned();
    if let Some(application) = part("application") {
        who.extend([" (", application, ")"]);
    }
    if let Some(database) = part("database") {
        who.extend([" in ", database]);
    }
    who
}
