//! Disks that are full or failed, damaged pages, open files and the redo log
//! (mysys/errors.cc, share/errmsg-utf8.txt, storage/innobase/os/os0file.cc,
//! buf/buf0buf.cc, log/log0chkp.cc of either).

use super::holds;
use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{DiskFull, Replication, ServerSignal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    holds!("Disk is full writing '", |it| Some(full(it))),
    holds!("Disk got full writing '", |it| Some(full(it))),
    holds!("No space left on device", |it| Some(full(it))),
    holds!("Database page corruption on disk or a failed" => ServerSignal::Corrupt { path: None }),
    holds!("Read-only file system", |it| {
        let is_own = it.message.contains("rrno: 30") || it.message.contains("rror: 30");
        is_own.then_some(ServerSignal::DiskFault { path: None })
    }),
    holds!("Errcode: 24 ", |_| Some(ServerSignal::TooManyOpenFiles)),
    holds!("OS errno 24 - Too many open files" => ServerSignal::TooManyOpenFiles),
    holds!("The age of the last checkpoint is ", |_| Some(redo())),
    holds!("The total number of locks exceeds the lock table size" => ServerSignal::LockTableFull { parameter: Some("innodb_buffer_pool_size") }),
    // Replication: what the source said is passed on with its number.
    holds!("Got fatal error 1236 from ", |it| {
        let is_gone = ["purged", "Could not find first log"];
        let is_gone = is_gone.iter().any(|words| it.message.contains(words));
        is_gone.then_some(ServerSignal::Replication(Replication::SourceGone))
    }),
    holds!("have equal MySQL server ids" => ServerSignal::Replication(
        Replication::Parameter { parameter: "server_id" }
    )),
];

const fn redo() -> ServerSignal {
    ServerSignal::RedoTooSmall {
        parameter: "innodb_log_file_size",
    }
}

/// What is full, by the file that is named.
fn full(record: &Record<'_>) -> ServerSignal {
    const PLACES: [(&str, DiskFull); 8] = [
        ("#innodb_redo", DiskFull::Wal),
        ("ib_logfile", DiskFull::Wal),
        ("ibtmp", DiskFull::Temporary),
        ("#sql", DiskFull::Temporary),
        ("/tmp/", DiskFull::Temporary),
        ("binlog.", DiskFull::Binlog),
        ("bin.", DiskFull::Binlog),
        (".ibd", DiskFull::Data),
    ];
    let place = PLACES
        .iter()
        .find(|(part, _)| record.message.contains(part));
    ServerSignal::DiskFull(place.map_or(DiskFull::Unsaid, |(_, place)| *place))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use super::redo;
    use crate::signal::DiskFull::{Binlog, Temporary, Unsaid};
    use crate::signal::ServerSignal::{Corrupt, DiskFull, Replication, TooManyOpenFiles};

    #[test]
    fn disks() {
        assert_heard(&[
            (
                "Disk is full writing './binlog.000002' (OS errno 28 - No space left on device). Waiting for someone to free space...",
                DiskFull(Binlog),
            ),
            (
                "mariadbd: Disk got full writing './mysql-bin.000007' (Errcode: 28 \"No space left on device\")",
                DiskFull(Binlog),
            ),
            (
                "Error writing file '/tmp/MY12ab' (Errcode: 28 - No space left on device)",
                DiskFull(Temporary),
            ),
            (
                "InnoDB: Operating system error number 28; No space left on device",
                DiskFull(Unsaid),
            ),
            (
                "InnoDB: Database page corruption on disk or a failed read of file './a/t.ibd' page [page id: space=7, page number=3].",
                Corrupt { path: None },
            ),
            (
                "Can't open file: './a/t.frm' (Errcode: 24 - Too many open files)",
                TooManyOpenFiles,
            ),
            (
                "InnoDB: The age of the last checkpoint is 90593280, which exceeds the log capacity 90593280.",
                redo(),
            ),
            (
                "Error reading packet from server: Got fatal error 1236 from source when reading data from binary log: 'Could not find first log file name in binary log index file'",
                Replication(crate::signal::Replication::SourceGone),
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "InnoDB: Completed space check",
            "Got fatal error 1236 from source: 'A replica with the same id has connected'",
            "option read_only changed: Read-only file system is not it",
        ]);
    }
}
