//! Physical replication, from both sides
//! (src/backend/replication/walreceiver.c, walsender.c, slot.c, syncrep.c,
//! src/backend/replication/libpqwalreceiver/).

use super::words::after;
use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
use crate::record::{Level, Record};
use crate::signal::{CertificateOf, Replication, ServerSignal};

/// Its wordings. The end of a wal receiver by an administrator is of sessions.
pub(super) static PHRASES: &[Phrase] = &[
    begins!("started streaming WAL from primary" => stream(Replication::Streaming)),
    begins!("replication terminated by primary server" => stream(Replication::Cut)),
    begins!("terminating walreceiver due to timeout" => stream(Replication::Cut)),
    begins!("terminating walsender process due to replication timeout" => stream(Replication::Cut)),
    begins!("unexpected EOF on standby connection" => stream(Replication::Cut)),
    // 12 to 17; 18 names the receiver before it.
    holds!("could not connect to the primary server: ", |it| {
        told_by_primary(it, "could not connect to the primary server: ")
    }),
    begins!("could not receive data from WAL stream: ", |it| {
        told_by_primary(it, "WAL stream: ")
    }),
    begins!("could not start WAL streaming: ", |it| told_by_primary(
        it,
        "streaming: "
    )),
    begins!("could not send data to WAL stream: " => stream(Replication::Cut)),
    begins!("could not send end-of-streaming message" => stream(Replication::Cut)),
    begins!("database system identifier differs" => stream(Replication::Diverged)),
    begins!("highest timeline ", |it| diverged(
        it,
        "is behind recovery timeline"
    )),
    begins!("new timeline ", |it| diverged(
        it,
        "forked off current database system"
    )),
    begins!("requested timeline ", |it| diverged(
        it,
        "this server's history"
    )),
    begins!("requested starting point ", |it| {
        let is_own =
            it.message.contains(" of this server ") || it.message.contains(" this server's ");
        is_own.then_some(stream(Replication::Diverged))
    }),
    begins!("number of requested standby connections exceeds ", |it| {
        Some(senders(it))
    }),
    begins!("all replication slots are in use" => no_sender(Some("max_replication_slots"))),
    begins!("replication slot ", slot),
    begins!("canceling statement due to conflict with recovery" => conflict()),
    begins!("terminating connection due to conflict with recovery" => conflict()),
    begins!("canceling wait for synchronous replication" => stream(Replication::SyncWaits)),
    begins!("canceling the wait for synchronous replication" => stream(Replication::SyncWaits)),
];

const fn stream(what: Replication) -> ServerSignal {
    ServerSignal::Replication(what)
}

const fn no_sender(parameter: Option<&'static str>) -> ServerSignal {
    stream(Replication::NoSender { parameter })
}

const fn conflict() -> ServerSignal {
    stream(Replication::ConflictWithQueries)
}

/// Where no sender is allowed at all there is no standby either, and it is a backup
/// that asks for one.
fn senders(record: &Record<'_>) -> ServerSignal {
    if record.message.contains("(currently 0)") {
        return ServerSignal::BackupFailed {
            why: "max_wal_senders is 0".to_owned(),
        };
    }
    no_sender(Some("max_wal_senders"))
}

fn diverged(record: &Record<'_>, holds: &str) -> Option<ServerSignal> {
    let is_own = record.message.contains(holds);
    is_own.then_some(stream(Replication::Diverged))
}

/// `replication slot "s" does not exist`, `replication slot "s" is active for PID 431`.
fn slot(record: &Record<'_>) -> Option<ServerSignal> {
    let lacks =
        record.message.ends_with(" does not exist") || record.message.contains(" is active ");
    (lacks && record.level >= Level::Error).then_some(no_sender(None))
}

/// Whose certificate was not accepted, in OpenSSL's words as libpq passes them on: an alert
/// is of the standby's, what it verified itself is the primary's.
fn certificate(told: &str) -> Option<CertificateOf> {
    if told.contains("alert certificate expired") {
        Some(CertificateOf::Standby)
    } else if told.contains("certificate verify failed") && !told.contains("self") {
        Some(CertificateOf::Server)
    } else {
        None
    }
}

