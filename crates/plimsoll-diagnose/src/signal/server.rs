//! What a database server says in its own log.

use super::CertificateOf;

/// What a server says. One enum for the three engines: the words differ, the
/// facts do not.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ServerSignal {
    // Life.
    /// It begins to start.
    Starting {
        /// As it calls itself (`PostgreSQL 16.4`, `8.4.3`).
        version: Option<String>,
    },
    /// It takes sessions.
    Ready,
    /// It was asked to stop.
    StopRequested {
        /// How.
        manner: StopManner,
        /// The account that asked by a statement (`SHUTDOWN`), where it is told.
        by: Option<String>,
    },
    /// It is gone, as it says: after a stop that was asked for, and (`PostgreSQL`)
    /// after a start that failed.
    Stopped,
    /// At a start it found that it had not stopped as asked.
    CrashFound,
    /// It recovers; also how far it got.
    Recovering,
    /// It refuses to start.
    StartRefused(StartRefusal),
    /// One of its processes died.
    ProcessDied {
        /// What it was (`server process`, `client backend`, `checkpointer process`).
        process: String,
        /// Its process id.
        pid: u32,
        /// How.
        death: Death,
        /// What it was running, without literals, where it is told.
        statement: Option<String>,
    },
    /// The whole server crashed and could still say so (mysqld's signal handler).
    Crashed {
        /// The signal.
        signal: u8,
    },
    /// An assertion of its own failed.
    AssertionFailed,
    /// It cut all sessions because one process died (`PostgreSQL` 12 and 13 say
    /// the same at an immediate shutdown).
    SessionsCut,

    // Configuration.
    /// It read its files again.
    Reloaded,
    /// A parameter changed while it ran.
    ParameterChanged {
        /// Canonical name.
        parameter: String,
        /// Its new value as written.
        to: String,
    },
    /// A parameter changed in the file and waits for a restart.
    ParameterWaits {
        /// Canonical name.
        parameter: String,
    },
    /// The files have mistakes and were not taken.
    ReloadRefused,

    // Memory.
    /// How large its pool is, as it says at its start (InnoDB) or where it was resized.
    PoolSize {
        /// The buffer pool.
        bytes: u64,
        /// What it had been, where it was resized while the server ran.
        from: Option<u64>,
    },
    /// An allocation failed; the session, or the server, said so.
    AllocationFailed {
        /// How much was asked for.
        bytes: Option<u64>,
        /// The memory context, the part or the buffer it was for.
        what: Option<String>,
        /// The statement, without literals.
        statement: Option<String>,
    },
    /// A request above a hard limit of the server's own (1 GB for a value).
    RequestTooLarge {
        /// How much was asked for.
        bytes: Option<u64>,
    },
    /// A process or a thread for a session could not be made.
    CannotFork {
        /// Whether memory was what lacked; else a limit of processes.
        for_memory: bool,
    },
    /// A session was given up before it began, for want of resources: memory or a thread.
    SessionNotBegun,
    /// /dev/shm is full.
    SharedMemoryFull {
        /// How much was asked for.
        bytes: Option<u64>,
    },
    /// A line of a statement that took what it took (temporary file, duration).
    TemporaryFile {
        /// Its size.
        bytes: u64,
    },
    /// Memory contexts, dumped at an out of memory: the largest.
    LargestContext {
        /// Its name (`ExecutorState`, `HashBatchContext`, `CachedPlan`).
        name: String,
        /// Its size.
        bytes: u64,
    },

    // Sessions.
    /// No slot is left.
    NoSlotsLeft(Slots),
    /// A login was refused.
    LoginRefused {
        /// What lacks: password, rule of `pg_hba.conf`, account, database.
        why: String,
    },
    /// A certificate was not accepted, of it by a client or of a client by it.
    CertificateRefused {
        /// Whose it was.
        of: CertificateOf,
        /// It has expired or is not valid yet; else nothing says why.
        is_outdated: bool,
    },
    /// A private key that is not its certificate's was not taken at a reload.
    KeyMismatch,
    /// A client went away without a word.
    ClientLost,
    /// A session was ended by a person or by a time-out.
    SessionEnded {
        /// Administrator's command, `idle_in_transaction_session_timeout`, …
        why: String,
    },
    /// A statement was cancelled.
    StatementCancelled {
        /// `statement timeout`, `lock timeout`, `user request`, `temp_file_limit`.
        why: String,
    },
    /// A session waits for a lock, or got it late.
    LockWait,
    /// Sessions waited for each other.
    Deadlock,
    /// The host is blocked for its failed logins (MySQL, MariaDB).
    HostBlocked,

    // Disk.
    /// A write failed for want of space.
    DiskFull(DiskFull),
    /// The archive command, or library, failed.
    ArchiveFailed {
        /// Its exit code, where it ended by itself.
        exit: Option<i32>,
    },
    /// A segment of WAL that somebody needs is gone.
    WalRemoved,
    /// A consumer took a replication slot.
    SlotAcquired {
        /// Its name.
        slot: String,
    },
    /// It let the slot go, which keeps WAL for it from then on.
    SlotReleased {
        /// Its name.
        slot: String,
    },
    /// A slot holds WAL.
    SlotHoldsWal {
        /// Its name.
        slot: Option<String>,
    },
    /// A slot lost its WAL to a limit: it holds nothing any more, and who read it cannot go on.
    SlotLost {
        /// Its name.
        slot: Option<String>,
        /// Canonical name of the limit.
        parameter: &'static str,
        /// Whoever reads it asked for it and was told.
        is_asked: bool,
    },
    /// An input or output error: the disk, not its fullness.
    DiskFault {
        /// The file.
        path: Option<String>,
    },
    /// A page or a log block is not what was written.
    Corrupt {
        /// The file or page.
        path: Option<String>,
    },
    /// A file does not fit the server.
    FileFault(FileFault),
    /// A function's library, which the catalogues of a running server name, is not there.
    LibraryLacks {
        /// Its name.
        name: String,
    },

    // Streams.
    /// Replication, clusters.
    Replication(Replication),

    // Tables of the server.
    /// A table of locks is full.
    LockTableFull {
        /// Canonical name of the parameter its size hangs on, where it is told.
        parameter: Option<&'static str>,
    },
    /// A session waits for a lock over all tables that somebody else holds.
    GlobalLockWait,
    /// A lock over all tables was asked for, as a copy needs.
    GlobalLockAsked,
    /// A tool reads every table to write a copy.
    DumpRuns,
    /// Row locks fill the buffer pool (InnoDB).
    LockHeap {
        /// So far that the server ends itself; else it warns.
        is_full: bool,
    },
    /// The redo log, or the WAL between two checkpoints, is too small for the work.
    RedoTooSmall {
        /// Canonical name of the parameter.
        parameter: &'static str,
    },
    /// Open files ran out.
    TooManyOpenFiles,
    /// The kernel gives no more contexts for asynchronous input and output
    /// (`fs.aio-max-nr`).
    AsyncIoExhausted,
    /// Huge pages were asked for and are not there.
    HugePagesMissing,
    /// Semaphores or shared memory segments were taken away or ran out.
    IpcLacking {
        /// `semaphores`, `shared memory`.
        what: &'static str,
        /// Taken away while in use (systemd's `RemoveIPC`).
        taken: bool,
    },

    // Upkeep.
    /// Transaction ids run out.
    WraparoundNear {
        /// Whether it refuses to write already.
        stopped: bool,
    },
    /// Vacuum cannot remove what an old transaction, slot or prepared transaction holds.
    VacuumHeld {
        /// Dead rows it had to leave.
        rows: Option<u64>,
        /// The oldest transaction that it had to keep them for.
        xmin: Option<u64>,
    },
    /// A prepared transaction is still open, as a start found it.
    PreparedTransaction {
        /// Its id, without its epoch.
        xid: Option<u64>,
    },
    /// Autovacuum was cancelled for somebody's lock.
    VacuumCancelled,
    /// A backup failed or cannot run as configured.
    BackupFailed {
        /// In the server's words.
        why: String,
    },
    /// Its log ends in the middle of an entry.
    BreaksOff,
    /// It did for many seconds nothing of what it does every second, or a statement that has
    /// nothing to wait for took so long.
    StoodStill,
    /// A checkpoint or a flush ended: the server works.
    Worked,
    /// Any other severe entry (FATAL, PANIC, `[ERROR]`).
    Severe {
        /// Its first words, redacted: what it is told apart by.
        what: String,
    },
}

