//! Memory and threads that could not be had (`mysys/my_malloc.c`, `sql/conn_handler`,
//! share/errmsg-utf8.txt of either, storage/innobase/buf/buf0buf.cc, ut/ut0new.cc).

use super::start::{error, refused};
use super::words::{number, system_error};
use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::{Level, Record};
use crate::signal::{ServerSignal, StartRefusal};

/// The system's error where memory lacks (`ENOMEM`).
const NO_MEMORY: u64 = 12;

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // 5.5 `Fatal error: cannot`.
    holds!("annot allocate memory for the buffer pool" => pool(None)),
    holds!("Cannot allocate memory for buffer pool" => pool(None)),
    // MariaDB since the pool may grow while it runs: the addresses set aside for it.
    holds!("Cannot map innodb_buffer_pool_size_max=", |it| {
        let mebibytes = number(&it.message, "innodb_buffer_pool_size_max=");
        Some(pool(mebibytes.and_then(|it| it.checked_mul(1 << 20))))
    }),
    holds!("too large innodb_log_buffer_size?", |it| {
        error(it, memory("innodb_log_buffer_size"))
    }),
    holds!("Cannot allocate the keycache", |it| {
        error(it, memory("key_buffer_size"))
    }),
    holds!("Out of memory (Needed ", |it| failed(it, "(Needed ")),
    holds!("Out of memory; restart server and try again", |it| failed(
        it, "(needed "
    )),
    holds!("Out of memory; check if ", |it| failed(it, "(needed ")),
    holds!("Out of memory in storage engine", |it| failed(
        it, "(needed "
    )),
    holds!(" bytes of memory after ", |it| failed(
        it,
        "Cannot allocate "
    )),
    // 5.7 and MariaDB before 10.5.
    holds!(" bytes) failed; errno 12", |it| failed(it, "mmap(")),
    holds!("Can't create thread to handle ", |it| Some(thread(it))),
    holds!("Can't create a new thread (errno ", |it| Some(thread(it))),
    holds!("Can't create threads in threadpool (errno=", |it| Some(
        thread(it)
    )),
    // Smaller pages are taken instead: a warning.
    holds!("(Large/HugeTLB memory page size " => ServerSignal::HugePagesMissing),
    holds!("Using conventional memory pool" => ServerSignal::HugePagesMissing),
];

/// The buffer pool cannot be had.
const fn pool(bytes: Option<u64>) -> ServerSignal {
    let parameter = Some("innodb_buffer_pool_size");
    refused(StartRefusal::Memory { bytes, parameter })
}

const fn memory(parameter: &'static str) -> StartRefusal {
    StartRefusal::Memory {
        bytes: None,
        parameter: Some(parameter),
    }
}

/// How much was asked for stands behind `label`; nought is said where it did not
/// fit the format's 32 bits.
fn failed(record: &Record<'_>, label: &str) -> Option<ServerSignal> {
    let bytes = number(&record.message, label).filter(|bytes| *bytes > 0);
    (record.level >= Level::Error).then_some(ServerSignal::AllocationFailed {
        bytes,
        what: None,
        statement: None,
    })
}

/// `EAGAIN` is the limit of processes, `ENOMEM` want of memory.
fn thread(record: &Record<'_>) -> ServerSignal {
    ServerSignal::CannotFork {
        for_memory: system_error(&record.message) == Some(NO_MEMORY),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard_as_warning};
    use super::{memory, pool, refused};
    use crate::signal::ServerSignal::{AllocationFailed, CannotFork, HugePagesMissing};

    #[test]
    fn memory_that_lacks() {
        let failed = |bytes| AllocationFailed {
            bytes,
            what: None,
            statement: None,
        };
        assert_heard(&[
            (
                "InnoDB: Cannot allocate memory for the buffer pool",
                pool(None),
            ),
            (
                "InnoDB: Fatal error: cannot allocate memory for the buffer pool",
                pool(None),
            ),
            (
                "InnoDB: Cannot map innodb_buffer_pool_size_max=9216000m",
                pool(Some(9_216_000 << 20)),
            ),
            (
                "InnoDB: Cannot allocate memory; too large innodb_log_buffer_size?",
                refused(memory("innodb_log_buffer_size")),
            ),
            (
                "Cannot allocate the keycache",
                refused(memory("key_buffer_size")),
            ),
            (
                "mysqld: Out of memory (Needed 24492 bytes)",
                failed(Some(24_492)),
            ),
            ("mariadbd: Out of memory (Needed 0 bytes)", failed(None)),
            (
                "Out of memory; check if mysqld or some other process uses all available memory; if not, you may have to use 'ulimit' to allow mysqld to use more memory or you can add more swap space",
                failed(None),
            ),
            (
                "InnoDB: Cannot allocate 8589934592 bytes of memory after 60 retries over 60 seconds. OS error: Cannot allocate memory (12).",
                failed(Some(8_589_934_592)),
            ),
            (
                "InnoDB: mmap(137428992 bytes) failed; errno 12",
                failed(Some(137_428_992)),
            ),
            (
                "Couldn't allocate 2097152000 bytes (Large/HugeTLB memory page size 2097152); errno 12; continuing to smaller size",
                HugePagesMissing,
            ),
        ]);
    }

    #[test]
    fn threads_that_lack() {
        let lacks = |for_memory| CannotFork { for_memory };
        assert_heard(&[
            (
                "Can't create thread to handle new connection(errno= 11)",
                lacks(false),
            ),
            (
                "Can't create a new thread (errno 12 \"Cannot allocate memory\"); if you are not out of available memory, you can consult the manual for a possible OS-dependent bug",
                lacks(true),
            ),
            (
                "Can't create threads in threadpool (errno=11).",
                lacks(false),
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard_as_warning("Out of memory (Needed 12 bytes)");
    }
}
