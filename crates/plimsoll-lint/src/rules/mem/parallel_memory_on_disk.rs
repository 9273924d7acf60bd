//! Memory of parallel queries that is written to files of the data folder.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `dynamic_shared_memory_type = mmap`.
    ///
    /// ## Why it matters
    ///
    /// The memory that parallel processes share then lies in files under the data folder, and
    /// the kernel writes their changed pages back to that disk: each parallel query pays for
    /// it with I/O.
    ///
    /// ## Example
    ///
    /// `mmap`, as a way around a small /dev/shm.
    ///
    /// ## What to do instead
    ///
    /// `posix` with a /dev/shm that is large enough, or `sysv`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Memory",
    ///   `dynamic_shared_memory_type`
    /// - `dsm_impl_mmap` (`dsm_impl.c`)
    PARALLEL_MEMORY_ON_DISK {
        postgresql: Some("PG-MEM-017"),
        mysql: None,
        name: "parallel-memory-on-disk",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "dynamic_shared_memory_type";
    if input.settings.text(name) != Some("mmap") {
        return Answer::QUIET;
    }
    let message = "parallel queries share their memory in files of the data folder, \
                   which the kernel writes to disk";
    Found::info(message).blames(input, &[name]).into()
}
