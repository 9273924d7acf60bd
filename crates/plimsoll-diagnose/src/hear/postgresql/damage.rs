//! Pages and control files that are not what was written
//! (src/backend/storage/buffer/bufmgr.c, src/backend/storage/page/bufpage.c,
//! src/backend/storage/smgr/md.c, src/backend/access/transam/slru.c, xlog.c,
//! xlogrecovery.c from 15 on).

use super::disk;
use super::start::refuses;
use super::words::{after, name, with_added};
use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
use crate::record::{Level, Record};
use crate::signal::{ServerSignal, StartRefusal};

/// Its wordings. The end of the WAL that every recovery finds is none.
pub(super) static PHRASES: &[Phrase] = &[
    refuses!("could not locate a valid checkpoint record" => StartRefusal::Damaged),
    refuses!("could not locate required checkpoint record" => StartRefusal::Damaged),
    refuses!("could not find redo location " => StartRefusal::Damaged),
    refuses!("incorrect checksum in control file" => StartRefusal::Damaged),
    refuses!("control file contains invalid " => StartRefusal::Damaged),
    refuses!("backup_label contains data inconsistent with control file" => StartRefusal::Damaged),
    refuses!("WAL ends before " => StartRefusal::Damaged),
    begins!("could not access status of transaction ", status),
    begins!("invalid page in block ", page),
    begins!("unexpected data beyond EOF in block ", page),
    begins!("page verification failed, ", |it| {
        (it.level >= Level::Warning).then_some(ServerSignal::Corrupt { path: None })
    }),
    holds!(": read only ", |it| {
        let is_block = it.message.starts_with("could not read block");
        let is_page = is_block && it.message.contains(" in file ");
        is_page.then(|| erred(it, name(&it.message))).flatten()
    }),
    begins!("WAL contains references to invalid pages", |it| erred(
        it, None
    )),
    begins!("missing chunk number ", |it| erred(it, None)),
    begins!("unexpected chunk number ", |it| erred(it, None)),
    begins!("compressed pglz data is corrupt", |it| erred(it, None)),
    holds!(" contains unexpected zero page at block ", index),
    holds!(" contains corrupted page at block ", index),
];

fn erred(record: &Record<'_>, path: Option<String>) -> Option<ServerSignal> {
    (record.level >= Level::Error).then_some(ServerSignal::Corrupt { path })
}

/// `could not access status of transaction 731`; why stands in the detail: `Could
/// not write to file "pg_xact/0000" at offset 8192: No space left on device.`
fn status(record: &Record<'_>) -> Option<ServerSignal> {
    let words = with_added(record, "DETAIL");
    let path = name(&words);
    if words.contains("No space left on device") {
        Some(ServerSignal::DiskFull(disk::place(&words)))
    } else if words.contains("Input/output error") {
        Some(ServerSignal::DiskFault { path })
    } else {
        erred(record, path)
    }
}

/// `invalid page in block 7 of relation base/5/1259`; 18 in quotes.
fn page(record: &Record<'_>) -> Option<ServerSignal> {
    let of = after(&record.message, " of relation ")?;
    let path = of.split([';', ' ']).next()?.trim_matches('"');
    let path = Some(path.to_owned());
    (record.level >= Level::Warning).then_some(ServerSignal::Corrupt { path })
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
    use crate::signal::ServerSignal::{Corrupt, DiskFull, StartRefused};
    use crate::signal::{DiskFull as Full, StartRefusal};

    #[test]
    fn what_a_start_needs() {
        let damaged = || StartRefused(StartRefusal::Damaged);
        assert_heard(&[
            (
                "PANIC:  could not locate a valid checkpoint record",
                damaged(),
            ),
            (
                "PANIC:  could not locate a valid checkpoint record at 0/15A2B48",
                damaged(),
            ),
            (
                "FATAL:  could not locate required checkpoint record at 0/2000060",
                damaged(),
            ),
            ("FATAL:  incorrect checksum in control file", damaged()),
            (
                "FATAL:  WAL ends before consistent recovery point",
                damaged(),
            ),
        ]);
    }

    #[test]
    fn pages() {
        let path = |path: &str| Some(path.to_owned());
        let relation = || Corrupt {
            path: path("base/16384/16385"),
        };
        assert_heard(&[
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
            (
                "ERROR:  could not access status of transaction 731\nDETAIL:  Could not write to file \"pg_xact/0000\" at offset 8192: No space left on device.",
                DiskFull(Full::Data),
            ),
        ]);
    }

    #[test]
    fn the_end_of_the_wal_is_no_damage() {
        assert_unheard(&[
            "LOG:  invalid record length at 0/3000000: wanted 24, got 0",
            "LOG:  unexpected pageaddr 0/1000000 in WAL segment 000000010000000000000003, LSN 0/3000000, offset 0",
            "LOG:  could not read from log segment 1, offset 0: read 0 of 8192",
        ]);
    }
}
