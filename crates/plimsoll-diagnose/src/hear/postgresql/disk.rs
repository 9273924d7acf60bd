//! Writes and reads that failed, by the system's error at the end of a message,
//! whatever was tried; pages that are not what was written
//! (src/backend/storage/smgr/md.c, src/backend/storage/buffer/bufmgr.c,
//! src/backend/storage/page/bufpage.c, src/backend/access/transam/xlog.c, slru.c).

use super::words::{after, name, with_added};
use super::{begins, holds};
use crate::hear::Phrase;
use crate::record::{Level, Record};
use crate::signal::{DiskFull, ServerSignal};

/// Its wordings. Shared memory and semaphores use the same errors of the system
/// and are of other subjects, which come before.
pub(super) static PHRASES: &[Phrase] = &[
    holds!(": No space left on device", |it| own(it)
        .then(|| full(&it.message))),
    holds!(": Disk quota exceeded", |it| own(it)
        .then(|| full(&it.message))),
    // A short write: the file system gave less than was asked, and a hint says so.
    holds!(": wrote only ", |it| own(it).then(|| full(&it.message))),
    // The error stands in the detail.
    begins!("could not access status of transaction ", status),
    holds!(": Input/output error", |it| own(it)
        .then(|| fault(&it.message))),
    holds!(": Read-only file system", |it| own(it)
        .then(|| fault(&it.message))),
    holds!(": Structure needs cleaning", |it| own(it)
        .then(|| fault(&it.message))),
    begins!("invalid page in block ", page),
    begins!("page verification failed, ", |it| {
        (it.level >= Level::Warning).then_some(corrupt(None))
    }),
    holds!(": read only ", |it| {
        let is_page =
            it.message.starts_with("could not read block") && it.message.contains(" in file ");
        is_page.then(|| corrupt(name(&it.message)))
    }),
    begins!("WAL contains references to invalid pages", |it| erred(
        it, None
    )),
    begins!("unexpected data beyond EOF in block ", page),
    begins!("missing chunk number ", |it| erred(it, None)),
    begins!("unexpected chunk number ", |it| erred(it, None)),
    begins!("compressed pglz data is corrupt", |it| erred(it, None)),
    holds!(" contains unexpected zero page at block ", index),
    holds!(" contains corrupted page at block ", index),
];

/// The server's own words, and not those of a function that an application calls.
fn own(record: &Record<'_>) -> bool {
    record.message.starts_with("could not ")
}

fn full(text: &str) -> ServerSignal {
    ServerSignal::DiskFull(place(text))
}

fn fault(text: &str) -> ServerSignal {
    let path = name(text);
    ServerSignal::DiskFault { path }
}

const fn corrupt(path: Option<String>) -> ServerSignal {
    ServerSignal::Corrupt { path }
}

fn erred(record: &Record<'_>, path: Option<String>) -> Option<ServerSignal> {
    (record.level >= Level::Error).then_some(corrupt(path))
}

/// What lies where the file is: a folder of the data directory, or what was
/// written to where no path is told.
pub(super) fn place(text: &str) -> DiskFull {
    const PLACES: [(&str, DiskFull); 12] = [
        ("pgsql_tmp", DiskFull::Temporary),
        ("temporary file", DiskFull::Temporary),
        // What logical decoding puts on disk of large transactions.
        ("data file for XID", DiskFull::Temporary),
        ("pg_replslot/", DiskFull::Temporary),
        ("pg_wal", DiskFull::Wal),
        ("write-ahead log", DiskFull::Wal),
        ("WAL segment", DiskFull::Wal),
        ("log segment", DiskFull::Wal),
        ("base/", DiskFull::Data),
        ("global/", DiskFull::Data),
        ("pg_tblspc/", DiskFull::Data),
        ("pg_xact/", DiskFull::Data),
    ];
    let mut places = PLACES.into_iter();
    let place = places.find(|(words, _)| text.contains(words));
    place.map_or(DiskFull::Unsaid, |(_, place)| place)
}

