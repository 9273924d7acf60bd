//! Memory that a session or the server did not get (src/backend/utils/mmgr/,
//! src/common/stringinfo.c, `src/backend/storage/ipc/dsm_impl.c`,
//! src/backend/postmaster/), and what statements put on disk instead.

use super::words::{name, number};
use crate::hear::Phrase;
use crate::hear::forms::begins;
use crate::record::{Level, Record};
use crate::redact;
use crate::signal::ServerSignal;

/// Its wordings. `out of shared memory` is of another subject.
pub(super) static PHRASES: &[Phrase] = &[
    begins!("out of memory", out_of_memory),
    begins!("invalid memory alloc request size ", |it| {
        Some(ServerSignal::RequestTooLarge {
            bytes: number(&it.message, "request size "),
        })
    }),
    begins!("invalid DSA memory alloc request size ", |it| {
        Some(ServerSignal::RequestTooLarge {
            bytes: number(&it.message, "request size "),
        })
    }),
    // 14 on: a sum or a product that overflows.
    begins!(
        "invalid memory allocation request size "
            => ServerSignal::RequestTooLarge { bytes: None }
    ),
    // 18; before it is a detail of `out of memory`.
    begins!(
        "string buffer exceeds maximum allowed length"
            => ServerSignal::RequestTooLarge { bytes: None }
    ),
    begins!("could not fork ", |it| Some(ServerSignal::CannotFork {
        for_memory: it.message.contains("Cannot allocate memory"),
    })),
    begins!("could not resize shared memory segment ", |it| Some(
        not_resized(it)
    )),
    begins!("could not map shared memory segment ", not_mapped),
    begins!("not enough shared memory for data structure ", |it| {
        Some(ServerSignal::AllocationFailed {
            bytes: number(&it.message, " ("),
            what: name(&it.message),
            statement: None,
        })
    }),
    begins!("temporary file: path ", |it| {
        Some(ServerSignal::TemporaryFile {
            bytes: number(&it.message, ", size ")?,
        })
    }),
];

/// The detail says what of: a context (`Failed on request of size 1048576 in
/// memory context "ExecutorState".`), dynamic shared memory, or a text that grew
/// above 1 GB, which is no want of memory.
fn out_of_memory(record: &Record<'_>) -> Option<ServerSignal> {
    if record.level < Level::Error {
        return None;
    }
    let detail = record.added("DETAIL").unwrap_or_default();
    if detail.starts_with("Cannot enlarge string buffer") {
        let (holds, more) = (number(detail, "containing ")?, number(detail, " by ")?);
        return Some(ServerSignal::RequestTooLarge {
            bytes: holds.checked_add(more),
        });
    }
    let what = if detail.contains(" DSA ") {
        Some("dynamic shared memory".to_owned())
    } else {
        name(detail)
    };
    Some(ServerSignal::AllocationFailed {
        bytes: number(detail, "request of size "),
        what,
        statement: record.added("STATEMENT").map(redact::statement),
    })
}

/// `could not resize shared memory segment "/PostgreSQL.3" to 8388608 bytes: …`.
fn not_resized(record: &Record<'_>) -> ServerSignal {
    let bytes = number(&record.message, " to ");
    if record.message.contains("No space left") {
        ServerSignal::SharedMemoryFull { bytes }
    } else {
        segment_failed(record, bytes)
    }
}

fn not_mapped(record: &Record<'_>) -> Option<ServerSignal> {
    let for_memory = record.message.contains("Cannot allocate memory");
    for_memory.then(|| segment_failed(record, None))
}

fn segment_failed(record: &Record<'_>, bytes: Option<u64>) -> ServerSignal {
    ServerSignal::AllocationFailed {
        bytes,
        what: Some("dynamic shared memory".to_owned()),
        statement: record.added("STATEMENT").map(redact::statement),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::{
        AllocationFailed, CannotFork, RequestTooLarge, SharedMemoryFull, TemporaryFile,
    };

    #[test]
    fn failed_allocations() {
        let failed = |bytes, what: Option<&str>| AllocationFailed {
            bytes,
            what: what.map(str::to_owned),
            statement: None,
        };
        assert_heard(&[
            (
                "ERROR:  out of memory\nDETAIL:  Failed on request of size 67108864 in memory context \"HashBatchContext\".",
                failed(Some(67_108_864), Some("HashBatchContext")),
            ),
            (
                "FATAL:  out of memory\nDETAIL:  Failed while creating memory context \"CacheMemoryContext\".",
                failed(None, Some("CacheMemoryContext")),
            ),
            (
                "ERROR:  out of memory\nDETAIL:  Failed on DSA request of size 1048576.",
                failed(Some(1_048_576), Some("dynamic shared memory")),
            ),
            ("ERROR:  out of memory", failed(None, None)),
            (
                "ERROR:  not enough shared memory for data structure \"timescaledb\" (98304 bytes requested)",
                failed(Some(98_304), Some("timescaledb")),
            ),
            (
                "ERROR:  could not map shared memory segment \"/PostgreSQL.7\": Cannot allocate memory",
                failed(None, Some("dynamic shared memory")),
            ),
            (
                "ERROR:  could not resize shared memory segment \"/PostgreSQL.1804289383\" to 16777216 bytes: No space left on device",
                SharedMemoryFull {
                    bytes: Some(16_777_216),
                },
            ),
        ]);
    }

    #[test]
    fn requests_above_a_limit_of_the_servers_own() {
        let too_large = |bytes| RequestTooLarge { bytes };
        assert_heard(&[
            (
                "ERROR:  invalid memory alloc request size 1073741824",
                too_large(Some(1_073_741_824)),
            ),
            (
                "ERROR:  out of memory\nDETAIL:  Cannot enlarge string buffer containing 1073741800 bytes by 100 more bytes.",
                too_large(Some(1_073_741_900)),
            ),
            (
                "ERROR:  string buffer exceeds maximum allowed length (1073741823 bytes)",
                too_large(None),
            ),
        ]);
    }

    #[test]
    fn forks_and_files() {
        assert_heard(&[
            (
                "LOG:  could not fork new process for connection: Cannot allocate memory",
                CannotFork { for_memory: true },
            ),
            (
                "LOG:  could not fork autovacuum worker process: Resource temporarily unavailable",
                CannotFork { for_memory: false },
            ),
            (
                "LOG:  could not fork \"background worker\" process: Cannot allocate memory",
                CannotFork { for_memory: true },
            ),
            (
                "LOG:  temporary file: path \"base/pgsql_tmp/pgsql_tmp431.0\", size 1400000000",
                TemporaryFile {
                    bytes: 1_400_000_000,
                },
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "LOG:  out of memory",
            "ERROR:  could not map shared memory segment \"/PostgreSQL.7\": Permission denied",
            "ERROR:  relation \"out of memory\" does not exist",
        ]);
    }
}
