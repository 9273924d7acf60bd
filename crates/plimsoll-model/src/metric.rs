//! What `watch` measures, as one table: every name, what it counts and how its
//! readings are told apart. Knows nothing of how a figure is come by, and of no
//! exporter's names.

/// What a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricKind {
    /// A figure of this moment.
    Gauge,
    /// A sum since something began; it falls only when that begins again.
    Counter,
}

macro_rules! metrics {
    ($($variant:ident $name:literal $kind:ident [$($label:literal),*] $help:literal)*) => {
        /// Something that is measured; its unit ends its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Metric { $(#[doc = $help] $variant,)* }

        impl Metric {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name, without Plimsoll's own before it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it tells, in a sentence.
            pub const fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)* }
            }

            /// Whether it is a figure of the moment or a sum.
            pub const fn kind(self) -> MetricKind {
                match self { $(Self::$variant => MetricKind::$kind,)* }
            }

            /// What tells its readings of one server apart; a reading has a value for each.
            pub const fn labels(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($label),*],)* }
            }
        }
    };
}

metrics! {
    // Memory of the server's cgroup; where it has none of its own, of its processes.
    MemoryAnonBytes "memory_anon_bytes" Gauge [] "Anonymous memory."
    MemoryShmemBytes "memory_shmem_bytes" Gauge [] "Shared memory and tmpfs."
    MemoryKernelBytes "memory_kernel_bytes" Gauge [] "The kernel's own for these processes: page tables, stacks, sockets."
    MemoryHeldBytes "memory_held_bytes" Gauge [] "What the kernel cannot take back: anonymous, shared and its own."
    MemoryFileBytes "memory_file_bytes" Gauge [] "Page cache, which the kernel takes back."
    MemorySwapBytes "memory_swap_bytes" Gauge [] "What is swapped out."
    MemoryLimitBytes "memory_limit_bytes" Gauge [] "The smallest limit on the way to the root, or the machine's memory."
    MemoryHighBytes "memory_high_bytes" Gauge [] "Where the kernel begins to slow the group down."
    OomKillsTotal "oom_kills_total" Counter [] "Processes of the group that the kernel killed for want of memory."
    MachineOomKillsTotal "machine_oom_kills_total" Counter [] "Processes of the machine that the kernel killed for want of memory."
    MemoryWaitingSecondsTotal "memory_waiting_seconds_total" Counter [] "Time in which some process waited for memory (pressure, some)."
    MemoryStalledSecondsTotal "memory_stalled_seconds_total" Counter [] "Time in which all waited for memory (pressure, full)."
    SwapInBytesTotal "machine_swap_in_bytes_total" Counter [] "Read back from swap on the machine."
    SwapOutBytesTotal "machine_swap_out_bytes_total" Counter [] "Written to swap on the machine."
    MachineMemoryBytes "machine_memory_bytes" Gauge [] "The machine's memory."
    MachineAvailableBytes "machine_memory_available_bytes" Gauge [] "What new work could have without swapping."
    Processes "processes" Gauge [] "Processes of the server."
    // Processors.
    CpuSecondsTotal "cpu_seconds_total" Counter [] "Processor time of the group."
    CpuThrottledSecondsTotal "cpu_throttled_seconds_total" Counter [] "Time in which the group was held back by its quota."
    CpuLimit "cpu_limit_cores" Gauge [] "Processors it may use."
    Load1 "machine_load1" Gauge [] "Load of the machine over a minute."
    // Storage of the data, the WAL and temporary files.
    DiskBytes "disk_bytes" Gauge ["disk"] "Size of a file system that the server writes to."
    DiskFreeBytes "disk_free_bytes" Gauge ["disk"] "What the server may still write there."
    ShmBytes "shm_bytes" Gauge [] "Size of /dev/shm."
    ShmUsedBytes "shm_used_bytes" Gauge [] "Used of /dev/shm."
    // Sessions.
    StartedTimestampSeconds "started_timestamp_seconds" Gauge [] "When the server started."
    Sessions "sessions" Gauge ["state"] "Sessions of clients by what they do."
    SessionsMax "sessions_max" Gauge [] "Sessions that clients can have, without those that are reserved."
    SessionsRefusedTotal "sessions_refused_total" Counter [] "Sessions that found no slot."
    SessionsAbortedTotal "sessions_aborted_total" Counter ["how"] "Sessions that failed to begin, or broke off."
    BlockedSessions "blocked_sessions" Gauge [] "Sessions that wait for a lock that another has."
    LongestTransactionSeconds "longest_transaction_seconds" Gauge [] "Age of the oldest open transaction."
    LongestStatementSeconds "longest_statement_seconds" Gauge [] "Age of the oldest running statement."
    PreparedTransactions "prepared_transactions" Gauge [] "Transactions prepared and not ended."
    // Work.
    TransactionsTotal "transactions_total" Counter ["outcome"] "Transactions ended."
    StatementsTotal "statements_total" Counter [] "Statements of clients."
    StatementSecondsTotal "statement_seconds_total" Counter [] "Time spent in them."
    SlowStatementsTotal "slow_statements_total" Counter [] "Statements above the server's own mark of a slow one."
    DeadlocksTotal "deadlocks_total" Counter [] "Deadlocks broken."
    ConflictsTotal "recovery_conflicts_total" Counter [] "Statements cancelled because replay could not wait."
    LockWaitsTotal "lock_waits_total" Counter [] "Waits for row locks."
    LockWaitSecondsTotal "lock_wait_seconds_total" Counter [] "Time in them."
    CacheHitsTotal "cache_hits_total" Counter [] "Pages found in the buffers or the pool."
    CacheReadsTotal "cache_reads_total" Counter [] "Pages read into them."
    CachePages "cache_pages" Gauge ["state"] "Pages of the buffer pool by state."
    TempFilesTotal "temp_files_total" Counter [] "Temporary files written by statements."
    TempBytesTotal "temp_bytes_total" Counter [] "Bytes in them."
    TempTablesTotal "temp_tables_total" Counter ["where"] "Internal temporary tables, in memory and on disk."
    // Durability.
    CheckpointsTotal "checkpoints_total" Counter ["cause"] "Checkpoints, by time and on demand."
    CheckpointSecondsTotal "checkpoint_seconds_total" Counter [] "Time spent writing and syncing them."
    WalBytesTotal "wal_bytes_total" Counter [] "WAL or redo log written."
    WalKeptBytes "wal_kept_bytes" Gauge [] "WAL files or binary logs on disk."
    CheckpointAgeBytes "checkpoint_age_bytes" Gauge [] "Redo log since the last checkpoint."
    CheckpointAgeMaxBytes "checkpoint_age_max_bytes" Gauge [] "The age at which writes must wait."
    ArchivedTotal "archived_total" Counter [] "WAL files archived."
    ArchiveFailuresTotal "archive_failures_total" Counter [] "Attempts to archive that failed."
    ArchiveWaiting "archive_waiting_files" Gauge [] "WAL files that wait to be archived."
    // Replication.
    IsReplica "is_replica" Gauge [] "1 where it replays another server's changes."
    ReplicaLagBytes "replica_lag_bytes" Gauge ["replica"] "What a replica has still to replay, seen from its primary."
    ReplicaLagSeconds "replica_lag_seconds" Gauge ["replica"] "How far a replica is behind in time; where it has all, nothing."
    ReplicaStreams "replica_streams" Gauge ["replica", "state"] "1 for the state that a replica's stream is in."
    ReplayLagBytes "replay_lag_bytes" Gauge ["channel"] "Received and not yet replayed, on the replica itself."
    ReplayLagSeconds "replay_lag_seconds" Gauge ["channel"] "Behind its source, on the replica itself."
    ReplicationRunning "replication_running" Gauge ["channel", "thread"] "1 where the part of a replica that receives or applies runs."
    SlotKeptBytes "slot_kept_bytes" Gauge ["slot"] "WAL that a replication slot holds."
    SlotActive "slot_active" Gauge ["slot"] "1 where somebody reads from the slot."
    GaleraSize "galera_size" Gauge [] "Nodes of the cluster as this one sees it."
    GaleraReady "galera_ready" Gauge [] "1 where it takes statements."
    GaleraState "galera_state" Gauge ["state"] "1 for the state that the node is in."
    GaleraPausedSecondsTotal "galera_paused_seconds_total" Counter [] "Time in which flow control stopped replication."
    GaleraReceiveQueue "galera_receive_queue" Gauge [] "Write sets that wait to be applied."
    // Upkeep.
    TransactionIdAge "transaction_id_age" Gauge [] "Age of the oldest transaction id not frozen."
    MultixactAge "multixact_age" Gauge [] "Age of the oldest multixact."
    HorizonAge "horizon_age" Gauge ["held_by"] "How far back, in transaction ids, vacuum may not clean, by what holds it."
    VacuumWorkers "vacuum_workers" Gauge [] "Autovacuum workers at work."
    HistoryList "history_list" Gauge [] "Undo records not yet purged."
    DataBytes "data_bytes" Gauge ["database"] "Size of a database; asked for seldom."
    // A pooler before the server.
    PoolClientsWaiting "pool_clients_waiting" Gauge ["pool"] "Clients that wait for a session of the server."
    PoolClients "pool_clients" Gauge ["pool"] "Clients that have one."
    PoolServers "pool_servers" Gauge ["pool", "state"] "Sessions that the pooler has open to the server."
    PoolWaitSeconds "pool_wait_seconds" Gauge ["pool"] "How long the client that waits longest has waited."
    // A service that stands on the server.
    ProbeUp "probe_up" Gauge ["service"] "1 where a service answered its probe as it should."
    ProbeSeconds "probe_seconds" Gauge ["service"] "How long the answer took."
    ServiceRequestsTotal "service_requests_total" Counter ["service"] "Requests that the service counted."
    ServiceErrorsTotal "service_errors_total" Counter ["service"] "Those that it counted as failed."
}

#[cfg(test)]
mod tests {
    use super::{Metric, MetricKind};
    use std::collections::BTreeSet;

    #[test]
    fn names_are_prometheus_and_tell_their_kind() {
        let mut seen = BTreeSet::new();
        for metric in Metric::ALL {
            let name = metric.name();
            assert!(seen.insert(name), "{name} twice");
            let is_word =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            assert!(name.bytes().all(is_word), "{name}");
            let is_total = name.ends_with("_total");
            assert_eq!(is_total, metric.kind() == MetricKind::Counter, "{name}");
            assert!(metric.help().ends_with('.'), "{name}");
        }
    }
}
