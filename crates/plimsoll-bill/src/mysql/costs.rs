//! What one unit of each mechanism takes, as data: one table a measured series.
//!
//! Every figure is a unit cost of one mechanism, measured by itself where it
//! could be (the growth tables of `truth/README.md`, from 256 kB to 16 MB of one
//! parameter at a time) or read from the source named beside it. None is the
//! result of one case.

use plimsoll_model::{Engine, Version};

const KB: u64 = 1 << 10;
const MB: u64 = 1 << 20;

/// Unit costs of one series.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Costs {
    /// Process, dictionary and background threads after start, without what has
    /// a term of its own.
    pub(crate) start_bytes: u64,
    /// First use of everything: allocator arenas, metadata queries, kernel part.
    pub(crate) first_use_bytes: u64,
    /// Pages of the engine's own tables in the pool after start.
    pub(crate) own_pages_bytes: u64,
    /// Bookkeeping of the buffer pool, touched at start, per 1024 bytes of it.
    pub(crate) pool_descriptors_per_kb: f64,
    /// Part of the pool that can hold pages.
    pub(crate) pool_capacity: f64,
    /// A connected session that does nothing, without the kernel's part.
    pub(crate) session_bytes: u64,
    /// What a session that runs statements keeps more.
    pub(crate) active_bytes: u64,
    /// What an arena of glibc's malloc keeps of statements that are over.
    pub(crate) arena_bytes: u64,
    /// What a session's statement holds for each table it joins or unites.
    pub(crate) relation_bytes: u64,
    /// One table definition in cache.
    pub(crate) definition_bytes: u64,
    /// One open instance of a table.
    pub(crate) instance_bytes: u64,
    /// What the performance schema adds to an instance.
    pub(crate) instrumented_bytes: u64,
    /// One prepared statement.
    pub(crate) prepared_bytes: u64,
    /// Copies of a large literal alive at once.
    pub(crate) packet_copies: f64,
    /// Memory of a sort per byte of its buffer.
    pub(crate) sort_factor: f64,
    /// Memory of a sort whatever its buffer: merge and spill buffers.
    pub(crate) sort_bytes: u64,
    /// Memory of `GROUP_CONCAT` per byte of its result.
    pub(crate) group_concat_factor: f64,
    /// Memory of a MEMORY table per byte of its rows.
    pub(crate) memory_table_factor: f64,
    /// Memory of an internal temporary table per byte of its rows.
    pub(crate) temp_table_factor: f64,
    /// Part of `read_buffer_size` that a `MyISAM` scan takes.
    pub(crate) scan_factor: f64,
    /// Part of the rowid buffer that a rowid-ordered read takes.
    pub(crate) random_read_factor: f64,
    /// A transaction that goes through the binary log cache, besides the cache.
    pub(crate) binlog_bytes: u64,
}

/// `MySQL` 9.7.4 with glibc's malloc.
const MYSQL_9_7: Costs = Costs {
    start_bytes: 64 * MB,
    first_use_bytes: 7 * MB,
    own_pages_bytes: 21 * MB,
    pool_descriptors_per_kb: 0.079 * 1024.0,
    pool_capacity: 1.0,
    session_bytes: 100 * KB,
    active_bytes: 330 * KB,
    arena_bytes: 800 * KB,
    relation_bytes: 0,
    definition_bytes: 42 * KB,
    instance_bytes: 34 * KB,
    instrumented_bytes: 0,
    prepared_bytes: 39 * KB,
    packet_copies: 3.8,
    sort_factor: 1.42,
    sort_bytes: 1200 * KB,
    group_concat_factor: 1.95,
    memory_table_factor: 0.87,
    temp_table_factor: 0.76,
    scan_factor: 0.06,
    random_read_factor: 0.4,
    binlog_bytes: 600 * KB,
};

/// `MySQL` 5.7, not measured: 9.7 with the mechanisms that 8.0 replaced. Its
/// sort, its table scans and its Performance Schema are those that `MariaDB`
/// still has, and are priced by what was measured there; it has no dictionary
/// in InnoDB.
const MYSQL_5_7: Costs = Costs {
    own_pages_bytes: MARIADB_10_11.own_pages_bytes,
    sort_factor: MARIADB_10_11.sort_factor,
    sort_bytes: MARIADB_10_11.sort_bytes,
    scan_factor: MARIADB_10_11.scan_factor,
    temp_table_factor: MARIADB_10_11.temp_table_factor,
    ..MYSQL_9_7
};

/// `MariaDB` 10.11.19 with glibc's malloc.
const MARIADB_10_11: Costs = Costs {
    start_bytes: 23 * MB + 600 * KB,
    first_use_bytes: 9 * MB,
    own_pages_bytes: 5 * MB,
    pool_descriptors_per_kb: 0.019 * 1024.0,
    pool_capacity: 0.99,
    session_bytes: 80 * KB,
    active_bytes: 60 * KB,
    arena_bytes: 0,
    relation_bytes: 10 * KB,
    definition_bytes: 20 * KB,
    instance_bytes: 16 * KB,
    instrumented_bytes: 8 * KB,
    prepared_bytes: 30 * KB,
    packet_copies: 3.75,
    sort_factor: 1.08,
    sort_bytes: 250 * KB,
    group_concat_factor: 1.15,
    memory_table_factor: 1.02,
    temp_table_factor: 0.95,
    scan_factor: 1.0,
    random_read_factor: 0.5,
    binlog_bytes: 300 * KB,
};

/// `MariaDB` 11.8: measured beside 10.11 on one machine, seventeen workloads on
/// both; only the process itself differs, by 14.3 MB.
const MARIADB_11_8: Costs = Costs {
    start_bytes: 38 * MB,
    ..MARIADB_10_11
};

impl Costs {
    /// The costs of the measured series nearest to this one.
    pub(crate) fn of(engine: Engine, series: Version) -> &'static Self {
        match engine {
            Engine::Mysql if series < Version::new(8, 0) => &MYSQL_5_7,
            Engine::Postgresql | Engine::Mysql => &MYSQL_9_7,
            // TLS out of the box, with a key made at start, came with 11.4.
            Engine::Mariadb if series >= Version::new(11, 4) => &MARIADB_11_8,
            Engine::Mariadb => &MARIADB_10_11,
        }
    }
}
