//! A database whose DROP DATABASE did not finish.

use plimsoll_model::Row;

use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A database that DROP DATABASE began to remove and did not finish: its connection limit
    /// is -2.
    ///
    /// ## Why it matters
    ///
    /// Nobody can connect to it any more, some of its files are gone, and the others keep
    /// their disk. Whoever believes that it is merely closed, or that it is dropped, is
    /// wrong. Autovacuum passes it over.
    ///
    /// ## Example
    ///
    /// `DROP DATABASE shop_old` was cancelled by a timeout, at the wrong moment.
    ///
    /// ## What to do instead
    ///
    /// `DROP DATABASE` once more. There is no way back to its data but a backup.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL 15.4, 14.9, 13.12 and 12.16 release notes (interrupted DROP
    ///   DATABASE)
    /// - PostgreSQL manual, section "`pg_database`", `datconnlimit`
    DATABASE_HALF_DROPPED {
        postgresql: Some("PG-LIVE-017"),
        mysql: None,
        name: "database-half-dropped",
        worst: Info,
        look: Look::Running(look),
    }
}

fn look(_: &Input<'_>, seen: &Seen) -> Answer {
    let is_invalid = |row: &Row<'_>| row.text("connection_limit") == Some("-2");
    let databases = seen.snapshot.rows("databases").filter(is_invalid);
    let found = databases.map(|row| {
        let name = row.text("name").unwrap_or("?");
        let message = format!("DROP DATABASE {name} did not finish: drop it once more");
        Found::info(message).fact("connection limit", "-2", "pg_database")
    });
    Answer::Found(found.collect())
}
