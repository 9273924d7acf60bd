//! Timeouts of statements and locks for the whole server.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `statement_timeout`, `lock_timeout` or `transaction_timeout` set for the whole server.
    ///
    /// ## Why it matters
    ///
    /// They hold for everyone: for VACUUM and CREATE INDEX by hand, for migrations, for
    /// reports. The manual advises against it for that reason. Autovacuum and `pg_dump` set
    /// them aside for themselves.
    ///
    /// ## Example
    ///
    /// `statement_timeout = '30s'`: CREATE INDEX CONCURRENTLY on a large table is ended and
    /// leaves an invalid index.
    ///
    /// ## What to do instead
    ///
    /// For the application's roles: `ALTER ROLE app SET statement_timeout = '30s'`. Where it
    /// stays, maintenance begins with `SET statement_timeout = 0`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Client Connection Defaults / Statement Behavior"
    TIMEOUT_FOR_EVERYONE {
        postgresql: Some("PG-CONN-009"),
        mysql: None,
        name: "timeout-for-everyone",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let names = ["statement_timeout", "lock_timeout", "transaction_timeout"].into_iter();
    let found = names.filter_map(|name| {
        input.settings.count(name).filter(|&ms| ms > 0)?;
        let message = format!(
            "{name} of {} holds for everyone, for maintenance and migrations too",
            input.shown(name)
        );
        Some(Found::info(message).blames(input, &[name]))
    });
    Answer::Found(found.collect())
}
