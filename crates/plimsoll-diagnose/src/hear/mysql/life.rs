//! Its life: starts, stops and recoveries, and how large its pool is (sql/mysqld.cc,
//! storage/innobase/srv/srv0start.cc, log/log0recv.cc, buf/buf0buf.cc of either).

use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::Record;
use crate::signal::{ServerSignal, StopManner};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    holds!(" starting as process ", starting),
    holds!("Starting MariaDB ", |it| {
        let (_, rest) = it.message.split_once("Starting MariaDB ")?;
        numbered(rest.split(' ').next()?)
    }),
    holds!(": ready for connections." => ServerSignal::Ready),
    // MySQL 8.0 and later name the account, MariaDB the address before it.
    holds!("Received SHUTDOWN from user ", |it| Some(asked(account(
        it
    )))),
    holds!("(initiated by: ", |it| {
        let is_own = it.message.contains("Normal shutdown");
        is_own.then(|| asked(initiator(it)))
    }),
    holds!(": Normal shutdown" => asked(None)),
    holds!("Received shutdown signal" => asked(None)),
    // MySQL 8.0 and later say `Shutdown complete (mysqld 8.4.3)`.
    holds!(": Shutdown complete" => ServerSignal::Stopped),
    holds!("Database was not shutdown normally" => ServerSignal::CrashFound),
    holds!("Starting crash recovery from checkpoint LSN" => ServerSignal::CrashFound),
    holds!("Starting crash recovery." => ServerSignal::CrashFound),
    // sql/xa.cc, sql/xa/recovery.cc: only where the binary log has to be recovered by.
    holds!("Starting XA crash recovery" => ServerSignal::CrashFound),
    // Of the binary log, at the start after a crash.
    holds!("Recovering after a crash using " => ServerSignal::CrashFound),
    holds!("Applying a batch of " => ServerSignal::Recovering),
    holds!("Rollback of non-prepared transactions completed" => ServerSignal::Recovering),
    // mysqld_safe and mariadbd-safe, as they start a server that is gone.
    holds!("Number of processes running now: " => ServerSignal::CrashFound),
    holds!("Initializing buffer pool, total size = ", |it| pool(
        it,
        "total size = "
    )),
    // MariaDB 11.8.
    holds!(", innodb_buffer_pool_size=", |it| pool(
        it,
        ", innodb_buffer_pool_size="
    )),
    // 5.7 on, and MariaDB to 10.5; MariaDB 10.6 on; since its pool is one piece (10.11.12,
    // 11.4.6, 11.8).
    holds!("ompleted to resize buffer pool from ", resized),
    holds!("ompleted resizing buffer pool from ", resized),
    holds!(" pages) resized from ", |it| {
        let (size, from) = it.message.split_once(" resized from ")?;
        let (_, size) = size.split_once("innodb_buffer_pool_size=")?;
        pool_size(size, Some(from))
    }),
    holds!("Buffer pool(s) load completed at " => ServerSignal::Worked),
];

const fn asked(by: Option<String>) -> ServerSignal {
    ServerSignal::StopRequested {
        manner: StopManner::Fast,
        by,
    }
}

/// `Received SHUTDOWN from user root. Shutting down mysqld (Version: 8.4.3).`, or
/// `from user <via user signal>`.
fn account(record: &Record<'_>) -> Option<String> {
    let (_, rest) = record.message.split_once("Received SHUTDOWN from user ")?;
    let (account, _) = rest.split_once(". Shutting down")?;
    (account != "<via user signal>").then(|| account.trim_matches(['<', '>']).to_owned())
}

/// `mariadbd (initiated by: root[root] @ localhost []): Normal shutdown`; unknown
/// where a signal asked.
fn initiator(record: &Record<'_>) -> Option<String> {
    let (_, rest) = record.message.split_once("(initiated by: ")?;
    let (account, _) = rest.split_once('[')?;
    (account != "unknown" && !account.is_empty()).then(|| account.to_owned())
}

/// `/usr/sbin/mysqld (mysqld 8.4.3) starting as process 1`; older MariaDB
/// `mariadbd (server 10.6.4-MariaDB) starting as process 1 ...`.
fn starting(record: &Record<'_>) -> Option<ServerSignal> {
    let (_, rest) = record.message.split_once(" (")?;
    let (inside, _) = rest.split_once(')')?;
    numbered(inside.split(' ').nth(1)?)
}

fn numbered(version: &str) -> Option<ServerSignal> {
    let is_version = version.starts_with(|c: char| c.is_ascii_digit());
    is_version.then(|| ServerSignal::Starting {
        version: Some(version.to_owned()),
    })
}

/// `128.000000M, instances = 1` (MySQL), `128M, instances` (5.7),
/// `134217728, chunk size` (MariaDB 10.6 before 10.6.9), `128.000MiB, chunk size`.
fn pool(record: &Record<'_>, label: &str) -> Option<ServerSignal> {
    let (_, rest) = record.message.split_once(label)?;
    pool_size(rest, None)
}

/// `from 134217728 to 1073741824.`, with ` bytes` behind it.
fn resized(record: &Record<'_>) -> Option<ServerSignal> {
    let (_, sizes) = record.message.split_once(" buffer pool from ")?;
    let (from, size) = sizes.split_once(" to ")?;
    pool_size(size, Some(from))
}

fn pool_size(size: &str, from: Option<&str>) -> Option<ServerSignal> {
    let from = match from {
        Some(from) => Some(figure_of(from)?),
        None => None,
    };
    let bytes = figure_of(size)?;
    Some(ServerSignal::PoolSize { bytes, from })
}

