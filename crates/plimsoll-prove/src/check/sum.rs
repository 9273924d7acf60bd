//! The sum of all buffers, the formula of most tools: what every connection
//! allowed could take at once, each buffer once. It stands beside the score to
//! show what it would have said of the same files.

use std::collections::HashMap;

use serde_json::Value;

/// Buffers of the server, all of which the sum takes in full.
const MYSQL_SERVER: &[&str] = &[
    "innodb_buffer_pool_size",
    "innodb_log_buffer_size",
    "key_buffer_size",
    "query_cache_size",
    "aria_pagecache_buffer_size",
    "tmp_table_size",
];
/// Buffers that the sum gives every connection.
const MYSQL_CONNECTION: &[&str] = &[
    "read_buffer_size",
    "read_rnd_buffer_size",
    "sort_buffer_size",
    "join_buffer_size",
    "binlog_cache_size",
    "thread_stack",
];

/// The sum in bytes, of what `plimsoll settings --all` shows.
pub(super) fn of(engine: &str, settings: &Value) -> f64 {
    let settings = figures(settings);
    let get = |name: &str| settings.get(name).copied().unwrap_or(0.0);
    let all = |names: &[&str]| names.iter().map(|name| get(name)).sum::<f64>();
    if engine == "postgresql" {
        get("shared_buffers")
            + get("max_connections") * (get("work_mem") + get("temp_buffers"))
            + get("autovacuum_max_workers") * get("maintenance_work_mem")
    } else {
        all(MYSQL_SERVER) + get("max_connections") * all(MYSQL_CONNECTION)
    }
}

/// Sizes in bytes and counts by name.
fn figures(settings: &Value) -> HashMap<&str, f64> {
    let settings = settings["settings"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let figure = |setting: &Value| {
        let bytes = setting["bytes"].as_f64();
        bytes.or_else(|| setting["value"].as_str()?.parse().ok())
    };
    settings
        .iter()
        .filter_map(|setting| Some((setting["name"].as_str()?, figure(setting)?)))
        .collect()
}
