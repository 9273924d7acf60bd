//! Replication from a source to its replicas (`sql/rpl_replica.cc`, `sql/rpl_source.cc`,
//! plugin/semisync of `MySQL`; sql/slave.cc, `sql/semisync_master.cc` of `MariaDB`).
//! Threads that end tell the code of the error, client's or server's.

use super::words::{after, number};
use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::{Level, Record};
use crate::signal::{Replication, ServerSignal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // What the source said is passed on with its number.
    holds!("Got fatal error 1236 from ", source),
    // `kill_zombie_dump_threads`: the same UUID, or the same `server_id` where there is none.
    holds!("found a zombie dump thread with the same ", |_| Some(said(
        Replication::TakenOver
    ))),
    holds!("have equal MySQL server ids" => parameter("server_id")),
    holds!("have equal MariaDB server ids" => parameter("server_id")),
    holds!("have equal MySQL server UUIDs" => parameter("server_uuid")),
    holds!("Cannot replicate because the source purged", |_| Some(
        gone()
    )),
    holds!("Could not find GTID state requested by ", |_| Some(gone())),
    holds!("Cannot replicate to server with server_uuid=", |_| Some(
        gone()
    )),
    holds!("The server is not configured as ", |it| {
        (it.level >= Level::Error).then(|| parameter("server_id"))
    }),
    holds!("Timeout waiting for reply of binlog (file: ", |_| Some(
        said(Replication::SyncWaits)
    )),
    holds!("Slave I/O", thread),
    holds!("Slave SQL", thread),
    holds!("Replica I/O", thread),
    holds!("Replica SQL", thread),
    holds!("(server_errno=", |it| by_code(number(
        &it.message,
        "(server_errno="
    )?)),
    holds!("replication resumed in log ", |_| Some(said(
        Replication::Streaming
    ))),
];

const fn said(what: Replication) -> ServerSignal {
    ServerSignal::Replication(what)
}

const fn parameter(parameter: &'static str) -> ServerSignal {
    said(Replication::Parameter { parameter })
}

const fn gone() -> ServerSignal {
    said(Replication::SourceGone)
}

/// What the source sends no logs for.
fn source(record: &Record<'_>) -> Option<ServerSignal> {
    const GONE: [&str; 5] = [
        "purged",
        "Could not find first log",
        "could not find next log",
        "which is not in the master's binlog",
        "impossible position",
    ];
    let holds = |words: &str| record.message.contains(words);
    if GONE.iter().any(|words| holds(words)) {
        Some(gone())
    } else if holds("max_allowed_packet") {
        Some(parameter("max_allowed_packet"))
    } else if holds("Binary log is not open") {
        Some(parameter("log_bin"))
    } else if holds("same server_uuid") || holds("same server_id") {
        Some(parameter("server_id"))
    } else {
        None
    }
}

/// A thread of a replica: that it is connected, or the error it met.
fn thread(record: &Record<'_>) -> Option<ServerSignal> {
    let message = &record.message;
    let is_own = message.starts_with("Slave ") || message.starts_with("Replica ");
    if !is_own {
        return None;
    }
    if message.contains(": connected to ") {
        return Some(said(Replication::Streaming));
    }
    (record.level >= Level::Error).then(|| by_code(code(message)?))?
}

/// `Error_code: MY-001062`, `Error_code: 1062`, `Internal MariaDB error code: 1062`.
fn code(message: &str) -> Option<u64> {
    const LABELS: [&str; 3] = ["rror_code: MY-", "rror_code: ", "error code: "];
    LABELS.iter().find_map(|label| {
        after(message, label)?;
        let (_, rest) = message.rsplit_once(label)?;
        number(rest, "")
    })
}