/// The size that a text begins with, in bytes.
fn figure_of(rest: &str) -> Option<u64> {
    let end = rest.find([',', ' ']).unwrap_or(rest.len());
    let figure = rest[..end].trim_end_matches('.');
    let unit = figure.find(|c: char| c.is_ascii_alphabetic());
    let (number, unit) = figure.split_at(unit.unwrap_or(figure.len()));
    let factor: f64 = match unit {
        "" | "B" => 1.0,
        "k" | "K" | "KiB" => 1024.0,
        "m" | "M" | "MiB" => 1_048_576.0,
        "g" | "G" | "GiB" => 1_073_741_824.0,
        "T" | "TiB" => 1_099_511_627_776.0,
        _ => return None,
    };
    let bytes = number.parse::<f64>().ok()? * factor;
    // A figure of the server's own is far below 2^53.
    let is_sane = bytes.is_finite() && (0.0..9e15).contains(&bytes);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    is_sane.then_some(bytes as u64)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_vague};
    use crate::signal::ServerSignal::{
        CrashFound, PoolSize, Ready, Recovering, Starting, StopRequested, Stopped,
    };
    use crate::signal::StopManner::Fast;

    #[test]
    fn starts_and_stops() {
        let version = |text: &str| Starting {
            version: Some(text.into()),
        };
        let stop = |by: Option<&str>| StopRequested {
            manner: Fast,
            by: by.map(str::to_owned),
        };
        assert_heard(&[
            (
                "/usr/sbin/mysqld (mysqld 8.4.3) starting as process 1",
                version("8.4.3"),
            ),
            (
                "mysqld (mysqld 5.7.44-log) starting as process 812 ...",
                version("5.7.44-log"),
            ),
            (
                "Starting MariaDB 10.11.8-MariaDB source revision 3a069644682e336e445039e48baae9693f9a08ee as process 1",
                version("10.11.8-MariaDB"),
            ),
            (
                "/usr/sbin/mysqld: ready for connections. Version: '8.4.3'  socket: '/run/mysqld.sock'  port: 3306",
                Ready,
            ),
            (
                "Received SHUTDOWN from user root. Shutting down mysqld (Version: 8.4.3).",
                stop(Some("root")),
            ),
            (
                "Received SHUTDOWN from user <via user signal>. Shutting down mysqld (Version: 8.4.3).",
                stop(None),
            ),
            (
                "mariadbd (initiated by: root[root] @ localhost []): Normal shutdown",
                stop(Some("root")),
            ),
            (
                "mariadbd (initiated by: unknown): Normal shutdown",
                stop(None),
            ),
            (
                "/usr/sbin/mysqld: Shutdown complete (mysqld 8.4.3)  MySQL Community Server - GPL.",
                Stopped,
            ),
            ("mariadbd: Shutdown complete", Stopped),
        ]);
    }

    #[test]
    fn recoveries_and_pools() {
        let pool = |bytes| PoolSize { bytes, from: None };
        assert_heard(&[
            (
                "InnoDB: innodb_buffer_pool_size_max=8388608m, innodb_buffer_pool_size=128m",
                pool(134_217_728),
            ),
            ("Recovering after a crash using tc.log", CrashFound),
            (
                "Starting MariaDB 11.8.9-MariaDB-0+deb13u1 from Debian source revision bf9193a9 server_uid x as process 7",
                Starting {
                    version: Some("11.8.9-MariaDB-0+deb13u1".into()),
                },
            ),
            ("InnoDB: Database was not shutdown normally!", CrashFound),
            (
                "InnoDB: Starting crash recovery from checkpoint LSN=46846,46846",
                CrashFound,
            ),
            ("InnoDB: Starting crash recovery.", CrashFound),
            ("Starting XA crash recovery...", CrashFound),
            (
                "InnoDB: Applying a batch of 132 redo log records ...",
                Recovering,
            ),
            (
                "InnoDB: Initializing buffer pool, total size = 128.000MiB, chunk size = 2.000MiB",
                pool(134_217_728),
            ),
            (
                "InnoDB: Initializing buffer pool, total size = 128.000000M, instances = 1, chunk size =128.000000M ",
                pool(134_217_728),
            ),
            (
                "InnoDB: Initializing buffer pool, total size = 2G, instances = 8, chunk size = 128M",
                pool(2_147_483_648),
            ),
            (
                "InnoDB: Initializing buffer pool, total size = 134217728, chunk size = 134217728",
                pool(134_217_728),
            ),
        ]);
    }

    #[test]
    fn pools_that_were_resized() {
        let resized = |bytes, from| PoolSize {
            bytes,
            from: Some(from),
        };
        assert_heard(&[
            (
                "InnoDB: Completed to resize buffer pool from 134217728 to 1073741824.",
                resized(1_073_741_824, 134_217_728),
            ),
            (
                "InnoDB: Completed resizing buffer pool from 268435456 to 134217728 bytes.",
                resized(134_217_728, 268_435_456),
            ),
            (
                "InnoDB: innodb_buffer_pool_size=256m (16128 pages) resized from 128m (8064 pages)",
                resized(268_435_456, 134_217_728),
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_vague(&[
            "InnoDB: Completed resizing buffer pool at 260209 13:41:24.",
            "InnoDB: Resizing buffer pool from 8589934592 to 15032385536 (unit=134217728).",
            "InnoDB: Completed initialization of buffer pool",
            "InnoDB: Starting shutdown...",
            "Plugin 'FEEDBACK' is disabled.",
            "InnoDB: Initializing buffer pool, total size = many",
        ]);
    }
}
