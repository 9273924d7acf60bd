//! Writes and reads that failed, by the system's error at the end of a message,
//! whatever was tried (src/backend/storage/smgr/md.c, src/backend/storage/file/,
//! src/backend/access/transam/xlog.c).

use super::words::name;
use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::Record;
use crate::signal::{DiskFull, ServerSignal};

/// Its wordings. Shared memory and semaphores use the same errors of the system
/// and are of other subjects, which come before.
pub(super) static PHRASES: &[Phrase] = &[
    holds!(": No space left on device", full),
    holds!(": Disk quota exceeded", full),
    // A short write: the file system gave less than was asked.
    holds!(": wrote only ", full),
    holds!(": Input/output error", fault),
    holds!(": Read-only file system", fault),
    holds!(": Structure needs cleaning", fault),
];

/// Whether the words are the server's own, not those of a function that an
/// application calls.
fn is_own(record: &Record<'_>) -> bool {
    record.message.starts_with("could not ")
}

fn full(record: &Record<'_>) -> Option<ServerSignal> {
    is_own(record).then(|| ServerSignal::DiskFull(place(&record.message)))
}

fn fault(record: &Record<'_>) -> Option<ServerSignal> {
    let path = name(&record.message);
    is_own(record).then_some(ServerSignal::DiskFault { path })
}

/// What lies where the file is: a folder of the data directory, or what was
/// written where no path is told.
pub(super) fn place(text: &str) -> DiskFull {
    const PLACES: [(&str, DiskFull); 11] = [
        ("pgsql_tmp", DiskFull::Temporary),
        ("temporary file", DiskFull::Temporary),
        // What logical decoding puts on disk of large transactions.
        ("data file for XID", DiskFull::Temporary),
        ("pg_replslot/", DiskFull::Temporary),
        ("pg_wal", DiskFull::Wal),
        ("write-ahead log", DiskFull::Wal),
        // `log file`, `log segment` or `WAL segment 0…3 at offset 0, length 8192`.
        (", length ", DiskFull::Wal),
        ("base/", DiskFull::Data),
        ("global/", DiskFull::Data),
        ("pg_tblspc/", DiskFull::Data),
        ("pg_xact/", DiskFull::Data),
    ];
    let mut places = PLACES.into_iter();
    let place = places.find(|(words, _)| text.contains(words));
    place.map_or(DiskFull::Unsaid, |(_, place)| place)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::DiskFull as Full;
    use crate::signal::ServerSignal::{DiskFault, DiskFull};

    #[test]
    fn full_disks() {
        assert_heard(&[
            (
                "PANIC:  could not write to file \"pg_wal/xlogtemp.431\": No space left on device",
                DiskFull(Full::Wal),
            ),
            (
                "PANIC:  could not write to log file 000000010000000000000003 at offset 0, length 8192: No space left on device",
                DiskFull(Full::Wal),
            ),
            (
                "LOG:  could not write to log file: No space left on device",
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
        ]);
    }

    #[test]
    fn faults() {
        let path = |path: &str| Some(path.to_owned());
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
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "ERROR:  upload failed: No space left on device",
            "LOG:  could not read from log segment 1, offset 0: read 0 of 8192",
        ]);
    }
}