/// An error by its number (`include/mysqld_error.h`, include/errmsg.h). A lock's
/// time-out and a deadlock of the applier are tried again.
fn by_code(code: u64) -> Option<ServerSignal> {
    let what = match code {
        // Connections and their time-outs, of the client and of the server.
        1040 | 1158..=1161 | 2002..=2006 | 2012 | 2013 => Replication::Cut,
        // Rights, passwords, hosts, plugins of authentication, TLS.
        1044 | 1045 | 1130 | 1142 | 1227 | 1251 | 1698 | 2026 | 2059 | 2061 => Replication::Refused,
        1153 => return Some(parameter("max_allowed_packet")),
        1197 => return Some(parameter("max_binlog_cache_size")),
        // Objects and rows that are there and should not be, or are not and should.
        1007 | 1008 | 1032 | 1049 | 1050 | 1051 | 1054 | 1060 | 1061 | 1062 | 1091 | 1146
        | 1216 | 1217 | 1396 | 1451 | 1452 | 1677 => Replication::Diverged,
        _ => return None,
    };
    Some(said(what))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_says_other};
    use super::{parameter, said};
    use crate::signal::Replication::{
        Cut, Diverged, Refused, SourceGone, Streaming, SyncWaits, TakenOver,
    };

    #[test]
    fn what_the_source_says() {
        assert_heard(&[
            (
                "Error reading packet from server: Got fatal error 1236 from source when reading data from binary log: 'Could not find first log file name in binary log index file'",
                said(SourceGone),
            ),
            (
                "Replica I/O for channel '': Got fatal error 1236 from source when reading data from binary log: 'Cannot replicate because the source purged required binary logs.', Error_code: MY-013114",
                said(SourceGone),
            ),
            (
                "Got fatal error 1236 from master when reading data from binary log: 'log event entry exceeded max_allowed_packet; Increase max_allowed_packet on master'",
                parameter("max_allowed_packet"),
            ),
            (
                "Slave I/O: Fatal error: The slave I/O thread stops because master and slave have equal MariaDB server ids; these ids must be different for replication to work, Internal MariaDB error code: 1593",
                parameter("server_id"),
            ),
            (
                "Timeout waiting for reply of binlog (file: binlog.000002, pos: 7192), semi-sync up to file binlog.000002, position 6931.",
                said(SyncWaits),
            ),
        ]);
    }

    #[test]
    fn a_stream_that_another_of_the_same_name_took() {
        assert_heard(&[(
            "While initializing dump thread for slave with UUID <6d0b7f1e-3c55-11e9-a0d2-0cc47a8e11b4>, found a zombie dump thread with the same UUID. Master is killing the zombie dump thread(71).",
            said(TakenOver),
        )]);
    }

    #[test]
    fn what_a_replicas_threads_say() {
        assert_heard(&[
            (
                "Replica I/O for channel '': Error connecting to source 'copy@10.0.0.7:3306'. This was attempt 1/86400, with a delay of 60 seconds between attempts. Message: Can't connect to MySQL server on '10.0.0.7:3306' (111), Error_code: MY-002003",
                said(Cut),
            ),
            (
                "Slave I/O: error connecting to master 'copy@10.0.0.7:3306' - retry-time: 60  maximum-retries: 86400  message: Access denied for user 'copy'@'10.0.0.8' (using password: YES), Internal MariaDB error code: 1045",
                said(Refused),
            ),
            (
                "Error reading packet from server: Lost connection to server during query (server_errno=2013)",
                said(Cut),
            ),
            (
                "Slave SQL for channel '': Could not execute Write_rows event on table shop.orders; Duplicate entry '7' for key 'PRIMARY', Error_code: 1062; handler error HA_ERR_FOUND_DUPP_KEY; the event's master log binlog.000002, end_log_pos 412, Error_code: 1062",
                said(Diverged),
            ),
            (
                "Slave I/O thread: connected to master 'copy@10.0.0.7:3306',replication started in log 'FIRST' at position 4",
                said(Streaming),
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_says_other(
            "Got fatal error 1236 from source: 'A replica with the same id has connected'",
            &said(SourceGone),
        );
        assert_says_other(
            "Replica SQL for channel '': Worker 1 failed executing transaction; Lock wait timeout exceeded, Error_code: MY-001205",
            &said(Diverged),
        );
    }
}
