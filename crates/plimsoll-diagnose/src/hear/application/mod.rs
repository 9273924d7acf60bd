//! What applications say of their database, in the words of the usual drivers and
//! pools, and of themselves. An application talks to others than the database:
//! words that any socket has count only where the database is named with them.

mod again;
mod backup;
mod certificate;
mod database;
mod made_anew;
mod named;
mod own;
mod pool;
mod reach;
mod slots;
mod statement;
mod table_locks;

use super::{Phrase, refusals};

/// The subjects: what the server itself told before what any socket tells.
pub(crate) static PHRASES: &[&[Phrase]] = &[
    again::PHRASES,
    backup::PHRASES,
    refusals::PHRASES,
    certificate::PHRASES,
    database::PHRASES,
    pool::PHRASES,
    own::PHRASES,
    reach::PHRASES,
    slots::PHRASES,
    made_anew::PHRASES,
    table_locks::PHRASES,
    statement::PHRASES,
];

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::sync::LazyLock;

    use super::PHRASES;
    use crate::hear::Phrases;
    use crate::record::{Record, Speaker};
    use crate::signal::{ClientSignal, Said};

    fn client(text: &str) -> Option<ClientSignal> {
        static PHRASES_OF_ALL: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(PHRASES));
        let record = Record::plain(Speaker::Application, Cow::Borrowed(text));
        match PHRASES_OF_ALL.said(&record)? {
            Said::Client(said) => Some(said),
            _ => None,
        }
    }

    #[test]
    fn statements_that_are_repeated() {
        for text in [
            "report sales: conflict with recovery (40001), again in 60s (2/5)",
            "bi refresh: statement cancelled on replica (40001), retry 1 of 3",
        ] {
            assert_eq!(client(text), Some(ClientSignal::TriesAgain), "{text}");
        }
        for text in [
            "psycopg2.errors.SerializationFailure: canceling statement due to conflict with recovery",
            "report sales: conflict with recovery, giving up after 5 retries",
        ] {
            assert_ne!(client(text), Some(ClientSignal::TriesAgain), "{text}");
        }
    }

    #[test]
    fn refusals_are_told_from_silence() {
        for text in [
            "could not connect to server: Connection refused\n\tIs the server running on host \"db\" (10.0.0.5) and accepting TCP/IP connections on port 5432?",
            "connection to server at \"10.0.0.5\", port 5432 failed: Connection refused",
            "dial tcp 10.0.0.5:5432: connect: connection refused",
            "Error: connect ECONNREFUSED 10.0.0.5:3306",
            "(2003, \"Can't connect to MySQL server on 'db' (111)\")",
            "ERROR 2002 (HY000): Can't connect to local MySQL server through socket '/run/mysqld/mysqld.sock' (2)",
            "Can't connect to server on 'db' (111 \"Connection refused\")",
        ] {
            assert_eq!(client(text), Some(ClientSignal::Refused), "{text}");
        }
        for (text, why) in [
            ("dial tcp 10.0.0.5:5432: i/o timeout", "timeout"),
            (
                "dial tcp 10.0.0.5:5432: connect: no route to host",
                "no route",
            ),
            ("Error: connect ETIMEDOUT 10.0.0.5:5432", "timeout"),
            ("connect EHOSTUNREACH 10.0.0.5:5432", "no route"),
            (
                "could not translate host name \"db\" to address: Name or service not known",
                "name",
            ),
            (
                "(2003, \"Can't connect to MySQL server on 'db' (110)\")",
                "timeout",
            ),
            (
                "(2003, \"Can't connect to MySQL server on 'db' (113)\")",
                "no route",
            ),
            ("getaddrinfo ENOTFOUND postgres.internal", "name"),
        ] {
            assert_eq!(
                client(text),
                Some(ClientSignal::Unreachable { why }),
                "{text}"
            );
        }
    }

    #[test]
    fn what_the_server_told_is_heard_first() {
        for (text, said) in [
            (
                "FATAL: sorry, too many clients already",
                ClientSignal::TooManySessions,
            ),
            (
                "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
                ClientSignal::TooManySessions,
            ),
            (
                "(1040, 'Too many connections')",
                ClientSignal::TooManySessions,
            ),
            (
                "connection to server at \"db\" (10.0.0.5), port 5432 failed: FATAL:  the database system is in recovery mode",
                ClientSignal::DatabaseUnavailable,
            ),
            (
                "server closed the connection unexpectedly",
                ClientSignal::Cut,
            ),
            (
                "(2013, 'Lost connection to MySQL server during query')",
                ClientSignal::Cut,
            ),
            ("MySQL server has gone away", ClientSignal::Cut),
            (
                "org.postgresql.util.PSQLException: This connection has been closed.",
                ClientSignal::Cut,
            ),
            (
                "User app already has more than 'max_user_connections' active connections",
                ClientSignal::AccountFull,
            ),
            (
                "FATAL:  too many connections for role \"app\"",
                ClientSignal::AccountFull,
            ),
            ("pq: driver: bad connection", ClientSignal::Cut),
            (
                "HikariPool-1 - Connection is not available, request timed out after 30000ms.",
                ClientSignal::PoolExhausted,
            ),
            (
                "QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00",
                ClientSignal::PoolExhausted,
            ),
            (
                "java.lang.OutOfMemoryError: Java heap space",
                ClientSignal::OwnFailure { for_memory: true },
            ),
            (
                "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
                ClientSignal::OwnFailure { for_memory: true },
            ),
            ("MemoryError", ClientSignal::OwnFailure { for_memory: true }),
            ("FATAL:  server conn crashed?", ClientSignal::Cut),
            ("Tomcat started on port 8080 (http)", ClientSignal::Started),
        ] {
            assert_eq!(client(text), Some(said), "{text}");
        }
    }

    #[test]
    fn limits_that_the_server_told_of() {
        let locks = |parameter| ClientSignal::LockTableFull { parameter };
        let no_process = |for_memory| ClientSignal::NoProcess { for_memory };
        for (text, said) in [
            (
                "dial: Error 1135 (HY000): Can't create a new thread (errno 11 \"Resource temporarily unavailable\"); if you are not out of available memory, you can consult the manual for a possible OS-dependent bug",
                no_process(false),
            ),
            (
                "(1135, \"Can't create a new thread (errno 12); if you are not out of available memory, you can consult the manual\")",
                no_process(true),
            ),
            (
                "connection to server at \"db\" (10.0.0.5), port 5432 failed: FATAL:  could not fork new process for connection: Resource temporarily unavailable",
                no_process(false),
            ),
            (
                "(pymysql.err.OperationalError) (1206, 'The total number of locks exceeds the lock table size')",
                locks("innodb_buffer_pool_size"),
            ),
            (
                "psycopg2.errors.OutOfMemory: out of shared memory\nHINT:  You might need to increase max_locks_per_transaction.",
                locks("max_locks_per_transaction"),
            ),
        ] {
            assert_eq!(client(text), Some(said), "{text}");
        }
        for text in [
            "kernel: out of shared memory segments",
            "Can't create a new thread pool named errno",
        ] {
            assert_eq!(client(text), None, "{text}");
        }
    }

    #[test]
    fn statements_that_may_take_much() {
        for text in [
            "DEBUG export.tenant: SELECT JSON_ARRAYAGG(JSON_OBJECT('id', e.id)) FROM events e WHERE e.tenant_id = 118",
            "Executing: select string_agg(body, ',') from pages",
            "newsletter: list holds 3500000 ids, statement of 31500069 bytes, session 10",
            "slow insert, query size: 24.5 MB",
        ] {
            assert_eq!(client(text), Some(ClientSignal::LargeStatement), "{text}");
        }
        for text in [
            "statement of 360069 bytes",
            "a statement of 2026 by the management",
            "query of 12 MBit/s",
            "flagg(select a from b)",
            "select tagg(a) from b",
        ] {
            assert_eq!(client(text), None, "{text}");
        }
    }

    #[test]
    fn certificates_are_refused_for_their_dates_or_nobody_says_why() {
        use crate::signal::CertificateOf::{Client, Server};
        for (text, of, is_outdated) in [
            (
                "ERROR 2026 (HY000): SSL connection error: error:0A000086:SSL routines::certificate verify failed",
                Server,
                false,
            ),
            (
                "ERROR 2026 (HY000): TLS/SSL error: certificate has expired",
                Server,
                true,
            ),
            (
                "connection to server at \"db\" (10.0.0.5), port 5432 failed: SSL error: certificate verify failed",
                Server,
                false,
            ),
            (
                "connection to server at \"db\" (10.0.0.5), port 5432 failed: SSL error: sslv3 alert certificate expired",
                Client,
                true,
            ),
            (
                "pq: x509: certificate has expired or is not yet valid: current time 2026-03-01T00:00:10Z is after 2026-03-01T00:00:00Z (postgres)",
                Server,
                true,
            ),
            (
                "SequelizeConnectionError: certificate has expired, code: CERT_HAS_EXPIRED",
                Server,
                true,
            ),
            (
                "com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure\nCaused by: java.security.cert.CertificateExpiredException: NotAfter: Sun Mar 01 00:00:00 UTC 2026",
                Server,
                true,
            ),
        ] {
            let said = ClientSignal::CertificateRefused { of, is_outdated };
            assert_eq!(client(text), Some(said), "{text}");
        }
        for text in [
            "GET https://pay.example/charge failed: certificate has expired",
            "connection to server at \"db\", port 5432 failed: SSL error: certificate verify failed: self-signed certificate",
        ] {
            assert_eq!(client(text), None, "{text}");
        }
    }

    #[test]
    fn a_link_failure_is_what_its_cause_says() {
        let text = |cause: &str| {
            format!(
                "com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure\nCaused by: {cause}"
            )
        };
        assert_eq!(
            client(&text("java.net.ConnectException: Connection refused")),
            Some(ClientSignal::Refused)
        );
        assert_eq!(
            client(&text("java.net.SocketTimeoutException: connect timed out")),
            Some(ClientSignal::Unreachable { why: "timeout" })
        );
        assert_eq!(
            client(&text(
                "java.io.EOFException: Can not read response from server"
            )),
            Some(ClientSignal::Cut)
        );
    }

    #[test]
    fn others_than_the_database_are_not_heard() {
        for text in [
            "Error: connect ECONNREFUSED 10.0.0.5:6379",
            "dial tcp 10.0.0.9:8080: connect: connection refused",
            "read tcp 10.0.0.1:443->10.0.0.9:51512: connection reset by peer",
            "java.net.ConnectException: Connection refused",
            "WebSocket: This connection has been closed.",
            "Get \"https://example.org/\": i/o timeout",
            "raise MyMemoryErrorHandler",
            "the user asked for too many connections between nodes",
            "GET /mysql 200",
            "processed 17 orders in 20 ms",
        ] {
            assert_eq!(client(text), None, "{text}");
        }
    }
}
