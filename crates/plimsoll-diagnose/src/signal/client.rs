//! What the server's clients say: applications, poolers, web servers, proxies.

/// Whose certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CertificateOf {
    /// The server's, or of who signed it.
    Server,
    /// A client's.
    Client,
    /// That of a standby or a replica, which tells it of itself.
    Standby,
}

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ClientSignal {
    /// It began to run, or runs a new version.
    Started,
    /// It could not reach the database: refused.
    Refused,
    /// It could not reach the database: time-out, no route, name not found.
    Unreachable {
        /// `timeout`, `no route`, `reset`, `name`.
        why: &'static str,
    },
    /// Its session was cut.
    Cut,
    /// A certificate was not accepted, of the server by it or of itself by the server.
    CertificateRefused {
        /// Whose it was.
        of: CertificateOf,
        /// It has expired or is not valid yet; else nothing says why.
        is_outdated: bool,
    },
    /// Its pool gave out no session in time, or the pooler has none.
    PoolExhausted,
    /// The database told it that there are too many sessions.
    TooManySessions,
    /// The database could make no process or thread for its session.
    NoProcess {
        /// Whether memory was what lacked; else a limit of processes.
        for_memory: bool,
    },
    /// The database's table of locks is full.
    LockTableFull {
        /// Canonical name of the parameter its size hangs on.
        parameter: &'static str,
    },
    /// The database told it that its account, role or database has no session left, though
    /// the server has.
    AccountFull,
    /// The database was starting, stopping or recovering.
    DatabaseUnavailable,
    /// The database ran out of memory or disk for its statement.
    StatementFailed {
        /// In the server's words, redacted.
        why: String,
    },
    /// A standby cancelled its statement for replay, and it runs it again as it is built to.
    TriesAgain,
    /// It runs a statement that may take much: it collects rows into one value, or is some
    /// megabytes long.
    LargeStatement,
    /// It failed by itself: an exception, an out of memory of its own.
    OwnFailure {
        /// Its own memory was what lacked.
        for_memory: bool,
    },
    /// A web server or proxy could not reach what is behind it, or got no answer in time.
    UpstreamFailed {
        /// Time-out, refused, reset, no live upstream.
        why: &'static str,
    },
    /// Something behind a proxy is down, as its check says.
    BackendDown {
        /// Its name.
        backend: String,
    },
    /// It is up again.
    BackendUp {
        /// Its name.
        backend: String,
    },
    /// A request answered well.
    Served,
    /// A request answered with 5xx.
    ServedError {
        /// The status.
        status: u16,
    },
}
