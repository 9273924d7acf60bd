//! Files that are not there or may not be opened: the system's word on them
//! (mysys/errors.cc, share/errmsg-utf8.txt, storage/innobase/os/os0file.cc,
//! sql/mysqld.cc of either).

use super::start::error;
use super::words::{name, system_error};
use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::{Level, Record};
use crate::signal::{DiskFull, FileFault, ServerSignal, StartRefusal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // InnoDB tells the file, the number and this in three entries.
    holds!("does not have the access rights to", |it| {
        fault(it, FileFault::Rights { path: None })
    }),
    holds!("The error means the system cannot find the path", |it| {
        fault(it, FileFault::Missing { path: None })
    }),
    holds!("' must be writable", |it| {
        let path = name(&it.message);
        fault(it, FileFault::Rights { path })
    }),
    holds!("Unable to create temporary file; errno: ", temporary),
    // Said before there is a log, without a level.
    holds!("Can't change dir to '", |it| {
        let path = name(&it.message);
        let fault = match system_error(&it.message)? {
            2 => FileFault::Missing { path },
            13 => FileFault::Rights { path },
            _ => return None,
        };
        Some(ServerSignal::StartRefused(StartRefusal::File(fault)))
    }),
    holds!("Failed to find valid data directory", |it| {
        error(it, StartRefusal::File(FileFault::Missing { path: None }))
    }),
    holds!("Can't open and lock privilege tables: ", |it| {
        let path = Some("mysql".to_owned());
        error(it, StartRefusal::File(FileFault::Missing { path }))
    }),
    holds!("not found in binlog index, needed for recovery", |it| {
        let path = name(&it.message);
        error(it, StartRefusal::File(FileFault::Missing { path }))
    }),
    // `--initialize` of MySQL (sql/sql_initialize.cc).
    holds!("specified but the data directory has files in it", |it| {
        error(it, StartRefusal::File(FileFault::NotEmpty { path: None }))
    }),
    // MariaDB 10.5 on (log/log0recv.cc): removed, or the data are of a MySQL that keeps its
    // redo log elsewhere (#innodb_redo, 8.0.30 on).
    holds!("ib_logfile0 was not found", |it| {
        let path = Some("ib_logfile0".to_owned());
        fault(it, FileFault::Missing { path })
    }),
    holds!("Cannot open datafile", missing),
    holds!("Permission denied", |it| {
        let path = name(&it.message);
        fault(it, FileFault::Rights { path })
    }),
    holds!("No such file or directory", missing),
];

/// At a start the listener makes a refusal of it.
fn fault(record: &Record<'_>, fault: FileFault) -> Option<ServerSignal> {
    (record.level >= Level::Error).then_some(ServerSignal::FileFault(fault))
}

fn missing(record: &Record<'_>) -> Option<ServerSignal> {
    let path = name(&record.message);
    fault(record, FileFault::Missing { path })
}

/// Named by its number alone.
fn temporary(record: &Record<'_>) -> Option<ServerSignal> {
    let path = || Some("tmpdir".to_owned());
    match system_error(&record.message)? {
        2 => fault(record, FileFault::Missing { path: path() }),
        13 => fault(record, FileFault::Rights { path: path() }),
        28 => Some(ServerSignal::DiskFull(DiskFull::Temporary)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard_as_warning, heard};
    use crate::signal::FileFault::{Missing, NotEmpty, Rights};
    use crate::signal::ServerSignal::{DiskFull, FileFault, StartRefused, Starting};
    use crate::signal::StartRefusal;

    #[test]
    fn rights_and_missing_files() {
        let path = |path: &str| Some(path.to_owned());
        assert_heard(&[
            (
                "InnoDB: The error means mariadbd does not have the access rights to the directory.",
                FileFault(Rights { path: None }),
            ),
            (
                "The innodb_system data file 'ibdata1' must be writable",
                FileFault(Rights {
                    path: path("ibdata1"),
                }),
            ),
            (
                "mysqld: File './binlog.index' not found (OS errno 13 - Permission denied)",
                FileFault(Rights {
                    path: path("./binlog.index"),
                }),
            ),
            (
                "/usr/sbin/mariadbd: Can't create/write to file '/srv/tmp/ibXy' (Errcode: 2 \"No such file or directory\")",
                FileFault(Missing {
                    path: path("/srv/tmp/ibXy"),
                }),
            ),
            (
                "InnoDB: Cannot open datafile for read-only: './shop/orders.ibd' OS error: 71",
                FileFault(Missing {
                    path: path("./shop/orders.ibd"),
                }),
            ),
            (
                "InnoDB: File ./ib_logfile0 was not found",
                FileFault(Missing {
                    path: path("ib_logfile0"),
                }),
            ),
            (
                "--initialize specified but the data directory has files in it. Aborting.",
                StartRefused(StartRefusal::File(NotEmpty { path: None })),
            ),
            (
                "InnoDB: Unable to create temporary file; errno: 28",
                DiskFull(crate::signal::DiskFull::Temporary),
            ),
            (
                "Fatal error: Can't open and lock privilege tables: Table 'mysql.db' doesn't exist",
                StartRefused(StartRefusal::File(Missing {
                    path: path("mysql"),
                })),
            ),
        ]);
    }

    #[test]
    fn a_file_ends_a_start() {
        let log = [
            "/usr/sbin/mysqld (mysqld 8.4.3) starting as process 1",
            "Failed to set datadir to '/data/' (OS errno: 13 - Permission denied)",
            "Aborting",
        ];
        let version = Some("8.4.3".to_owned());
        let path = Some("/data/".to_owned());
        let refused = StartRefused(StartRefusal::File(Rights { path }));
        assert_eq!(heard(&log), [Starting { version }, refused]);
    }

    #[test]
    fn warnings_of_files() {
        assert_unheard_as_warning(
            "World-writable config file '/etc/my.cnf' is ignored: Permission denied",
        );
    }
}
