//! Brings the tables of a store to this version, once, whoever else opens it at
//! that moment: all of it is one transaction behind one lock.

use refinery_core::traits::sync::{Migrate, Query, Transaction};
use refinery_core::{Error, Migration, Runner, error::Kind};
use time::OffsetDateTime;

use crate::Fault;
use crate::connection::Connection;

/// Every version of the tables, the same text for both kinds of store.
const MIGRATIONS: &[(&str, &str)] = &[
    ("V1__history", include_str!("../migrations/V1__history.sql")),
    (
        "V2__sessions",
        include_str!("../migrations/V2__sessions.sql"),
    ),
    ("V3__samples", include_str!("../migrations/V3__samples.sql")),
];

/// The version of the tables that this release makes.
pub const SCHEMA_VERSION: u64 = MIGRATIONS.len() as u64;

/// `refinery`'s table, whose presence tells a store from something else.
const VERSIONS: &str = "refinery_schema_history";

/// For PostgreSQL's advisory lock: `plimsoll` in ASCII.
const LOCK: i64 = 0x706c_696d_736f_6c6c;

/// Makes or migrates the tables; leaves alone what is newer or not ours.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), Fault> {
    if connection.read(version)? == Some(SCHEMA_VERSION) {
        return Ok(());
    }
    connection.write(|connection| {
        if let Connection::Postgresql(_) = connection {
            claim(connection)?;
        }
        if version(connection)? == Some(SCHEMA_VERSION) {
            return Ok(());
        }
        let migrations: Result<Vec<Migration>, Error> = MIGRATIONS
            .iter()
            .map(|(name, sql)| Migration::unapplied(name, sql))
            .collect();
        let migrations = migrations.map_err(|error| fault(&error))?;
        let runner = Runner::new(&migrations).set_grouped(true);
        runner
            .run(&mut Inside(connection))
            .map_err(|error| fault(&error))?;
        Ok(())
    })
}

/// The version of its tables; `None` where there are none.
fn version(connection: &mut Connection) -> Result<Option<u64>, Fault> {
    let tables = match connection {
        Connection::Sqlite(_) => "SELECT name FROM sqlite_schema WHERE type = 'table'",
        Connection::Postgresql(_) => {
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'plimsoll'"
        }
    };
    let tables = connection.query(tables, &[])?;
    if tables.is_empty() {
        return Ok(None);
    }
    let names: Result<Vec<String>, Fault> = tables.iter().map(|row| row.text(0)).collect();
    if !names?.iter().any(|name| name == VERSIONS) {
        return Err(Fault::NotOurs(format!("tables without {VERSIONS}")));
    }
    let newest = connection.query(&format!("SELECT max(version) FROM {VERSIONS}"), &[])?;
    let newest = newest.first().map(|row| row.count_if(0)).transpose()?;
    match newest.flatten() {
        Some(found) if found > SCHEMA_VERSION => Err(Fault::Newer {
            found,
            known: SCHEMA_VERSION,
        }),
        other => Ok(other),
    }
}

/// One at a time, in a schema of its own. To make one takes a right on the
/// database even where it is there already, so that is asked first.
fn claim(connection: &mut Connection) -> Result<(), Fault> {
    let lock = format!("SELECT pg_advisory_xact_lock({LOCK})::text");
    connection.query(&lock, &[])?;
    let ours = "SELECT nspname::text FROM pg_namespace WHERE nspname = 'plimsoll'";
    if connection.query(ours, &[])?.is_empty() {
        connection.batch("CREATE SCHEMA plimsoll")?;
    }
    Ok(())
}

fn fault(error: &Error) -> Fault {
    let said = Fault::said(error);
    match error.kind() {
        Kind::DivergentVersion(..) | Kind::MissingVersion(_) => Fault::NotOurs(said),
        Kind::Connection(_, cause) => {
            let cause = cause.downcast_ref::<Fault>();
            cause.cloned().unwrap_or(Fault::Failed(said))
        }
        _ => Fault::Failed(said),
    }
}

/// A connection inside its transaction: `refinery`'s own drivers open one for
/// each step.
struct Inside<'a>(&'a mut Connection);

impl Transaction for Inside<'_> {
    type Error = Fault;

    fn execute<'a, T: Iterator<Item = &'a str>>(&mut self, steps: T) -> Result<usize, Fault> {
        let mut count = 0;
        for step in steps {
            self.0.batch(step)?;
            count += 1;
        }
        Ok(count)
    }
}

impl Query<Vec<Migration>> for Inside<'_> {
    fn query(&mut self, query: &str) -> Result<Vec<Migration>, Fault> {
        let rows = self.0.query(query, &[])?;
        let applied = |row: &crate::connection::Row| {
            let checksum = row.text(3)?;
            let checksum = checksum.parse().map_err(|_| {
                Fault::Corrupt(format!("`{checksum}` in {VERSIONS} is no checksum"))
            })?;
            let version = i32::try_from(row.count(0)?).unwrap_or(i32::MAX);
            // When it was applied is nobody's question here.
            let at = OffsetDateTime::UNIX_EPOCH;
            Ok(Migration::applied(version, row.text(1)?, at, checksum))
        };
        rows.iter().map(applied).collect()
    }
}

impl Migrate for Inside<'_> {}
