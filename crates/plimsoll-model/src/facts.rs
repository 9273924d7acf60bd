//! What is known of the machine or container a server runs on.

use std::collections::BTreeMap;

use crate::Known;

/// What the data lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Storage {
    /// Solid state.
    Ssd,
    /// Spinning disk.
    Hdd,
    /// Over a network.
    Network,
}

/// The allocator a server is linked with or made to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Malloc {
    /// The C library's, with its arenas.
    Glibc,
    /// tcmalloc (Debian's `MySQL` 9.7 is linked with it).
    Tcmalloc,
    /// jemalloc.
    Jemalloc,
}

/// Names of the facts that have no flag of their own, besides `sysctl.*`: what
/// `--fact` takes and what a rule says it lacks.
pub const FACT_NAMES: &[&str] = &[
    "shm_size",
    "disk",
    "nofile",
    "hugepages",
    "hugepage_size",
    "thp",
    "jit",
    "malloc",
];

/// Facts of the host, each known or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerFacts {
    /// The host's memory.
    pub memory_bytes: Known<u64>,
    /// The container's or cgroup's limit, where it is below the memory.
    pub limit_bytes: Known<u64>,
    /// Swap the group may use; shown, never counted as room.
    pub swap_bytes: Known<u64>,
    /// Processors.
    pub cpus: Known<u32>,
    /// What the data lies on.
    pub storage: Known<Storage>,
    /// Whether the build can compile queries (`PostgreSQL` with LLVM).
    pub jit: Known<bool>,
    /// The allocator.
    pub malloc: Known<Malloc>,
    /// Huge pages set aside on the host, in pages.
    pub hugepages: Known<u64>,
    /// Size of one of them.
    pub hugepage_bytes: Known<u64>,
    /// Size of /dev/shm.
    pub shm_bytes: Known<u64>,
    /// Free disk for the data.
    pub disk_bytes: Known<u64>,
    /// Limit of open files.
    pub nofile: Known<u64>,
    /// Transparent huge pages: `always`, `madvise`, `never`.
    pub thp: Known<String>,
    /// Kernel settings by their sysctl names.
    pub sysctl: BTreeMap<String, String>,
}

impl ServerFacts {
    /// What the server has to live in: the smaller of limit and memory.
    pub fn ceiling_bytes(&self) -> Known<u64> {
        match (&self.limit_bytes, &self.memory_bytes) {
            (Known::Known(limit, _), Known::Known(memory, source)) if memory < limit => {
                Known::Known(*memory, source.clone())
            }
            (limit @ Known::Known(..), _) => limit.clone(),
            (Known::Unknown(_), memory @ Known::Known(..)) => memory.clone(),
            (Known::Unknown(why), Known::Unknown(_)) => Known::Unknown(why.clone()),
        }
    }
}
