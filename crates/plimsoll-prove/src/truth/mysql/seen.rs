//! What a run's server says of itself: the variables in force, and the counters that prove what
//! was full.

use anyhow::Result;
use plimsoll_lab::Session;
use serde_json::{Map, Value, json};

/// Variables that a bill depends on; those that an engine lacks are left out by the server.
const VARIABLES: &[&str] = &[
    "version",
    "max_connections",
    "innodb_buffer_pool_size",
    "innodb_buffer_pool_chunk_size",
    "innodb_buffer_pool_instances",
    "innodb_log_buffer_size",
    "innodb_log_file_size",
    "key_buffer_size",
    "aria_pagecache_buffer_size",
    "query_cache_size",
    "query_cache_type",
    "sort_buffer_size",
    "join_buffer_size",
    "join_buffer_space_limit",
    "join_cache_level",
    "read_buffer_size",
    "read_rnd_buffer_size",
    "mrr_buffer_size",
    "tmp_table_size",
    "max_heap_table_size",
    "tmp_memory_table_size",
    "temptable_max_ram",
    "temptable_max_mmap",
    "internal_tmp_mem_storage_engine",
    "binlog_cache_size",
    "binlog_stmt_cache_size",
    "log_bin",
    "thread_stack",
    "max_allowed_packet",
    "net_buffer_length",
    "group_concat_max_len",
    "table_open_cache",
    "table_open_cache_instances",
    "table_definition_cache",
    "thread_cache_size",
    "performance_schema",
    "performance_schema_digests_size",
    "performance_schema_max_digest_length",
    "max_digest_length",
    "innodb_adaptive_hash_index",
    "open_files_limit",
];

const COUNTERS: &[&str] = &[
    "Innodb_buffer_pool_bytes_data",
    "Innodb_buffer_pool_pages_total",
    "Max_used_connections",
    "Open_tables",
    "Open_table_definitions",
    "Sort_merge_passes",
    "Sort_rows",
    "Created_tmp_tables",
    "Created_tmp_disk_tables",
    "Binlog_cache_use",
    "Binlog_cache_disk_use",
    "Key_blocks_used",
    "Select_full_join",
    "Qcache_queries_in_cache",
    "Aria_pagecache_blocks_used",
    "Handler_mrr_init",
    "TempTable_count_hit_max_ram",
    "Innodb_lsn_current",
];

/// Before the load: variables in force, the redo log's position, the performance schema's size.
pub(crate) fn before_load(session: &mut Session) -> Result<Map<String, Value>> {
    let mut seen = Map::new();
    seen.insert(
        "effective".into(),
        named(session, "global variables", VARIABLES)?,
    );
    let status = named(session, "global status", &["Innodb_lsn_current"])?;
    if let Some(position) = status.get("Innodb_lsn_current") {
        seen.insert("lsn_start".into(), position.clone());
    }
    let rows = session.query("show engine performance_schema status")?;
    let total = rows
        .iter()
        .find(|row| cell(row, 1) == Some("performance_schema.memory"));
    let bytes = total.and_then(|row| cell(row, 2)?.parse::<u64>().ok());
    if let Some(bytes) = bytes.filter(|bytes| *bytes > 0) {
        seen.insert("ps_bytes".into(), json!(bytes));
    }
    Ok(seen)
}

/// After the load: the counters.
pub(crate) fn after_load(session: &mut Session) -> Result<Map<String, Value>> {
    let mut seen = Map::new();
    let status = named(session, "global status", COUNTERS)?;
    if let Some(filled) = status.get("Innodb_buffer_pool_bytes_data") {
        seen.insert("pool_fill_bytes".into(), filled.clone());
    }
    seen.insert("status".into(), status);
    Ok(seen)
}

fn cell(row: &[Option<String>], index: usize) -> Option<&str> {
    row.get(index)?.as_deref()
}

/// The named rows of a SHOW, numbers as numbers.
fn named(session: &mut Session, what: &str, names: &[&str]) -> Result<Value> {
    let rows = session.query(&format!("show {what}"))?;
    let mut found = Map::new();
    for row in &rows {
        let (Some(name), Some(value)) = (cell(row, 0), cell(row, 1)) else {
            continue;
        };
        if names.contains(&name) {
            let number = value.parse::<u64>();
            let value = number.map_or_else(|_| json!(value), |number| json!(number));
            found.insert(name.to_owned(), value);
        }
    }
    Ok(Value::Object(found))
}
