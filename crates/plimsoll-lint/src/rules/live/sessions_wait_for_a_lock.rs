//! Sessions that wait for a lock for minutes.

use plimsoll_model::{Confidence, Engine, Row};

use super::told::span;
use super::transaction_left_open::who;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// Sessions that have waited for a lock for five minutes or more.
    ///
    /// ## Why it matters
    ///
    /// A lock is held for milliseconds where all is well. After five minutes the one that
    /// holds it is stuck or forgotten, and whoever waits holds locks too: a change of a table
    /// that waits in this queue keeps every later query of that table behind it, and the
    /// pool of the application runs empty.
    ///
    /// ## Example
    ///
    /// `ALTER TABLE orders ADD …` waits for a report; each `SELECT` on `orders` waits for
    /// the `ALTER TABLE`.
    ///
    /// ## What to do instead
    ///
    /// PostgreSQL: `SELECT pid, pg_blocking_pids(pid) FROM pg_stat_activity`; MySQL:
    /// `sys.innodb_lock_waits` and `sys.schema_table_lock_waits`; end the one at the head.
    /// Give changes of tables a `lock_timeout` (`lock_wait_timeout`) of seconds, and try
    /// again.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Explicit Locking" and "System Information Functions",
    ///   `pg_blocking_pids`
    /// - MySQL manual, section "Metadata Locking"
    SESSIONS_WAIT_FOR_A_LOCK {
        postgresql: Some("PG-LIVE-009"),
        mysql: Some("MY-LIVE-002"),
        name: "sessions-wait-for-a-lock",
        worst: Warning,
        look: Look::Running(look),
    }
}

const SECONDS_MIN: u64 = 300;

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let (column, source) = match input.config.engine {
        Engine::Postgresql => ("oldest_query_seconds", "pg_stat_activity"),
        Engine::Mysql | Engine::Mariadb => ("oldest_seconds", "the list of processes"),
    };
    // Where others of a group do not wait, the oldest may be one of those.
    let all_wait = |row: &Row<'_>| {
        let waiting = row.count("waiting").filter(|waiting| *waiting > 0);
        waiting.is_some() && waiting == row.count("count")
    };
    let rows = seen.snapshot.rows("sessions").filter(all_wait);
    let aged = rows.filter_map(|row| Some((row.count(column)?, row)));
    let long: Vec<_> = aged.filter(|(age, _)| *age >= SECONDS_MIN).collect();
    let Some((age, row)) = long.iter().max_by_key(|(age, _)| *age) else {
        return Answer::QUIET;
    };
    let count: u64 = long
        .iter()
        .filter_map(|(_, row)| row.count("waiting"))
        .sum();
    let message = format!(
        "sessions wait for a lock, the longest for {}: those of {}",
        span(*age),
        who(row)
    );
    Found::warning(message)
        .sure(Confidence::Medium)
        .fact("sessions that wait", count.to_string(), source)
        .into()
}
