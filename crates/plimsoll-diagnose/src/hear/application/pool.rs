//! Pools that gave out no session in time, in the words of each.

use crate::hear::phrase::plainly;
use crate::hear::{Phrase, pooler};
use crate::signal::ClientSignal;

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // HikariCP.
    plainly!(
        "Connection is not available, request timed out",
        ClientSignal::PoolExhausted
    ),
    // SQLAlchemy.
    plainly!("QueuePool limit of size", ClientSignal::PoolExhausted),
    // psycopg2, psycopg 3.
    plainly!("connection pool exhausted", ClientSignal::PoolExhausted),
    plainly!("t get a connection after", ClientSignal::PoolExhausted),
    // knex, Sequelize, node-postgres.
    plainly!(
        "Timeout acquiring a connection",
        ClientSignal::PoolExhausted
    ),
    plainly!("ConnectionAcquireTimeoutError", ClientSignal::PoolExhausted),
    plainly!(
        "timeout exceeded when trying to connect",
        ClientSignal::PoolExhausted
    ),
    // Prisma.
    plainly!(
        "Timed out fetching a new connection from the connection pool",
        ClientSignal::PoolExhausted
    ),
    // sqlx (Rust).
    plainly!(
        "pool timed out while waiting for an open connection",
        ClientSignal::PoolExhausted
    ),
    // ActiveRecord.
    plainly!(
        "could not obtain a connection from the pool within",
        ClientSignal::PoolExhausted
    ),
    plainly!(
        "could not obtain a database connection within",
        ClientSignal::PoolExhausted
    ),
    // Apache Commons DBCP.
    plainly!(
        "Cannot get a connection, pool error",
        ClientSignal::PoolExhausted
    ),
    plainly!(
        "Timeout waiting for idle object",
        ClientSignal::PoolExhausted
    ),
    // ADO.NET, Npgsql.
    plainly!(
        "prior to obtaining a connection from the pool",
        ClientSignal::PoolExhausted
    ),
    plainly!(
        "The connection pool has been exhausted",
        ClientSignal::PoolExhausted
    ),
    // A pooler's own words, passed on.
    plainly!("query_wait_timeout", ClientSignal::PoolExhausted),
    plainly!("no more connections allowed", ClientSignal::PoolExhausted),
    plainly!("server conn crashed?", ClientSignal::Cut),
    Phrase {
        needle: "server_login_retry",
        read: pooler::failing,
    },
];