/// How a stop was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StopManner {
    /// Waits for sessions (SIGTERM to a postmaster).
    Smart,
    /// Ends sessions (SIGINT; a normal shutdown of mysqld).
    Fast,
    /// Leaves recovery to the next start (SIGQUIT).
    Immediate,
    /// Its parent process or its postmaster is gone, or the lock file that says
    /// whose the data are.
    Orphaned,
}

/// How a process died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Death {
    /// By a signal.
    Signal(u8),
    /// With an exit code.
    Exit(i32),
}

/// Why it would not start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StartRefusal {
    /// A parameter's value.
    Parameter {
        /// Canonical name.
        parameter: String,
    },
    /// A parameter that this version does not have.
    UnknownParameter {
        /// As written.
        parameter: String,
    },
    /// A configuration file cannot be read or understood.
    ConfigFile,
    /// Its memory could not be had.
    Memory {
        /// How much was asked for.
        bytes: Option<u64>,
        /// The parameter the message names, canonical.
        parameter: Option<&'static str>,
    },
    /// The huge pages that it is told to take could not be had.
    HugePages,
    /// Its address is in use.
    AddressInUse,
    /// Another server runs on the data, or left its lock.
    AlreadyRunning,
    /// Its files.
    File(FileFault),
    /// A library or a plugin cannot be loaded.
    Library {
        /// Its name.
        name: String,
    },
    /// A certificate or a key that cannot be read or used.
    Tls {
        /// Canonical name of the parameter that names it, where it is told.
        parameter: Option<&'static str>,
    },
    /// A private key that is not its certificate's.
    KeyMismatch,
    /// The redo log or the control file is damaged.
    Damaged,
    /// A standby's parameter is below its primary's.
    BelowPrimary {
        /// Canonical name.
        parameter: String,
    },
    /// It ended its start without a reason that is known here.
    Other,
}

