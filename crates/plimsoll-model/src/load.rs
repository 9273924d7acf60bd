//! A load: groups of sessions, and what each session does at one moment.

use std::collections::BTreeMap;

use crate::Engine;

/// Kinds of operation that take memory of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A sort.
    Sort,
    /// A hash aggregate (`PostgreSQL`).
    HashAggregate,
    /// A hash join (`PostgreSQL`).
    HashJoin,
    /// A materialised row set: CTE, window, function scan (`PostgreSQL`).
    Tuplestore,
    /// Temporary tables: `temp_buffers` in `PostgreSQL`, internal ones elsewhere.
    TempTable,
    /// CREATE INDEX (`PostgreSQL`).
    IndexBuild,
    /// A join buffer or hash join of `MySQL` and `MariaDB`.
    JoinBuffer,
    /// A table of the MEMORY engine.
    MemoryTable,
    /// `read_buffer_size`: a scan that goes through it.
    ScanBuffer,
    /// `read_rnd_buffer_size`, `mrr_buffer_size`: rowid-ordered reads.
    RandomReadBuffer,
    /// A transaction's part of the binary log.
    BinlogCache,
    /// A bulk insert into `MyISAM` or Aria.
    BulkInsert,
    /// `GROUP_CONCAT`.
    GroupConcat,
    /// A statement, row or result as large as a packet.
    Packet,
    /// The range optimizer over many values (`items`).
    RangeOptimizer,
    /// `JSON_ARRAYAGG` and its kin: no parameter limits them.
    JsonAggregate,
    /// Sorting for ALTER TABLE and CREATE INDEX.
    DdlSort,
    /// Any statement: parse and execution arenas.
    Query,
}

impl Kind {
    /// The kinds `PostgreSQL` knows.
    pub const POSTGRESQL: &[Self] = &[
        Self::Sort,
        Self::HashAggregate,
        Self::HashJoin,
        Self::Tuplestore,
        Self::TempTable,
        Self::IndexBuild,
    ];

    /// The kinds `MySQL` and `MariaDB` know.
    pub const MYSQL: &[Self] = &[
        Self::Sort,
        Self::JoinBuffer,
        Self::TempTable,
        Self::MemoryTable,
        Self::ScanBuffer,
        Self::RandomReadBuffer,
        Self::BinlogCache,
        Self::BulkInsert,
        Self::GroupConcat,
        Self::Packet,
        Self::RangeOptimizer,
        Self::JsonAggregate,
        Self::DdlSort,
        Self::Query,
    ];

    /// The kinds that an engine knows.
    pub const fn of(engine: Engine) -> &'static [Self] {
        match engine {
            Engine::Postgresql => Self::POSTGRESQL,
            Engine::Mysql | Engine::Mariadb => Self::MYSQL,
        }
    }

    /// The name in a load file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sort => "sort",
            Self::HashAggregate => "hash_aggregate",
            Self::HashJoin => "hash_join",
            Self::Tuplestore => "tuplestore",
            Self::TempTable => "temp_table",
            Self::IndexBuild => "index_build",
            Self::JoinBuffer => "join_buffer",
            Self::MemoryTable => "memory_table",
            Self::ScanBuffer => "scan_buffer",
            Self::RandomReadBuffer => "random_read_buffer",
            Self::BinlogCache => "binlog_cache",
            Self::BulkInsert => "bulk_insert",
            Self::GroupConcat => "group_concat",
            Self::Packet => "packet",
            Self::RangeOptimizer => "range_optimizer",
            Self::JsonAggregate => "json_aggregate",
            Self::DdlSort => "ddl_sort",
            Self::Query => "query",
        }
    }

    /// The kind of that name, if the engine knows it.
    pub fn parse(engine: Engine, name: &str) -> Option<Self> {
        Self::of(engine)
            .iter()
            .copied()
            .find(|kind| kind.as_str() == name)
    }
}

/// What one session does at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// What kind.
    pub kind: Kind,
    /// How many of it at once in the session.
    pub count: u64,
    /// What one would take with no limit on it; unknown means "as much as it may".
    pub operand_bytes: Option<u64>,
    /// The workers its plan asks for.
    pub parallel_workers: u64,
    /// Leader and workers share one structure (a parallel hash).
    pub shared: bool,
    /// Values in the list, for the range optimizer.
    pub items: Option<u64>,
}

impl Operation {
    /// One operation of that kind, as large as it may be.
    pub const fn one(kind: Kind) -> Self {
        Self {
            kind,
            count: 1,
            operand_bytes: None,
            parallel_workers: 0,
            shared: false,
            items: None,
        }
    }
}

/// Sessions that do the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadGroup {
    /// How many; unknown: from the profile.
    pub sessions: Option<u64>,
    /// What each does at one moment; unknown: from the profile.
    pub operations: Option<Vec<Operation>>,
    /// Parameters that these sessions set for themselves, as written.
    pub set: BTreeMap<String, String>,
    /// The planner's cost of their statements (JIT).
    pub plan_cost: Option<f64>,
    /// Tables and indexes each has opened.
    pub relations: Option<u64>,
    /// Statements each has prepared.
    pub prepared_statements: Option<u64>,
    /// Bytes each transaction writes (binary log, logical decoding).
    pub transaction_bytes: Option<u64>,
}

/// The load a configuration is priced for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Load {
    /// Groups of sessions; empty: all from the profile.
    pub groups: Vec<LoadGroup>,
    /// The part of the data that the load touches: what buffers can fill with.
    pub data_bytes: Option<u64>,
    /// Whether that is what lies in a server that was looked at: it bounds what
    /// buffers fill with, and nobody says which session has come by it.
    pub is_only_stored: bool,
    /// The largest table read by a sequential scan.
    pub largest_scan_bytes: Option<u64>,
    /// What fills the MyISAM key buffer.
    pub key_buffer_bytes: Option<u64>,
    /// What fills Aria's page cache.
    pub aria_pagecache_bytes: Option<u64>,
    /// What fills the query cache.
    pub query_cache_bytes: Option<u64>,
    /// Where its figures were seen, in words; empty for a load that was given.
    pub seen: Vec<String>,
}

/// What stands in for a load that nobody gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// A fifth of the sessions active, one 256 kB sort each.
    Oltp,
    /// A fifth active, one sort and one hash join each filling its memory.
    #[default]
    Mixed,
    /// Half active, two of each, parallel.
    Analytics,
}

impl Profile {
    /// Every profile, mildest first.
    pub const ALL: [Self; 3] = [Self::Oltp, Self::Mixed, Self::Analytics];

    /// The name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Oltp => "oltp",
            Self::Mixed => "mixed",
            Self::Analytics => "analytics",
        }
    }
}

/// Who said how many sessions there are or can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SessionsSource {
    /// `--sessions` or a load file.
    Declared,
    /// Seen on the running server.
    Observed,
    /// A pooler's configuration.
    Pooler,
    /// The profile.
    Profile,
    /// `max_connections`: what is allowed, not what comes.
    MaxConnections,
}

impl SessionsSource {
    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Observed => "observed",
            Self::Pooler => "pooler",
            Self::Profile => "profile",
            Self::MaxConnections => "max_connections",
        }
    }
}
