//! One connection to a store of either kind, blocking, with the statements'
//! common ground: `$1` for a parameter, texts and whole numbers for values.
//!
//! Nothing above this module asks which kind it speaks to, but for what only a
//! file has.

mod postgresql;
mod sqlite;
mod value;

use std::time::Duration;

pub(crate) use sqlite::Sqlite;
pub(crate) use value::{Row, Value};

use crate::{Fault, Place};
use postgresql::Postgresql;

/// A connection, whatever its tables are.
pub(crate) enum Connection {
    Sqlite(Sqlite),
    Postgresql(Postgresql),
}

impl Connection {
    /// Connects, to a file that is made first where there is none. Every wait on it
    /// ends after `wait_max`.
    pub(crate) fn open(place: &Place, wait_max: Duration) -> Result<Self, Fault> {
        Ok(match place {
            Place::Folder(folder) => Self::Sqlite(Sqlite::open(folder, wait_max)?),
            Place::Postgresql(server) => Self::Postgresql(Postgresql::open(server, wait_max)?),
        })
    }

    /// Runs one statement and gives its rows.
    pub(crate) fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        match self {
            Self::Sqlite(file) => file.query(sql, values),
            Self::Postgresql(server) => server.query(sql, values),
        }
    }

    /// Runs a statement that gives a row, and gives the number in it.
    pub(crate) fn one(&mut self, sql: &str, values: &[Value]) -> Result<u64, Fault> {
        let rows = self.query(sql, values)?;
        let missing = || Fault::Corrupt("a row that is always there is missing".to_owned());
        rows.first().ok_or_else(missing)?.count(0)
    }

    /// Runs statements without parameters.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Fault> {
        match self {
            Self::Sqlite(file) => file.batch(sql),
            Self::Postgresql(server) => server.batch(sql),
        }
    }

    /// Adds rows, as many in one statement as is fit; `into` is the table with its columns.
    pub(crate) fn insert<const COLUMNS: usize>(
        &mut self,
        into: &str,
        rows: &[[Value; COLUMNS]],
    ) -> Result<(), Fault> {
        const ROWS_MAX: usize = 100;
        for rows in rows.chunks(ROWS_MAX) {
            let row = |index| value::places(index * COLUMNS + 1, COLUMNS);
            let rows_of_places: Vec<String> = (0..rows.len()).map(row).collect();
            let sql = format!("INSERT INTO {into} VALUES {}", rows_of_places.join(", "));
            self.query(&sql, rows.as_flattened())?;
        }
        Ok(())
    }

    /// Runs a statement that ends in a name's `IN` for these names, as many at a time as is fit.
    pub(crate) fn for_names(
        &mut self,
        sql: &str,
        values: &[Value],
        names: &[&str],
    ) -> Result<(), Fault> {
        const NAMES_MAX: usize = 100;
        for names in names.chunks(NAMES_MAX) {
            let places = value::places(values.len() + 1, names.len());
            let names = names.iter().map(|name| Value::from(*name));
            let values: Vec<Value> = values.iter().cloned().chain(names).collect();
            self.query(&format!("{sql} IN {places}"), &values)?;
        }
        Ok(())
    }

    /// All of `act` or nothing of it; other writers wait.
    pub(crate) fn write<T>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        match self {
            Self::Sqlite(file) => file.batch("BEGIN IMMEDIATE")?,
            Self::Postgresql(server) => server.begin("READ WRITE")?,
        }
        self.finish(act)
    }

    /// `act` on one state of the store, whoever writes meanwhile.
    pub(crate) fn read<T>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        match self {
            Self::Sqlite(file) => file.batch("BEGIN")?,
            Self::Postgresql(server) => {
                server.begin("ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
            }
        }
        self.finish(act)
    }

    fn finish<T>(&mut self, act: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        let done = act(self).and_then(|done| self.commit().map(|()| done));
        if done.is_err() {
            // What fails here is undone by the end of the connection.
            let _undone_anyway = self.rollback();
        }
        done
    }

    fn commit(&mut self) -> Result<(), Fault> {
        match self {
            Self::Sqlite(file) => file.batch("COMMIT"),
            Self::Postgresql(server) => server.commit(),
        }
    }

    fn rollback(&mut self) -> Result<(), Fault> {
        match self {
            Self::Sqlite(file) => file.rollback(),
            Self::Postgresql(server) => server.rollback(),
        }
    }
}
