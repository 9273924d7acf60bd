//! Disks that are full, by the file that is named (mysys/errors.cc,
//! share/errmsg-utf8.txt, sql/binlog.cc, storage/innobase/os/os0file.cc,
//! fil/fil0fil.cc of either).

use super::words::{name, system_error};
use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::Record;
use crate::signal::{DiskFull, ServerSignal};

/// The system's error where a disk is full (`ENOSPC`).
const NO_SPACE: u64 = 28;

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // Errors of the disk, quotas and limits of files have other numbers.
    holds!("Disk is full writing '", |it| Some(full(it))),
    holds!("Disk got full writing '", |it| Some(full(it))),
    holds!("Disk full (", |it| Some(full(it))),
    // A file that could not be made longer (storage/innobase/fil/fil0fil.cc).
    holds!(" zeroes to ", |it| {
        let is_own = it.message.contains("Error while writing ");
        is_own.then(|| full(it))
    }),
    holds!("No space left on device", |it| Some(full(it))),
    holds!("Disk is full. Try to clean the disk", |it| Some(full(it))),
    holds!(" failed at offset ", numbered),
    holds!("Failed to preallocate data for file ", numbered),
    holds!("InnoDB: preallocating ", numbered),
    holds!("Could not set the file size of '", |it| Some(full(it))),
    holds!(" failed, as disk is full", |it| Some(full(it))),
    holds!(" for logging (error 28", |_| Some(ServerSignal::DiskFull(
        DiskFull::Binlog
    ))),
    // A table of a statement's own: its place, or the table in memory, is full.
    holds!("' is full", |it| {
        let is_temporary = place(&it.message) == DiskFull::Temporary;
        is_temporary.then(|| full(it))
    }),
    // An Aria or MyISAM file of a statement that could not grow (HA_ERR_CRASHED).
    holds!("Got error '126 ", |it| {
        let is_temporary = place(&it.message) == DiskFull::Temporary;
        is_temporary.then(|| full(it))
    }),
    // A MyISAM file of a statement that could not grow.
    holds!("Incorrect key file for table '", |it| {
        let is_temporary = place(&it.message) == DiskFull::Temporary;
        is_temporary.then(|| full(it))
    }),
];

/// To 5.6 the number stands on a line of its own.
fn numbered(record: &Record<'_>) -> Option<ServerSignal> {
    let mut lines = record.added.lines();
    let own = || lines.find_map(|line| system_error(line.strip_prefix("InnoDB: ")?));
    let error = system_error(&record.message).or_else(own)?;
    (error == NO_SPACE).then(|| full(record))
}

fn full(record: &Record<'_>) -> ServerSignal {
    ServerSignal::DiskFull(place(&record.message))
}

/// What is full, by the file that is named.
fn place(message: &str) -> DiskFull {
    const PLACES: [(&str, DiskFull); 13] = [
        ("#innodb_redo", DiskFull::Wal),
        ("ib_logfile", DiskFull::Wal),
        ("ibtmp", DiskFull::Temporary),
        ("#innodb_temp", DiskFull::Temporary),
        ("#sql", DiskFull::Temporary),
        ("/tmp/", DiskFull::Temporary),
        // A file without a name (`O_TMPFILE`), as MariaDB tells of it.
        ("(temporary)", DiskFull::Temporary),
        ("binlog.", DiskFull::Binlog),
        ("bin.", DiskFull::Binlog),
        (".ibd", DiskFull::Data),
        ("ibdata", DiskFull::Data),
        (".MYD", DiskFull::Data),
        (".MYI", DiskFull::Data),
    ];
    let known = PLACES.iter().find(|(part, _)| message.contains(part));
    let by_name = || name(message).as_deref().and_then(by_shape);
    known
        .map(|(_, place)| *place)
        .or_else(by_name)
        .unwrap_or(DiskFull::Unsaid)
}