/// What a standby passes on of its primary's words.
fn told_by_primary(record: &Record<'_>, label: &str) -> Option<ServerSignal> {
    const REFUSED: [&str; 4] = [
        "authentication failed",
        "pg_hba.conf",
        "is not permitted to log in",
        "must be superuser or replication role",
    ];
    const GONE: [&str; 2] = ["has already been removed", "has been invalidated"];
    let mut told = after(&record.message, label)?.to_owned();
    // The primary's entry may be on lines of its own.
    told.push_str(record.added.split("\nSTATEMENT").next().unwrap_or_default());
    let holds = |words: &[&str]| words.iter().any(|it| told.contains(it));
    if let Some(of) = certificate(&told) {
        let is_outdated = of == CertificateOf::Standby;
        return Some(ServerSignal::CertificateRefused { of, is_outdated });
    }
    Some(if holds(&REFUSED) {
        stream(Replication::Refused)
    } else if holds(&GONE) {
        stream(Replication::SourceGone)
    } else if holds(&["exceeds max_wal_senders", "exceeds \"max_wal_senders\""]) {
        no_sender(Some("max_wal_senders"))
    } else if holds(&["too many clients", "remaining connection slots"]) {
        no_sender(Some("max_connections"))
    } else if told.contains("replication slot ") {
        no_sender(None)
    } else if told.contains("requested ") && told.contains("this server") {
        stream(Replication::Diverged)
    } else {
        stream(Replication::Cut)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use super::{no_sender, stream};
    use crate::signal::CertificateOf;
    use crate::signal::Replication::{
        ConflictWithQueries, Cut, Diverged, Refused, SourceGone, Streaming, SyncWaits,
    };
    use crate::signal::ServerSignal::CertificateRefused;

    #[test]
    fn standbys() {
        assert_heard(&[
            (
                "LOG:  started streaming WAL from primary at 0/3000000 on timeline 1",
                stream(Streaming),
            ),
            (
                "LOG:  replication terminated by primary server\nDETAIL:  End of WAL reached on timeline 1 at 0/3000000.",
                stream(Cut),
            ),
            (
                "FATAL:  terminating walreceiver due to timeout",
                stream(Cut),
            ),
            (
                "FATAL:  could not connect to the primary server: connection to server at \"10.0.0.1\", port 5432 failed: Connection refused",
                stream(Cut),
            ),
            (
                "FATAL:  streaming replication receiver \"walreceiver\" could not connect to the primary server: connection to server at \"10.0.0.1\", port 5432 failed: FATAL:  no pg_hba.conf entry for replication connection from host \"10.0.0.2\", user \"r\", no encryption",
                stream(Refused),
            ),
            (
                "FATAL:  could not connect to the primary server: could not connect to server: No such file or directory",
                stream(Cut),
            ),
            (
                "FATAL:  could not connect to the primary server: connection to server at \"10.0.0.1\", port 5432 failed: SSL error: ssl/tls alert certificate expired",
                CertificateRefused {
                    of: CertificateOf::Standby,
                    is_outdated: true,
                },
            ),
            (
                "FATAL:  could not connect to the primary server: connection to server at \"10.0.0.1\", port 5432 failed: SSL error: certificate verify failed",
                CertificateRefused {
                    of: CertificateOf::Server,
                    is_outdated: false,
                },
            ),
            (
                "FATAL:  could not connect to the primary server: FATAL:  number of requested standby connections exceeds max_wal_senders (currently 2)",
                no_sender(Some("max_wal_senders")),
            ),
            (
                "FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment 000000010000000000000003 has already been removed",
                stream(SourceGone),
            ),
            (
                "FATAL:  could not start WAL streaming: ERROR:  replication slot \"s1\" does not exist",
                no_sender(None),
            ),
            (
                "FATAL:  highest timeline 1 of the primary is behind recovery timeline 2",
                stream(Diverged),
            ),
            (
                "ERROR:  canceling statement due to conflict with recovery\nDETAIL:  User query might have needed to see row versions that must be removed.",
                stream(ConflictWithQueries),
            ),
        ]);
    }

    #[test]
    fn primaries() {
        assert_heard(&[
            (
                "FATAL:  number of requested standby connections exceeds \"max_wal_senders\" (currently 10)",
                no_sender(Some("max_wal_senders")),
            ),
            (
                "ERROR:  all replication slots are in use",
                no_sender(Some("max_replication_slots")),
            ),
            (
                "ERROR:  replication slot \"s1\" does not exist",
                no_sender(None),
            ),
            (
                "ERROR:  replication slot \"s1\" is active for PID 431",
                no_sender(None),
            ),
            (
                "LOG:  terminating walsender process due to replication timeout",
                stream(Cut),
            ),
            ("LOG:  unexpected EOF on standby connection", stream(Cut)),
            (
                "ERROR:  requested starting point 0/5000000 is ahead of the WAL flush position of this server 0/4000000",
                stream(Diverged),
            ),
            (
                "WARNING:  canceling wait for synchronous replication due to user request",
                stream(SyncWaits),
            ),
            (
                "WARNING:  canceling the wait for synchronous replication and terminating connection due to administrator command",
                stream(SyncWaits),
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "ERROR:  replication slot \"s1\" already exists",
            "LOG:  received replication command: START_REPLICATION SLOT \"s1\" 0/3000000",
        ]);
    }
}
