//! What the kernel says.

/// What the kernel says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum KernelSignal {
    /// It killed a process for want of memory.
    OomKill(Box<OomKill>),
    /// A process crashed (segfault, trap, illegal instruction).
    Fault {
        /// Its name.
        process: String,
        /// Its id.
        pid: Option<u32>,
        /// The file whose code failed, where it is told: itself or a library.
        code: Option<String>,
    },
    /// An allocation in the kernel failed.
    AllocationFailed {
        /// The process.
        process: String,
    },
    /// A disk reports errors.
    DiskError {
        /// The device.
        device: Option<String>,
    },
    /// A file system was made read-only, or has errors.
    FilesystemError {
        /// The device.
        device: Option<String>,
        /// Now read-only.
        read_only: bool,
    },
    /// A network link went down.
    LinkDown {
        /// The interface.
        interface: Option<String>,
    },
    /// It came back.
    LinkUp {
        /// The interface.
        interface: Option<String>,
    },
    /// A packet filter's or connection tracking's table is full.
    ConntrackFull,
    /// A task waited for too long in the kernel.
    TaskHung {
        /// Its name.
        process: String,
    },
    /// A hardware error (memory, processor) that was not corrected.
    HardwareError,
    /// A limit on processes or open files was reached, or fewer huge pages set aside than
    /// were asked for.
    LimitReached {
        /// `processes of a group`, `open files of the machine`, `huge pages`.
        what: &'static str,
    },
    /// A watchdog that nobody feeds.
    Watchdog {
        /// It resets the machine now; else what fed it went away without a word.
        fired: bool,
    },
    /// The kernel itself crashed.
    Panic,
    /// The machine starts.
    Boot,
}

/// One OOM kill: its block of lines read as a whole.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OomKill {
    /// Whose limit it was.
    pub(crate) scope: OomScope,
    /// The victim's own group, by its path: its unit, its pod, its container.
    pub(crate) group: Option<String>,
    /// Who asked for the memory that was not there.
    pub(crate) invoker: Option<String>,
    /// Who was killed, by name.
    pub(crate) victim: String,
    /// Its process id, as the kernel's root name space counts.
    pub(crate) pid: u32,
    /// Anonymous memory of the victim.
    pub(crate) anon_bytes: Option<u64>,
    /// Its file pages.
    pub(crate) file_bytes: Option<u64>,
    /// Its shared memory.
    pub(crate) shmem_bytes: Option<u64>,
    /// Its page tables.
    pub(crate) page_table_bytes: Option<u64>,
    /// The limit of the group whose memory ran out; the machine's memory where
    /// that ran out.
    pub(crate) limit_bytes: Option<u64>,
    /// What the group held.
    pub(crate) usage_bytes: Option<u64>,
    /// The group's anonymous memory (`anon`, `total_rss`).
    pub(crate) group_anon_bytes: Option<u64>,
    /// The group's shared memory.
    pub(crate) group_shmem_bytes: Option<u64>,
    /// The table of tasks, where it is printed: those of the group, or all of the
    /// machine; the largest first, no more than a thousand.
    pub(crate) tasks: Vec<OomTask>,
}

/// Whose memory ran out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OomScope {
    /// A memory cgroup's, by its path.
    Cgroup(Option<String>),
    /// The machine's, or a NUMA node's.
    Host,
    /// The lines that say so are not there.
    Unsaid,
}

/// A row of the table of tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OomTask {
    /// Its process id.
    pub(crate) pid: u32,
    /// Its name.
    pub(crate) name: String,
    /// What it held, resident (shared pages with it).
    pub(crate) resident_bytes: u64,
    /// Anonymous alone, where the kernel prints it apart (6.8 on).
    pub(crate) anon_bytes: Option<u64>,
    /// Shared memory alone, likewise.
    pub(crate) shmem_bytes: Option<u64>,
    /// Its page tables.
    pub(crate) page_table_bytes: u64,
}