/// `could not access status of transaction 731`, with `Could not write to file
/// "pg_xact/0000" at offset 8192: No space left on device.` as detail.
fn status(record: &Record<'_>) -> Option<ServerSignal> {
    let words = with_added(record, "DETAIL");
    if words.contains("No space left on device") {
        Some(full(&words))
    } else if words.contains("Input/output error") {
        Some(fault(&words))
    } else {
        erred(record, name(&words))
    }
}

/// `invalid page in block 7 of relation base/5/1259`; 18 in quotes.
fn page(record: &Record<'_>) -> Option<ServerSignal> {
    let of = after(&record.message, " of relation ")?;
    let path = of.split([';', ' ']).next()?.trim_matches('"');
    let path = Some(path.to_owned());
    (record.level >= Level::Warning).then_some(corrupt(path))
}

fn index(record: &Record<'_>) -> Option<ServerSignal> {
    let is_own = record.message.starts_with("index ");
    is_own
        .then(|| erred(record, name(&record.message)))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::DiskFull as Full;
    use crate::signal::ServerSignal::{Corrupt, DiskFault, DiskFull};

    #[test]
    fn full_disks() {
        assert_heard(&[
            (
                "PANIC:  could not write to file \"pg_wal/xlogtemp.431\": No space left on device",
                DiskFull(Full::Wal),
            ),
            (
                "PANIC:  could not write to log file 000000010000000000000003 at offset 0, length 8192: No space left on device",
                DiskFull(Full::Unsaid),
            ),
            (
                "ERROR:  could not extend file \"base/16384/16385\": No space left on device\nHINT:  Check free disk space.",
                DiskFull(Full::Data),
            ),
            (
                "ERROR:  could not extend file \"base/16384/16385\" with FileFallocate(): No space left on device",
                DiskFull(Full::Data),
            ),
            (
                "ERROR:  could not extend file \"base/16384/16385\": wrote only 4096 of 8192 bytes at block 7",
                DiskFull(Full::Data),
            ),
            (
                "ERROR:  could not write to file \"base/pgsql_tmp/pgsql_tmp431.0\": No space left on device",
                DiskFull(Full::Temporary),
            ),
            (
                "ERROR:  could not write to data file for XID 731: No space left on device",
                DiskFull(Full::Temporary),
            ),
            (
                "ERROR:  could not access status of transaction 731\nDETAIL:  Could not write to file \"pg_xact/0000\" at offset 8192: No space left on device.",
                DiskFull(Full::Data),
            ),
        ]);
    }

    #[test]
    fn faults_and_damage() {
        let path = |path: &str| Some(path.to_owned());
        let relation = || Corrupt {
            path: path("base/16384/16385"),
        };
        assert_heard(&[
            (
                "ERROR:  could not read block 7 in file \"base/16384/16385\": Input/output error",
                DiskFault {
                    path: path("base/16384/16385"),
                },
            ),
            (
                "PANIC:  could not fsync file \"pg_wal/000000010000000000000003\": Read-only file system",
                DiskFault {
                    path: path("pg_wal/000000010000000000000003"),
                },
            ),
            (
                "ERROR:  invalid page in block 7 of relation base/16384/16385",
                relation(),
            ),
            (
                "ERROR:  invalid page in block 7 of relation \"base/16384/16385\"",
                relation(),
            ),
            (
                "WARNING:  invalid page in block 7 of relation base/16384/16385; zeroing out page",
                relation(),
            ),
            (
                "WARNING:  page verification failed, calculated checksum 1 but expected 2",
                Corrupt { path: None },
            ),
            (
                "ERROR:  could not read block 7 in file \"base/16384/16385\": read only 0 of 8192 bytes",
                relation(),
            ),
            (
                "ERROR:  could not read blocks 7..9 in file \"base/16384/16385\": read only 0 of 24576 bytes",
                relation(),
            ),
            (
                "ERROR:  could not access status of transaction 731\nDETAIL:  Could not open file \"pg_xact/0000\": No such file or directory.",
                Corrupt {
                    path: path("pg_xact/0000"),
                },
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "ERROR:  upload failed: No space left on device",
            "LOG:  invalid record length at 0/3000000: wanted 24, got 0",
            "LOG:  could not read from log segment 1, offset 0: read 0 of 8192",
        ]);
    }
}
