//! One client session on a server of the lab, over its Unix socket; blocking, so that a load is
//! one thread a session.

use crate::LabError;
use mysql_async::prelude::Queryable;
use plimsoll_model::Engine;
use std::path::Path;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::SimpleQueryMessage;

/// The rows of a result, every value as the server's text; `None` is NULL.
pub type Rows = Vec<Vec<Option<String>>>;

/// A session of the superuser.
pub struct Session {
    runtime: Runtime,
    client: Client,
}

enum Client {
    Postgresql(tokio_postgres::Client),
    /// Boxed: a MySQL connection is large.
    Mysql(Box<mysql_async::Conn>),
}

impl std::fmt::Debug for Session {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Session")
    }
}

impl Session {
    pub(crate) fn open(engine: Engine, socket: &Path, database: &str) -> Result<Self, LabError> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(LabError::io("make a runtime for", socket))?;
        let client = match engine {
            Engine::Postgresql => runtime.block_on(connect_postgresql(socket, database))?,
            Engine::Mysql | Engine::Mariadb => runtime.block_on(connect_mysql(socket, database))?,
        };
        Ok(Self { runtime, client })
    }

    /// Runs one statement, or several separated by semicolons, by the simple protocol, and gives
    /// the rows of all of them.
    ///
    /// # Errors
    /// [`LabError::Sql`] when the server refuses it or goes away.
    pub fn query(&mut self, sql: &str) -> Result<Rows, LabError> {
        let outcome = match &mut self.client {
            Client::Postgresql(client) => self.runtime.block_on(query_postgresql(client, sql)),
            Client::Mysql(client) => self.runtime.block_on(query_mysql(client, sql)),
        };
        outcome.map_err(|message| sql_error(message, sql))
    }

    /// The first value of the first row, as text.
    ///
    /// # Errors
    /// As [`Self::query`]; also when there is no such value.
    pub fn value(&mut self, sql: &str) -> Result<String, LabError> {
        let rows = self.query(sql)?;
        let first = rows
            .into_iter()
            .next()
            .and_then(|row| row.into_iter().next());
        first
            .flatten()
            .ok_or_else(|| sql_error("no value".to_owned(), sql))
    }
}

fn sql_error(message: String, sql: &str) -> LabError {
    let sql = sql.chars().take(200).collect();
    LabError::Sql { message, sql }
}

async fn connect_postgresql(socket: &Path, database: &str) -> Result<Client, LabError> {
    let mut config = tokio_postgres::Config::new();
    // libpq's rule: the host is the folder, the port the end of the file's name.
    let folder = socket.parent().unwrap_or(socket);
    let port = socket
        .extension()
        .and_then(|end| end.to_str()?.parse().ok());
    config
        .host_path(folder)
        .port(port.unwrap_or(5432))
        .user("postgres")
        .dbname(database);
    let connected = config.connect(tokio_postgres::NoTls).await;
    let (client, connection) = connected.map_err(|e| sql_error(full(&e), "connect"))?;
    // Ends with the client; what it ends with is told to the client's calls.
    tokio::spawn(async move { drop(connection.await) });
    Ok(Client::Postgresql(client))
}

async fn connect_mysql(socket: &Path, database: &str) -> Result<Client, LabError> {
    let options = mysql_async::OptsBuilder::default()
        .socket(Some(socket.display().to_string()))
        // Without it the client asks the server for a socket by TCP first.
        .prefer_socket(false)
        .user(Some("root"))
        .db_name((!database.is_empty()).then_some(database));
    let connected = mysql_async::Conn::new(options).await;
    let conn = connected.map_err(|error| sql_error(full(&error), "connect"))?;
    Ok(Client::Mysql(Box::new(conn)))
}

async fn query_postgresql(client: &tokio_postgres::Client, sql: &str) -> Result<Rows, String> {
    let messages = client.simple_query(sql).await.map_err(|e| full(&e))?;
    let rows = messages.into_iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => {
            let value = |index| row.get(index).map(str::to_owned);
            Some((0..row.len()).map(value).collect())
        }
        _ => None,
    });
    Ok(rows.collect())
}

async fn query_mysql(client: &mut mysql_async::Conn, sql: &str) -> Result<Rows, String> {
    let mut result = client.query_iter(sql).await.map_err(|e| full(&e))?;
    let mut rows = Rows::new();
    loop {
        let set: Vec<mysql_async::Row> = result.collect().await.map_err(|e| full(&e))?;
        rows.extend(
            set.into_iter()
                .map(|row| row.unwrap().iter().map(text).collect()),
        );
        if result.is_empty() {
            return Ok(rows);
        }
    }
}

/// A value of the text protocol.
fn text(value: &mysql_async::Value) -> Option<String> {
    match value {
        mysql_async::Value::NULL => None,
        mysql_async::Value::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        other => Some(other.as_sql(false)),
    }
}

/// An error with its causes: the client libraries' own first line is only "db error".
fn full(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text
}
