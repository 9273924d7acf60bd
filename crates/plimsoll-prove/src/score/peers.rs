//! The formulas in use, as their programs have them, on the same runs: with
//! `max_connections`, as coded, and with the sessions that really ran.

use plimsoll_model::{Engine, InForce};

/// A formula.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// Bytes for the settings and the sessions that ran; `None`: not for this
    /// engine.
    pub(crate) formula: fn(&InForce, u64) -> Option<f64>,
}

/// Every formula: as coded, and told the sessions.
pub(crate) const PEERS: &[Peer] = &[
    Peer {
        name: "hotsos",
        formula: |settings, _| hotsos(settings, allowed(settings)),
    },
    Peer {
        name: "hotsos, real sessions",
        formula: |settings, sessions| hotsos(settings, sessions as f64),
    },
    Peer {
        name: "postgresqltuner",
        formula: |settings, _| postgresqltuner(settings, allowed(settings)),
    },
    Peer {
        name: "postgresqltuner, real sessions",
        formula: |settings, sessions| postgresqltuner(settings, sessions as f64),
    },
    Peer {
        name: "postgres-checkup",
        formula: |settings, _| checkup(settings, allowed(settings)),
    },
    Peer {
        name: "postgres-checkup, real sessions",
        formula: |settings, sessions| checkup(settings, sessions as f64),
    },
    Peer {
        name: "MySQLTuner",
        formula: |settings, _| mysqltuner(settings, allowed(settings)),
    },
    Peer {
        name: "MySQLTuner, real sessions",
        formula: |settings, sessions| mysqltuner(settings, sessions as f64),
    },
];

const KB: f64 = 1024.0;
const MB: f64 = KB * KB;

fn allowed(settings: &InForce) -> f64 {
    let default = match settings.engine {
        Engine::Postgresql => 100,
        Engine::Mysql | Engine::Mariadb => 151,
    };
    settings.count("max_connections").unwrap_or(default) as f64
}

fn bytes(settings: &InForce, name: &str, default: f64) -> f64 {
    settings.bytes(name).map_or(default, |size| size as f64)
}

fn is_postgresql(settings: &InForce) -> bool {
    settings.engine == Engine::Postgresql
}

/// `shared_buffers` + (`temp_buffers` + `work_mem`) × sessions (issue 564).
fn hotsos(settings: &InForce, sessions: f64) -> Option<f64> {
    let session = bytes(settings, "temp_buffers", 8.0 * MB) + bytes(settings, "work_mem", 4.0 * MB);
    is_postgresql(settings)
        .then(|| bytes(settings, "shared_buffers", 128.0 * MB) + session * sessions)
}

/// `shared_buffers` + 1.5 × `work_mem` × sessions + `maintenance_work_mem` ×
/// `autovacuum_max_workers`; its activity term comes out as nothing.
fn postgresqltuner(settings: &InForce, sessions: f64) -> Option<f64> {
    let workers = settings.count("autovacuum_max_workers").unwrap_or(3) as f64;
    is_postgresql(settings).then(|| {
        bytes(settings, "shared_buffers", 128.0 * MB)
            + 1.5 * bytes(settings, "work_mem", 4.0 * MB) * sessions
            + bytes(settings, "maintenance_work_mem", 64.0 * MB) * workers
    })
}

/// G001: `shared_buffers` + 2 × `work_mem` × sessions + autovacuum's memory.
fn checkup(settings: &InForce, sessions: f64) -> Option<f64> {
    let workers = settings.count("autovacuum_max_workers").unwrap_or(3) as f64;
    let maintenance = bytes(settings, "maintenance_work_mem", 64.0 * MB);
    is_postgresql(settings).then(|| {
        bytes(settings, "shared_buffers", 128.0 * MB)
            + 2.0 * bytes(settings, "work_mem", 4.0 * MB) * sessions
            + bytes(settings, "autovacuum_work_mem", maintenance) * workers
    })
}

/// Server buffers + thread buffers × sessions (version 2.9.1), performance
/// schema not counted.
fn mysqltuner(settings: &InForce, sessions: f64) -> Option<f64> {
    if is_postgresql(settings) {
        return None;
    }
    let mariadb = settings.engine == Engine::Mariadb;
    let by_engine = |mysql: f64, maria: f64| if mariadb { maria } else { mysql };
    let server = bytes(settings, "key_buffer_size", by_engine(8.0, 128.0) * MB)
        + bytes(settings, "innodb_buffer_pool_size", 128.0 * MB)
        + bytes(
            settings,
            "innodb_log_buffer_size",
            by_engine(64.0, 16.0) * MB,
        )
        + by_engine(
            0.0,
            bytes(settings, "query_cache_size", MB)
                + bytes(settings, "aria_pagecache_buffer_size", 128.0 * MB),
        );
    let table = bytes(settings, "tmp_table_size", 16.0 * MB).min(bytes(
        settings,
        "max_heap_table_size",
        16.0 * MB,
    ));
    let thread = bytes(settings, "read_buffer_size", 128.0 * KB)
        + bytes(settings, "read_rnd_buffer_size", 256.0 * KB)
        + bytes(settings, "sort_buffer_size", by_engine(0.25, 2.0) * MB)
        + bytes(settings, "thread_stack", by_engine(1024.0, 292.0) * KB)
        + bytes(settings, "join_buffer_size", 256.0 * KB)
        + bytes(settings, "binlog_cache_size", 32.0 * KB)
        + by_engine(0.0, table);
    let shared = by_engine(
        bytes(settings, "temptable_max_ram", 1024.0 * MB)
            .min(bytes(settings, "tmp_table_size", 16.0 * MB) * sessions),
        0.0,
    );
    Some(server + shared + thread * sessions)
}
