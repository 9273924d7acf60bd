//! What took a server down: ranked causes with their evidence, and every layer
//! cleared, suspected or unknown. Knows nothing of logs or how it was found out.

use jiff::Timestamp;

use crate::{Effect, Known, Place};

/// Where something has to be mended, not where it hurt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The server and its parameters.
    Database,
    /// The container it runs in, and that container's limits.
    Container,
    /// The kernel of its machine, and that machine's limits.
    Kernel,
    /// Kubernetes, systemd, an operator in their sense: what starts and stops it.
    Orchestrator,
    /// Its clients.
    Application,
    /// A new version of its clients.
    Deploy,
    /// The web server and the proxies before the clients.
    Web,
    /// What carries their packets.
    Network,
    /// Disks, file systems, archives.
    Storage,
    /// A person, or a package that a person installed.
    Operator,
}

impl Layer {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Database,
        Self::Container,
        Self::Kernel,
        Self::Orchestrator,
        Self::Application,
        Self::Deploy,
        Self::Web,
        Self::Network,
        Self::Storage,
        Self::Operator,
    ];

    /// Its name in the machine formats.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Container => "container",
            Self::Kernel => "kernel",
            Self::Orchestrator => "orchestrator",
            Self::Application => "application",
            Self::Deploy => "deploy",
            Self::Web => "web",
            Self::Network => "network",
            Self::Storage => "storage",
            Self::Operator => "operator",
        }
    }
}

/// Kinds of causes, told apart by what has to be done about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseClass {
    /// A parameter asks for more than the limit under a load it admits.
    MemoryConfig,
    /// The server cannot get its memory at start.
    MemoryStartupAlloc,
    /// Parameters modest for the work, the limit below the need.
    MemoryLimitOrHostTooSmall,
    /// Another process, or another container on the host, took it.
    MemoryOtherProcess,
    /// One statement, or an extension, took what no parameter limits.
    MemoryQueryOrExtension,
    /// /dev/shm, huge pages, open files, overcommit, processes.
    KernelOrRuntimeLimit,
    /// Clients opened more sessions than there are slots.
    ConnectionExhaustionApp,
    /// WAL stays because it cannot be archived.
    DiskFullWalArchive,
    /// WAL stays because a replication slot holds it.
    DiskFullWalSlot,
    /// Binary logs filled the disk.
    DiskFullBinlog,
    /// Data, temporary files or something else filled the disk.
    DiskFullOther,
    /// Nodes or clients cut off.
    NetworkPartition,
    /// A person, a package, an operator or an eviction stopped it.
    OperatorOrOrchestratorStop,
    /// A probe or a health check killed a server that worked.
    OrchestratorProbeKill,
    /// Replication cannot go on as it is configured.
    ReplicationConfig,
    /// The redo log or the WAL is too small for the work.
    RedoConfig,
    /// The table of locks is too small.
    LockTableConfig,
    /// A backup, or what it needs, is configured wrongly.
    BackupConfig,
    /// Vacuum cannot remove what it has to.
    AutovacuumBlocked,
    /// Files, versions, permissions, owners do not fit the server.
    FileMismatch,
    /// A file the server reads at start is wrong.
    ConfigRefused,
    /// A TLS certificate is not accepted: it has expired, or is not valid yet.
    CertificateInvalid,
    /// The server's own code failed: a crash that no parameter explains.
    ServerDefect,
    /// A disk or a file system failed or lost data.
    StorageFailure,
    /// Looks like trouble and is explained: nothing to mend.
    Benign,
    /// Something is wrong and the evidence does not say what.
    Unknown,
}

impl CauseClass {
    /// All of them, in the order in which they are documented.
    pub const ALL: [Self; 26] = [
        Self::MemoryConfig,
        Self::MemoryStartupAlloc,
        Self::MemoryLimitOrHostTooSmall,
        Self::MemoryOtherProcess,
        Self::MemoryQueryOrExtension,
        Self::KernelOrRuntimeLimit,
        Self::ConnectionExhaustionApp,
        Self::DiskFullWalArchive,
        Self::DiskFullWalSlot,
        Self::DiskFullBinlog,
        Self::DiskFullOther,
        Self::NetworkPartition,
        Self::OperatorOrOrchestratorStop,
        Self::OrchestratorProbeKill,
        Self::ReplicationConfig,
        Self::RedoConfig,
        Self::LockTableConfig,
        Self::BackupConfig,
        Self::AutovacuumBlocked,
        Self::FileMismatch,
        Self::ConfigRefused,
        Self::CertificateInvalid,
        Self::ServerDefect,
        Self::StorageFailure,
        Self::Benign,
        Self::Unknown,
    ];

