//! The history in one file. It is made for its user alone, marked as
//! Plimsoll's, and a file with another mark is not touched.

use std::fs::{DirBuilder, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use rusqlite::types::{Value as Cell, ValueRef};
use rusqlite::{Error, ErrorCode, OpenFlags, ffi, params_from_iter};

use super::{Row, Value};
use crate::{FILE_NAME, Fault};

/// `Plim`: the application id of the file (header offset 68).
const APPLICATION_ID: i64 = 0x506c_696d;

/// An open file.
pub(crate) struct Sqlite {
    file: rusqlite::Connection,
    wait_max: Duration,
}

impl Sqlite {
    pub(super) fn open(folder: &Path, wait_max: Duration) -> Result<Self, Fault> {
        let path = folder.join(FILE_NAME);
        make(folder, &path).map_err(|error| match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Fault::Full(error.to_string()),
            _ => Fault::ReadOnly(error.to_string()),
        })?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let file = rusqlite::Connection::open_with_flags(&path, flags);
        let said = |error| fault(&error, wait_max);
        let file = file.map_err(said)?;
        file.busy_timeout(wait_max).map_err(said)?;
        let mut opened = Self { file, wait_max };
        opened.claim()?;
        opened.batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;")?;
        Ok(opened)
    }

    /// Marks a file that has nothing in it; refuses another's. Before the first
    /// table, because only then can the file learn to shrink.
    fn claim(&mut self) -> Result<(), Fault> {
        // One look at both: another process may be making it at this moment.
        self.batch("BEGIN")?;
        let mark = self.number("PRAGMA application_id");
        let tables = self.number("SELECT count(*) FROM sqlite_schema");
        self.rollback()?;
        match (mark?, tables?) {
            (APPLICATION_ID, _) => Ok(()),
            (_, 0) => self.batch(&format!(
                "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = {APPLICATION_ID};"
            )),
            (_, _) => Err(Fault::NotOurs(
                "a database without Plimsoll's mark".to_owned(),
            )),
        }
    }

    /// From now on readers do not wait for writers.
    pub(crate) fn write_ahead(&mut self) -> Result<(), Fault> {
        if self.text("PRAGMA journal_mode")? == "wal" {
            return Ok(());
        }
        self.text("PRAGMA journal_mode = WAL").map(drop)
    }

    /// The file's size, and how much of it holds something.
    pub(crate) fn sizes_bytes(&mut self) -> Result<(u64, u64), Fault> {
        let page = self.number("PRAGMA page_size")?;
        let pages = self.number("PRAGMA page_count")?;
        let free = self.number("PRAGMA freelist_count")?;
        let bytes = |pages: i64| u64::try_from(pages.saturating_mul(page)).unwrap_or(0);
        Ok((bytes(pages), bytes(pages - free)))
    }

    /// Gives free pages and the journal's room back to the file system.
    pub(crate) fn shrink(&mut self) -> Result<(), Fault> {
        // Each step of this statement frees one page: it is run as one that gives rows.
        self.query("PRAGMA incremental_vacuum", &[])?;
        // Where others read on, it is done as far as they let it.
        self.batch("PRAGMA wal_checkpoint(TRUNCATE);")
    }

    pub(super) fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        let wait_max = self.wait_max;
        self.rows(&sql.replace('$', "?"), values)
            .map_err(|error| fault(&error, wait_max))
    }

    fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error> {
        let mut statement = self.file.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut cursor = statement.query(params_from_iter(values.iter().map(cell)))?;
        let mut rows = Vec::new();
        while let Some(row) = cursor.next()? {
            let value = |column| row.get_ref(column).map(value);
            rows.push(Row((0..columns).map(value).collect::<Result<_, _>>()?));
        }
        Ok(rows)
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), Fault> {
        let done = self.file.execute_batch(sql);
        done.map_err(|error| fault(&error, self.wait_max))
    }

    /// A full disk has rolled back by itself already.
    pub(super) fn rollback(&mut self) -> Result<(), Fault> {
        if self.file.is_autocommit() {
            return Ok(());
        }
        self.batch("ROLLBACK")
    }

    fn number(&mut self, sql: &str) -> Result<i64, Fault> {
        let number = self.file.query_row(sql, [], |row| row.get(0));
        number.map_err(|error| fault(&error, self.wait_max))
    }

    fn text(&mut self, sql: &str) -> Result<String, Fault> {
        let text = self.file.query_row(sql, [], |row| row.get(0));
        text.map_err(|error| fault(&error, self.wait_max))
    }
}

/// Makes folder and file for this user alone where they are missing. `SQLite`
/// gives the files beside it the same rights.
fn make(folder: &Path, path: &Path) -> std::io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            // One that can only be read is there all the same.
            if path.exists() { Ok(()) } else { Err(error) }
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Text(Some(text)) => Cell::Text(text.clone()),
        Value::Number(Some(number)) => Cell::Integer(*number),
        Value::Bytes(bytes) => Cell::Blob(bytes.clone()),
        Value::Text(None) | Value::Number(None) => Cell::Null,
    }
}

/// A number with a fraction is not from here and reads as null.
fn value(cell: ValueRef<'_>) -> Value {
    match cell {
        ValueRef::Integer(number) => Value::Number(Some(number)),
        ValueRef::Text(text) => Value::Text(Some(String::from_utf8_lossy(text).into_owned())),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Null | ValueRef::Real(_) => Value::Text(None),
    }
}

/// `SQLite`'s result codes (sqlite.org/rescode.html) as what they mean to a person.
fn fault(error: &Error, wait_max: Duration) -> Fault {
    let said = Fault::said(error);
    let Some(code) = error.sqlite_error() else {
        return Fault::Failed(said);
    };
    match (code.code, code.extended_code) {
        // The index of the journal beside the file has no room either.
        (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_SHMSIZE) => Fault::Full(said),
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Fault::Locked {
            waited_ms: u64::try_from(wait_max.as_millis()).unwrap_or(u64::MAX),
        },
        (ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied, _) => {
            Fault::ReadOnly(said)
        }
        (ErrorCode::NotADatabase, _) => Fault::NotOurs(said),
        (ErrorCode::DatabaseCorrupt, _) => Fault::Corrupt(said),
        _ => Fault::Failed(said),
    }
}