/// A log is numbered with six digits or more, whatever its name, or told by the name
/// that all of them begin with; a temporary file is named by the part that made it: `MY`, `ML`, `ib` and some letters.
fn by_shape(path: &str) -> Option<DiskFull> {
    let file = path.rsplit('/').next()?;
    let is_number = |text: &str| text.len() >= 6 && text.bytes().all(|it| it.is_ascii_digit());
    if file
        .rsplit_once('.')
        .is_some_and(|(_, number)| is_number(number))
        || file == "binlog"
        || file.ends_with("-bin")
    {
        return Some(DiskFull::Binlog);
    }
    let is_temporary = ["MY", "ML", "ib"].iter().any(|it| file.starts_with(it));
    (is_temporary && file.len() <= 9 && !file.contains('.')).then_some(DiskFull::Temporary)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_says_other};
    use crate::signal::DiskFull::{Binlog, Data, Temporary, Unsaid, Wal};
    use crate::signal::ServerSignal::DiskFull;

    #[test]
    fn logs() {
        assert_heard(&[
            (
                "Disk is full writing './binlog.000002' (OS errno 28 - No space left on device). Waiting for someone to free space...",
                DiskFull(Binlog),
            ),
            (
                "mariadbd: Disk is full writing '/var/log/mysql/mariadb-bin.002214' (Errcode: 28 \"No space left on device\"). Waiting for someone to free space... (Expect up to 60 secs delay for server to continue after freeing disk space)",
                DiskFull(Binlog),
            ),
            (
                "mariadbd: Error writing file './db1-log.000012' (Errcode: 28 \"No space left on device\")",
                DiskFull(Binlog),
            ),
            (
                "Error writing file '/var/lib/mysql/binlog' (errno: 28 - No space left on device)",
                DiskFull(Binlog),
            ),
            (
                "Disk full (/data/mysql-bin.001201); waiting for someone to free some space...",
                DiskFull(Binlog),
            ),
            (
                "Could not use ./binlog for logging (error 28). Turning logging off for the whole duration of the MySQL server process.",
                DiskFull(Binlog),
            ),
            (
                "InnoDB: preallocating 100663296 bytes for file ./ib_logfile101 failed with error 28",
                DiskFull(Wal),
            ),
        ]);
    }

    #[test]
    fn tables_and_temporary_files() {
        assert_heard(&[
            (
                "mysqld: Error writing file '/srv/mysql-tmp/MYfd=43' (OS errno 28 - No space left on device)",
                DiskFull(Temporary),
            ),
            (
                "mariadbd: Disk got full writing '.(temporary)' (Errcode: 28 \"No space left on device\")",
                DiskFull(Temporary),
            ),
            (
                "mariadbd: Got error '126 \"Index is corrupted\"' for '/tmp/#sql-temptable-7157-10-2.MAI'",
                DiskFull(Temporary),
            ),
            (
                "The table '/srv/mysql-tmp/#sql1_9_2' is full",
                DiskFull(Temporary),
            ),
            (
                "Incorrect key file for table '/tmp/#sql_a_0.MYI'; try to repair it",
                DiskFull(Temporary),
            ),
            (
                "InnoDB: Write to file ./shop/orders.ibd failed at offset 1048576, 1048576 bytes should have been written, only 0 were written. Operating system error number 28.",
                DiskFull(Data),
            ),
            (
                "posix_fallocate(): Failed to preallocate data for file ./shop/t.ibd, desired size 65536 Operating system error number 28 - No space left on device.",
                DiskFull(Data),
            ),
            (
                "InnoDB: Error while writing 4194304 zeroes to ./shop/events.ibd starting at offset 214748364800",
                DiskFull(Data),
            ),
            (
                "InnoDB: Encountered a problem with file './shop/t.ibd'. Disk is full. Try to clean the disk to free space.",
                DiskFull(Data),
            ),
            (
                "InnoDB: Operating system error number 28; No space left on device",
                DiskFull(Unsaid),
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_says_other(
            "mariadbd: Got error '126 \"Index is corrupted\"' for './shop/orders.MAI'",
            &DiskFull(Temporary),
        );
        // A table in memory has its own limit.
        assert_says_other("The table 'cache' is full", &DiskFull(Data));
        assert_says_other(
            "InnoDB: Write to file ./t.ibd failed at offset 0. Operating system error number 27.",
            &DiskFull(Data),
        );
    }
}
