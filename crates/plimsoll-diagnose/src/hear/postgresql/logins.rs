//! Logins that were refused (src/backend/libpq/auth.c,
//! src/backend/utils/init/postinit.c, miscinit.c,
//! src/backend/postmaster/postmaster.c, `src/backend/tcop/backend_startup.c` from
//! 17 on). No name of a role or a host is kept.

use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
use crate::record::{Level, Record};
use crate::signal::ServerSignal;

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    holds!(" authentication failed for user ", |it| {
        let (method, _) = it.message.split_once(" authentication failed")?;
        let is_method = !method.contains([' ', ':']);
        is_method
            .then(|| refused(it, "authentication failed"))
            .flatten()
    }),
    begins!("no pg_hba.conf entry for ", |it| refused(
        it,
        "no entry in pg_hba.conf"
    )),
    begins!("pg_hba.conf rejects ", |it| refused(
        it,
        "rejected by pg_hba.conf"
    )),
    holds!(" is not permitted to log in", |it| {
        let is_own = it.message.starts_with("role ");
        is_own.then(|| refused(it, "role may not log in")).flatten()
    }),
    holds!(" is not currently accepting connections", |it| {
        let is_own = it.message.starts_with("database ");
        is_own
            .then(|| refused(it, "database takes no connections"))
            .flatten()
    }),
    begins!("permission denied for database ", |it| refused(
        it,
        "no right to connect"
    )),
    holds!(" does not exist", missing),
    begins!("the database system is ", unavailable),
    begins!("canceling authentication due to timeout", |it| {
        refused(it, "authentication_timeout")
    }),
    // A port scan, a load balancer's check, another protocol.
    begins!("unsupported frontend protocol ", |it| refused(
        it,
        "not a client of PostgreSQL"
    )),
    begins!(
        "no PostgreSQL user name specified in startup packet",
        |it| { refused(it, "not a client of PostgreSQL") }
    ),
];

fn refused(record: &Record<'_>, why: &str) -> Option<ServerSignal> {
    let why = why.to_owned();
    (record.level == Level::Fatal).then_some(ServerSignal::LoginRefused { why })
}

/// `role "app" does not exist`, `database "app" does not exist`.
fn missing(record: &Record<'_>) -> Option<ServerSignal> {
    if record.message.starts_with("role ") {
        refused(record, "role does not exist")
    } else if record.message.starts_with("database ") {
        refused(record, "database does not exist")
    } else {
        None
    }
}

/// `the database system is starting up | shutting down | in recovery mode | not
/// accepting connections | not yet accepting connections`.
fn unavailable(record: &Record<'_>) -> Option<ServerSignal> {
    let state = record.message.strip_prefix("the database system is ")?;
    let is_state = state
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b' ');
    is_state.then(|| refused(record, state)).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::LoginRefused;

    #[test]
    fn logins() {
        let refused = |why: &str| LoginRefused { why: why.into() };
        assert_heard(&[
            (
                "FATAL:  password authentication failed for user \"app\"\nDETAIL:  Connection matched pg_hba.conf line 3: \"host all all all scram-sha-256\"",
                refused("authentication failed"),
            ),
            (
                "FATAL:  Peer authentication failed for user \"app\"",
                refused("authentication failed"),
            ),
            (
                "FATAL:  no pg_hba.conf entry for host \"10.0.0.3\", user \"app\", database \"app\", no encryption",
                refused("no entry in pg_hba.conf"),
            ),
            (
                "FATAL:  role \"app\" does not exist",
                refused("role does not exist"),
            ),
            (
                "FATAL:  database \"app\" does not exist",
                refused("database does not exist"),
            ),
            (
                "FATAL:  role \"app\" is not permitted to log in",
                refused("role may not log in"),
            ),
            (
                "FATAL:  the database system is starting up",
                refused("starting up"),
            ),
            (
                "FATAL:  the database system is in recovery mode",
                refused("in recovery mode"),
            ),
            (
                "FATAL:  the database system is not yet accepting connections\nDETAIL:  Consistent recovery state has not been yet reached.",
                refused("not yet accepting connections"),
            ),
            (
                "FATAL:  unsupported frontend protocol 65363.19778: server supports 2.0 to 3.0",
                refused("not a client of PostgreSQL"),
            ),
        ]);
    }

    #[test]
    fn errors_of_statements_refuse_no_login() {
        assert_unheard(&[
            "ERROR:  role \"app\" does not exist",
            "ERROR:  relation \"orders\" does not exist",
            "ERROR:  permission denied for database app",
            "LOG:  invalid length of startup packet",
        ]);
    }
}
