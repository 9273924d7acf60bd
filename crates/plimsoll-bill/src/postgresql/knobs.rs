//! The parameters that the terms read, with the defaults of the version where
//! the settings do not say.

use plimsoll_model::InForce;

use super::amount::{KB, MB};

/// Size of a block; builds with another are not modelled.
pub(super) const BLOCK: f64 = 8.0 * KB;

/// Parameters in bytes and counts, each under its own name.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the server's own switches, each under its own name"
)]
pub(crate) struct Knobs {
    /// Major version, held to the versions the model knows (12 to 18).
    pub(super) major: u16,
    pub(super) shared_buffers: f64,
    pub(super) wal_buffers: f64,
    pub(super) max_connections: f64,
    pub(super) max_worker_processes: f64,
    pub(super) max_wal_senders: f64,
    pub(super) autovacuum_workers: f64,
    pub(super) autovacuum_slots: f64,
    pub(super) max_prepared_transactions: f64,
    pub(super) max_locks_per_transaction: f64,
    pub(super) max_pred_locks_per_transaction: f64,
    pub(super) track_activity_query_size: f64,
    pub(super) work_mem: f64,
    /// What one hash may take: `work_mem` × `hash_mem_multiplier` from 13 on.
    pub(super) hash_mem: f64,
    pub(super) hash_mem_multiplier: f64,
    pub(super) temp_buffers: f64,
    pub(super) maintenance_work_mem: f64,
    /// What one autovacuum worker may take.
    pub(super) autovacuum_work_mem: f64,
    pub(super) max_parallel_workers: f64,
    pub(super) max_parallel_workers_per_gather: f64,
    pub(super) max_parallel_maintenance_workers: f64,
    pub(super) logical_replication_launcher: bool,
    pub(super) leader_participates: bool,
    pub(super) jit: bool,
    pub(super) jit_above_cost: f64,
    pub(super) jit_optimize_above_cost: f64,
    pub(super) jit_inline_above_cost: f64,
    pub(super) wal_level_logical: bool,
    pub(super) max_replication_slots: f64,
    pub(super) logical_decoding_work_mem: f64,
    pub(super) huge_pages: HugePages,
    pub(super) io_workers: f64,
    pub(super) io_combine_limit: f64,
    pub(super) effective_io_concurrency: f64,
}

/// `huge_pages`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HugePages {
    On,
    Try,
    Off,
}

impl Knobs {
    /// Reads them.
    pub(crate) fn read(settings: &InForce) -> Self {
        let major = settings.series.major.clamp(12, 18);
        let bytes = |name, default| settings.bytes(name).map_or(default, |size| size as f64);
        let count = |name, default| settings.count(name).map_or(default, |count| count as f64);
        let real = |name, default| settings.real(name).unwrap_or(default);
        let on = |name, default| settings.is_on(name).unwrap_or(default);
        let shared_buffers = bytes("shared_buffers", 128.0 * MB);
        let work_mem = bytes("work_mem", 4.0 * MB);
        let maintenance_work_mem = bytes("maintenance_work_mem", 64.0 * MB);
        let hash_mem_multiplier = multiplier(settings, major);
        let autovacuum_workers = count("autovacuum_max_workers", 3.0);
        Self {
            major,
            shared_buffers,
            wal_buffers: settings
                .bytes("wal_buffers")
                .map_or_else(|| automatic_wal_buffers(shared_buffers), |size| size as f64),
            max_connections: count("max_connections", 100.0),
            max_worker_processes: count("max_worker_processes", 8.0),
            max_wal_senders: count("max_wal_senders", 10.0),
            autovacuum_workers: if on("autovacuum", true) {
                autovacuum_workers
            } else {
                0.0
            },
            autovacuum_slots: if major >= 18 {
                count("autovacuum_worker_slots", 16.0)
            } else {
                autovacuum_workers
            },
            max_prepared_transactions: count("max_prepared_transactions", 0.0),
            max_locks_per_transaction: count("max_locks_per_transaction", 64.0),
            max_pred_locks_per_transaction: count("max_pred_locks_per_transaction", 64.0),
            track_activity_query_size: bytes("track_activity_query_size", KB),
            work_mem,
            hash_mem: work_mem * hash_mem_multiplier,
            hash_mem_multiplier,
            temp_buffers: bytes("temp_buffers", 8.0 * MB),
            maintenance_work_mem,
            autovacuum_work_mem: autovacuum_memory(
                bytes("autovacuum_work_mem", maintenance_work_mem),
                major,
            ),
            max_parallel_workers: count("max_parallel_workers", 8.0),
            max_parallel_workers_per_gather: count("max_parallel_workers_per_gather", 2.0),
            max_parallel_maintenance_workers: count("max_parallel_maintenance_workers", 2.0),
            logical_replication_launcher: count("max_logical_replication_workers", 4.0) > 0.0,
            leader_participates: on("parallel_leader_participation", true),
            jit: on("jit", true),
            jit_above_cost: real("jit_above_cost", 100_000.0),
            jit_optimize_above_cost: real("jit_optimize_above_cost", 500_000.0),
            jit_inline_above_cost: real("jit_inline_above_cost", 500_000.0),
            wal_level_logical: settings.text("wal_level") == Some("logical"),
            max_replication_slots: count("max_replication_slots", 10.0),
            logical_decoding_work_mem: bytes("logical_decoding_work_mem", 64.0 * MB),
            huge_pages: match settings.is_on("huge_pages") {
                Some(true) => HugePages::On,
                Some(false) => HugePages::Off,
                None => HugePages::Try,
            },
            io_workers: io_workers(settings, major),
            io_combine_limit: bytes("io_combine_limit", 128.0 * KB),
            effective_io_concurrency: count("effective_io_concurrency", 16.0),
        }
    }

    /// Processes that may hold a place in shared memory (`MaxBackends` of
    /// `InitializeMaxBackends`; 18 counts slots of autovacuum workers and two
    /// special ones, 12 to 17 the workers and the launcher).
    pub(super) fn max_backends(&self) -> f64 {
        let special = if self.major >= 18 { 2.0 } else { 1.0 };
        self.max_connections
            + self.autovacuum_slots
            + special
            + self.max_worker_processes
            + self.max_wal_senders
    }
}

/// `hash_mem_multiplier`: new in 13 at 1.0, 2.0 from 15 on (release notes).
fn multiplier(settings: &InForce, major: u16) -> f64 {
    match major {
        ..=12 => 1.0,
        13 | 14 => settings.real("hash_mem_multiplier").unwrap_or(1.0),
        15.. => settings.real("hash_mem_multiplier").unwrap_or(2.0),
    }
}

/// A thirty-second of the buffers, at least 64 kB, at most one WAL segment
/// (`XLOGChooseNumBuffers`, xlog.c).
fn automatic_wal_buffers(shared_buffers: f64) -> f64 {
    (shared_buffers / 32.0).clamp(64.0 * KB, 16.0 * MB)
}

/// Before 17 the list of dead rows is an array of at most 1 GB (vacuumlazy.c,
/// `MaxAllocSize`); 17's radix tree takes what it is given.
fn autovacuum_memory(bytes: f64, major: u16) -> f64 {
    if major >= 17 {
        bytes
    } else {
        bytes.min(1024.0 * MB)
    }
}

fn io_workers(settings: &InForce, major: u16) -> f64 {
    let by_workers = settings
        .text("io_method")
        .is_none_or(|method| method == "worker");
    if major >= 18 && by_workers {
        settings
            .count("io_workers")
            .map_or(3.0, |count| count as f64)
    } else {
        0.0
    }
}
