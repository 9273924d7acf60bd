//! The history in the schema `plimsoll` of a PostgreSQL. Its statements are not
//! prepared and its settings hold for one transaction, so that a pooler may
//! stand between; a connection that was lost is opened again by the next act.

mod tls;

use std::future::Future;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error, NoTls};

use super::{Row, Value};
use crate::Fault;
use crate::place::{PostgresqlServer, Security};

/// A connection, and what it takes to open it again.
pub(crate) struct Postgresql {
    runtime: Runtime,
    server: Box<PostgresqlServer>,
    client: Option<Client>,
    wait_max: Duration,
}

impl Postgresql {
    pub(super) fn open(server: &PostgresqlServer, wait_max: Duration) -> Result<Self, Fault> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Fault::Failed(Fault::said(&error)))?;
        let mut server = Box::new(server.clone());
        server
            .config
            .application_name("plimsoll")
            .connect_timeout(wait_max);
        let mut opened = Self {
            runtime,
            server,
            client: None,
            wait_max,
        };
        opened.ensure_connected()?;
        Ok(opened)
    }

    fn ensure_connected(&mut self) -> Result<(), Fault> {
        if self.client.as_ref().is_some_and(|it| !it.is_closed()) {
            return Ok(());
        }
        let config = &self.server.config;
        // A connection ends with its client; what it ends with is told to the client's calls.
        let client = match &self.server.security {
            Security::Plain => bounded(&self.runtime, self.wait_max, async {
                let (client, connection) = config.connect(NoTls).await?;
                tokio::spawn(async move { drop(connection.await) });
                Ok(client)
            }),
            Security::Verified { roots } => {
                let tls = tls::connector(roots.as_deref())?;
                bounded(&self.runtime, self.wait_max, async {
                    let (client, connection) = config.connect(tls).await?;
                    tokio::spawn(async move { drop(connection.await) });
                    Ok(client)
                })
            }
        };
        self.client = Some(client?);
        Ok(())
    }

    /// Begins a transaction that waits for nothing longer than it may.
    pub(super) fn begin(&mut self, mode: &str) -> Result<(), Fault> {
        let wait_ms = self.wait_max.as_millis();
        let statement_ms = statement_max(self.wait_max).as_millis();
        let begin = format!(
            "BEGIN {mode}; SET LOCAL search_path = plimsoll; SET LOCAL lock_timeout = {wait_ms}; \
             SET LOCAL statement_timeout = {statement_ms}; \
             SET LOCAL idle_in_transaction_session_timeout = {statement_ms};"
        );
        self.ensure_connected()?;
        let mut begun = self.batch(&begin);
        if let Err(Fault::Unreachable(_)) = begun {
            // Lost while nothing was asked of it: nothing is lost with it.
            self.client = None;
            self.ensure_connected()?;
            begun = self.batch(&begin);
        }
        if begun.is_err() {
            self.client = None;
        }
        begun
    }

    pub(super) fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        let typed: Vec<(&(dyn ToSql + Sync), Type)> = values.iter().map(typed).collect();
        let rows = self.call(|client| client.query_typed(sql, &typed))?;
        rows.iter().map(row).collect()
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), Fault> {
        self.call(|client| client.batch_execute(sql))
    }

    pub(super) fn commit(&mut self) -> Result<(), Fault> {
        self.batch("COMMIT").map_err(|fault| match fault {
            Fault::Unreachable(why) => Fault::Unsettled(why),
            other => other,
        })
    }

    pub(super) fn rollback(&mut self) -> Result<(), Fault> {
        let undone = self.batch("ROLLBACK");
        if undone.is_err() {
            // In an unknown state it is of no more use; the server rolls back.
            self.client = None;
        }
        undone
    }

    fn call<'a, T, F>(&'a self, act: impl FnOnce(&'a Client) -> F) -> Result<T, Fault>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let Some(client) = &self.client else {
            return Err(Fault::Unreachable("the connection was lost".to_owned()));
        };
        bounded(&self.runtime, self.wait_max, act(client))
    }
}

/// More than a lock is waited for: a wait for one is then said to be that.
fn statement_max(wait_max: Duration) -> Duration {
    wait_max.saturating_mul(2)
}

/// Waits for the server a little longer than it was told to wait itself.
fn bounded<T>(
    runtime: &Runtime,
    wait_max: Duration,
    act: impl Future<Output = Result<T, Error>>,
) -> Result<T, Fault> {
    const SLACK: Duration = Duration::from_secs(1);
    let limit = statement_max(wait_max).saturating_add(SLACK);
    // The timer belongs to the runtime: it must be made inside.
    match runtime.block_on(async { tokio::time::timeout(limit, act).await }) {
        Ok(done) => done.map_err(|error| fault(&error, wait_max)),
        Err(_) => Err(Fault::Unreachable(format!(
            "no answer for {} ms",
            limit.as_millis()
        ))),
    }
}

fn typed(value: &Value) -> (&(dyn ToSql + Sync), Type) {
    match value {
        Value::Text(text) => (text, Type::TEXT),
        Value::Number(number) => (number, Type::INT8),
        Value::Bytes(bytes) => (bytes, Type::BYTEA),
    }
}

fn row(row: &tokio_postgres::Row) -> Result<Row, Fault> {
    let value = |(index, column): (usize, &tokio_postgres::Column)| {
        let value = match *column.type_() {
            Type::INT8 => row.try_get(index).map(Value::Number),
            Type::INT4 => row
                .try_get::<_, Option<i32>>(index)
                .map(|it| Value::Number(it.map(i64::from))),
            Type::BYTEA => row.try_get(index).map(Value::Bytes),
            _ => row.try_get(index).map(Value::Text),
        };
        value.map_err(|error| Fault::Corrupt(Fault::said(&error)))
    };
    let values: Result<_, _> = row.columns().iter().enumerate().map(value).collect();
    values.map(Row)
}

/// The server's error codes (manual, appendix A) as what they mean to a person.
fn fault(error: &Error, wait_max: Duration) -> Fault {
    let said = Fault::said(error);
    let Some(code) = error.code() else {
        return Fault::Unreachable(said);
    };
    match *code {
        SqlState::DISK_FULL => Fault::Full(said),
        SqlState::LOCK_NOT_AVAILABLE => Fault::Locked {
            waited_ms: u64::try_from(wait_max.as_millis()).unwrap_or(u64::MAX),
        },
        SqlState::READ_ONLY_SQL_TRANSACTION => Fault::ReadOnly(said),
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => Fault::Corrupt(said),
        SqlState::INSUFFICIENT_PRIVILEGE | SqlState::UNDEFINED_DATABASE => Fault::Refused(said),
        ref code if code.code().starts_with("28") => Fault::Refused(said),
        // Out of slots or memory, shutting down, ended by an operator.
        ref code if code.code().starts_with("53") || code.code().starts_with("57P") => {
            Fault::Unreachable(said)
        }
        _ => Fault::Failed(said),
    }
}