    /// Its name in the machine formats.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MemoryConfig => "memory_config",
            Self::MemoryStartupAlloc => "memory_startup_alloc",
            Self::MemoryLimitOrHostTooSmall => "memory_limit_or_host_too_small",
            Self::MemoryOtherProcess => "memory_other_process",
            Self::MemoryQueryOrExtension => "memory_query_or_extension",
            Self::KernelOrRuntimeLimit => "kernel_or_runtime_limit",
            Self::ConnectionExhaustionApp => "connection_exhaustion_app",
            Self::DiskFullWalArchive => "disk_full_wal_archive",
            Self::DiskFullWalSlot => "disk_full_wal_slot",
            Self::DiskFullBinlog => "disk_full_binlog",
            Self::DiskFullOther => "disk_full_other",
            Self::NetworkPartition => "network_partition",
            Self::OperatorOrOrchestratorStop => "operator_or_orchestrator_stop",
            Self::OrchestratorProbeKill => "orchestrator_probe_kill",
            Self::ReplicationConfig => "replication_config",
            Self::RedoConfig => "redo_config",
            Self::LockTableConfig => "lock_table_config",
            Self::BackupConfig => "backup_config",
            Self::AutovacuumBlocked => "autovacuum_blocked",
            Self::FileMismatch => "file_mismatch",
            Self::ConfigRefused => "config_refused",
            Self::CertificateInvalid => "certificate_invalid",
            Self::ServerDefect => "server_defect",
            Self::StorageFailure => "storage_failure",
            Self::Benign => "benign",
            Self::Unknown => "unknown",
        }
    }
}

/// A line of what was read, without secrets and literals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LogLine {
    /// The file, as it was named.
    pub file: String,
    /// Line, counted from one.
    pub line: u64,
    /// When it was written, in UTC, where it says so.
    pub at: Option<Timestamp>,
    /// Its words, redacted and cut.
    pub text: String,
}

/// One thing that may have done it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// Name of the cause, in words that do not change (`work-mem-times-sessions`).
    pub name: &'static str,
    /// Its kind.
    pub class: CauseClass,
    /// Where it has to be mended; none where nothing has to be.
    pub layer: Option<Layer>,
    /// How likely it is that this is what happened, from 0 to 1; over all causes
    /// and "something else" they sum to 1.
    pub score: f64,
    /// Canonical names of the parameters to blame, most to blame first.
    pub parameters: Vec<String>,
    /// What happened and what mends it, in one or two sentences.
    pub message: String,
    /// What speaks for it.
    pub evidence: Vec<LogLine>,
    /// What speaks against it, in words.
    pub against: Vec<String>,
}

/// Whether a layer is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LayerVerdict {
    /// Positive evidence says that it worked.
    Cleared,
    /// It may be at fault.
    Suspect,
    /// Nothing seen decides it.
    Unknown,
}

impl LayerVerdict {
    /// Its name in the machine formats.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cleared => "cleared",
            Self::Suspect => "suspect",
            Self::Unknown => "unknown",
        }
    }
}

/// A layer and what is held of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerFinding {
    /// Which.
    pub layer: Layer,
    /// Whether it is at fault.
    pub verdict: LayerVerdict,
    /// Why; where unknown, what would decide it.
    pub why: String,
    /// The lines that clear it or make it suspect.
    pub evidence: Vec<LogLine>,
}

/// A file that was read, and what was understood of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRead {
    /// The file, as it was named.
    pub file: String,
    /// What it was taken for (`PostgreSQL, stderr`); none where nothing was recognised.
    pub format: Option<&'static str>,
    /// How many lines.
    pub lines: u64,
    /// When its first and last entries with a time were written.
    pub span: Option<(Timestamp, Timestamp)>,
    /// What could not be read of it or had to be assumed, in words.
    pub remarks: Vec<String>,
}

/// One value of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftChange {
    /// Canonical name.
    pub parameter: String,
    /// The value at the moment, in the engine's own notation.
    pub from: String,
    /// The value to write.
    pub to: String,
    /// Where it is set now; none: in no file that was given.
    pub place: Option<Place>,
    /// What it takes for the new one to come into force.
    pub effect: Effect,
}

/// Values under which the load that was seen would have held: a draft to be judged,
/// not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What to change.
    pub changes: Vec<DraftChange>,
    /// At how many sessions of that load it would go under then, or why at none.
    pub load_line_sessions: Known<u64>,
    /// What it holds for, and what to mind.
    pub note: String,
}

/// Whom to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Where the first cause has to be mended.
    pub layer: Layer,
    /// Who mends there, in the team's own words, or where to write it.
    pub contact: Known<String>,
}

/// What took it down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incident {
    /// From when to when it was looked; none where nothing has a time.
    pub window: Option<(Timestamp, Timestamp)>,
    /// The moment it is about: the one asked for, else the first time that something hurt.
    pub moment: Option<Timestamp>,
    /// Best first; empty when nothing stands out.
    pub causes: Vec<Cause>,
    /// Every layer, in the order of [`Layer::ALL`].
    pub layers: Vec<LayerFinding>,
    /// What happened, in order of time.
    pub timeline: Vec<LogLine>,
    /// What was read.
    pub read: Vec<LogRead>,
    /// The values that would mend the first cause, or why there are none.
    pub draft: Known<Draft>,
    /// Whom to call; none where nothing has to be mended.
    pub call: Option<Call>,
}