/// What is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DiskFull {
    /// Where the WAL or the redo log lies.
    Wal,
    /// Where the binary logs lie.
    Binlog,
    /// Temporary files.
    Temporary,
    /// Tables and indexes.
    Data,
    /// It does not say what.
    Unsaid,
}

/// What about a file does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FileFault {
    /// Its rights or its owner.
    Rights {
        /// The file or folder.
        path: Option<String>,
    },
    /// Not there.
    Missing {
        /// The file or folder.
        path: Option<String>,
    },
    /// Made by another version of the server.
    Version {
        /// The version that made it, where it is told.
        made_by: Option<String>,
    },
    /// Of another size or kind than configured (redo logs, page size, system tablespace).
    Shape {
        /// Canonical name of the parameter that says otherwise, where it is told.
        parameter: Option<&'static str>,
    },
    /// Collations or locales of the operating system changed or are not there.
    Collation,
    /// The folder for a new server is not empty, and it would be made over what lies there.
    NotEmpty {
        /// The folder.
        path: Option<String>,
    },
}

/// Replication and clusters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Replication {
    /// The stream was cut: connection lost, time-out.
    Cut,
    /// What it needs of the other side is gone (WAL segment, binary log, GTID).
    SourceGone,
    /// No slot for one more sender (`max_wal_senders`), replication slot missing or in use.
    NoSender {
        /// Canonical name of the parameter, where one is named.
        parameter: Option<&'static str>,
    },
    /// It cannot be logged in, or is not let in.
    Refused,
    /// A parameter does not allow it (`wal_level`, `server_id`, `log_bin`, `binlog_format`).
    Parameter {
        /// Canonical name.
        parameter: &'static str,
    },
    /// Rows, tables or the history are not as on the source.
    Diverged,
    /// A standby's queries were in the way of replay.
    ConflictWithQueries,
    /// A node left or lost the majority (Galera, Group Replication).
    Partitioned,
    /// The source ended a replica's stream for another one of the same identity: the same
    /// replica again, or its clone.
    TakenOver,
    /// A node was made whole from another.
    StateTransfer,
    /// A synchronous standby does not answer and commits wait.
    SyncWaits,
    /// It goes on.
    Streaming,
}

/// Which slots are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slots {
    /// All (`max_connections`).
    All,
    /// All but those reserved for superusers.
    AllButReserved,
    /// A role's, a database's or an account's own limit.
    OfRole,
}
