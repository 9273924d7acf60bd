//! What the kernel or the container does not give: shared memory segments,
//! semaphores, files (`src/backend/port/sysv_shmem.c`, `sysv_sema.c`, `posix_sema.c`,
//! `src/backend/storage/ipc/dsm_impl.c`, src/backend/storage/file/fd.c).

use super::words::with_added;
use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
use crate::record::Record;
use crate::signal::ServerSignal;

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // Builds with System V semaphores; `No space left on device` is not a disk's.
    begins!("could not create semaphores: " => lacking("semaphores", false)),
    // Builds with POSIX semaphores.
    begins!("sem_init failed: " => lacking("semaphores", false)),
    holds!(", IPC_RMID, ...) failed: ", |it| {
        let is_own = it.message.starts_with("semctl(");
        is_own.then(|| taken(it, "semaphores")).flatten()
    }),
    begins!("semop(id=", |it| taken(it, "semaphores")),
    begins!("could not open shared memory segment ", |it| taken(
        it,
        "shared memory"
    )),
    begins!("could not remove shared memory segment ", |it| taken(
        it,
        "shared memory"
    )),
    begins!("too many dynamic shared memory segments" => lacking("shared memory", false)),
    // Said at DEBUG1 alone, with `huge_pages = try`; `on` ends the start in the
    // words of any memory that could not be had.
    holds!(" with MAP_HUGETLB failed, huge pages disabled", |it| {
        let is_mmap = it.message.starts_with("mmap(");
        is_mmap.then_some(ServerSignal::HugePagesMissing)
    }),
    begins!("out of file descriptors: " => ServerSignal::TooManyOpenFiles),
    begins!("insufficient file descriptors available" => ServerSignal::TooManyOpenFiles),
    begins!("exceeded maxAllocatedDescs (" => ServerSignal::TooManyOpenFiles),
    holds!("Too many open files", |it| {
        let is_own = it.message.starts_with("could not ");
        is_own.then_some(ServerSignal::TooManyOpenFiles)
    }),
];

const fn lacking(what: &'static str, taken: bool) -> ServerSignal {
    ServerSignal::IpcLacking { what, taken }
}

/// It was there at the start and is gone: systemd's `RemoveIPC`, or a person.
fn taken(record: &Record<'_>, what: &'static str) -> Option<ServerSignal> {
    const GONE: [&str; 3] = [
        "No such file or directory",
        "Invalid argument",
        "Identifier removed",
    ];
    let words = with_added(record, "DETAIL");
    let is_gone = GONE.iter().any(|error| words.contains(error));
    is_gone.then(|| lacking(what, true))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::{HugePagesMissing, IpcLacking, TooManyOpenFiles};

    #[test]
    fn shared_memory_and_semaphores() {
        let lacking = |what, taken| IpcLacking { what, taken };
        assert_heard(&[
            (
                "FATAL:  could not create semaphores: No space left on device\nDETAIL:  Failed system call was semget(5432017, 17, 03600).",
                lacking("semaphores", false),
            ),
            (
                "FATAL:  semop(id=98323) failed: Invalid argument",
                lacking("semaphores", true),
            ),
            (
                "LOG:  semctl(1234567890, 0, IPC_RMID, ...) failed: Invalid argument",
                lacking("semaphores", true),
            ),
            (
                "ERROR:  could not open shared memory segment \"/PostgreSQL.1450751626\": No such file or directory",
                lacking("shared memory", true),
            ),
            (
                "WARNING:  could not remove shared memory segment \"/PostgreSQL.1450751626\": No such file or directory",
                lacking("shared memory", true),
            ),
        ]);
    }

    #[test]
    fn files_and_huge_pages() {
        assert_heard(&[
            (
                "LOG:  out of file descriptors: Too many open files in system; release and retry",
                TooManyOpenFiles,
            ),
            (
                "FATAL:  could not open file \"base/16384/2601\": Too many open files",
                TooManyOpenFiles,
            ),
            (
                "FATAL:  insufficient file descriptors available to start server process",
                TooManyOpenFiles,
            ),
            (
                "DEBUG1:  mmap(148897792) with MAP_HUGETLB failed, huge pages disabled: Cannot allocate memory",
                HugePagesMissing,
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "ERROR:  could not open shared memory segment \"/PostgreSQL.7\": Permission denied",
            "ERROR:  HTTP error: Too many open files",
        ]);
    }
}
