//! Disks that fail, and pages that are not what was written
//! (storage/innobase/buf/buf0buf.cc, log/log0recv.cc, fil/fil0fil.cc, os/os0file.cc,
//! share/errmsg-utf8.txt, `sql/rpl_replica.cc` of either).

use super::words::name;
use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::{Level, Record};
use crate::signal::ServerSignal;

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    holds!("Database page corruption ", corrupt),
    holds!("could not be found in the doublewrite buffer", corrupt),
    holds!("Unable to apply log to corrupted page ", corrupt),
    holds!(" looks corrupted in file ", corrupt),
    holds!("Apparent corruption ", corrupt),
    holds!("is marked as crashed and ", corrupt),
    holds!("Incorrect key file for table ", corrupt),
    holds!(" is corrupt; try to repair it", corrupt),
    holds!("corruption in the InnoDB tablespace", corrupt),
    holds!(
        "is in the future! Current system log sequence number",
        corrupt
    ),
    holds!("Relay log read failure: ", corrupt),
    holds!("Read-only file system", |it| {
        let is_own = it.message.contains("rrno: 30") || it.message.contains("rror: 30");
        let is_own = is_own || it.message.contains("rrcode: 30");
        (is_own || it.message.contains("rrno 30")).then(|| fault(it))
    }),
    holds!("Input/output error", |it| {
        (it.level >= Level::Warning).then(|| fault(it))
    }),
    holds!("Operating system error number 5 in ", |it| Some(fault(it))),
    holds!("returned EIO, aborting", |it| Some(fault(it))),
    // MariaDB from 10.8 on (log/log0log.cc): 5 is EIO.
    holds!("fdatasync() returned 5", |it| Some(fault(it))),
];

fn corrupt(record: &Record<'_>) -> Option<ServerSignal> {
    let path = name(&record.message);
    (record.level >= Level::Error).then_some(ServerSignal::Corrupt { path })
}

fn fault(record: &Record<'_>) -> ServerSignal {
    ServerSignal::DiskFault {
        path: name(&record.message),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_says_other};
    use crate::signal::ServerSignal::{Corrupt, DiskFault};

    #[test]
    fn damage() {
        let path = |path: &str| Some(path.to_owned());
        assert_heard(&[
            (
                "InnoDB: Database page corruption on disk or a failed read of file './a/t.ibd' page [page id: space=7, page number=3].",
                Corrupt {
                    path: path("./a/t.ibd"),
                },
            ),
            (
                "Table './shop/log' is marked as crashed and should be repaired",
                Corrupt {
                    path: path("./shop/log"),
                },
            ),
            (
                "InnoDB: Page [page id: space=0, page number=7] log sequence number 98214 is in the future! Current system log sequence number 46846.",
                Corrupt { path: None },
            ),
            (
                "mysqld: Error reading file './shop/t.MYD' (OS errno 5 - Input/output error)",
                DiskFault {
                    path: path("./shop/t.MYD"),
                },
            ),
            (
                "InnoDB: Operating system error number 5 in a file operation.",
                DiskFault { path: None },
            ),
            (
                "Error writing file './binlog.000003' (errno: 30 - Read-only file system)",
                DiskFault {
                    path: path("./binlog.000003"),
                },
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_says_other(
            "option read_only changed: Read-only file system is not it",
            &DiskFault { path: None },
        );
        assert_says_other(
            "InnoDB: Operating system error number 52 in a file operation.",
            &DiskFault { path: None },
        );
    }
}
