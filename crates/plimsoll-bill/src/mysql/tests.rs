//! Each term against the figure its mechanism gives.

use plimsoll_model::{Engine, Kind, Known, Load, LoadGroup, Malloc, Operation, Profile, Version};

use super::testing::{KB, MB, bill, doing, facts, likely, line, put, sized, stock, with};
use crate::price;

use Engine::{Mariadb, Mysql};

/// Sessions, what each does, the line it shows in and what is expected of it.
struct Case {
    engine: Engine,
    settings: &'static [(&'static str, u64)],
    operation: Operation,
    what: &'static str,
    likely_bytes: u64,
}

fn case(
    engine: Engine,
    settings: &'static [(&'static str, u64)],
    operation: Operation,
    what: &'static str,
    likely_bytes: u64,
) -> Case {
    Case {
        engine,
        settings,
        operation,
        what,
        likely_bytes,
    }
}

fn times(bytes: u64, factor: f64) -> u64 {
    (bytes as f64 * factor) as u64
}

#[test]
fn operations_take_what_their_limit_leaves_them() {
    let spill = 2560 * KB;
    let cases = [
        case(
            Mysql,
            &[("sort_buffer_size", 4 * MB)],
            sized(Kind::Sort, 1, 90 * MB),
            "sorts",
            times(4 * MB, 1.42) + 1200 * KB,
        ),
        case(
            Mariadb,
            &[("sort_buffer_size", 4 * MB)],
            sized(Kind::Sort, 1, 90 * MB),
            "sorts",
            times(4 * MB, 1.08) + 250 * KB,
        ),
        case(
            Mariadb,
            &[("sort_buffer_size", 64 * MB)],
            sized(Kind::Sort, 1, 10 * MB),
            "sorts",
            times(11 * MB, 1.08) + 250 * KB,
        ),
        case(
            Mysql,
            &[("join_buffer_size", 4 * MB)],
            sized(Kind::JoinBuffer, 3, 9 * MB),
            "join buffers",
            3 * (times(4 * MB, 1.1) + spill),
        ),
        case(
            Mysql,
            &[("join_buffer_size", 4 * MB)],
            sized(Kind::JoinBuffer, 1, MB),
            "join buffers",
            times(MB, 1.1) + spill / 8,
        ),
        case(
            Mariadb,
            &[("join_buffer_size", MB)],
            sized(Kind::JoinBuffer, 3, 9 * MB),
            "join buffers",
            MB + times(2 * MB, 0.4),
        ),
        case(
            Mariadb,
            &[("join_buffer_size", 8 * MB)],
            sized(Kind::JoinBuffer, 3, 9 * MB),
            "join buffers",
            2 * MB,
        ),
        case(
            Mysql,
            &[("tmp_table_size", 4 * MB)],
            sized(Kind::TempTable, 2, 9 * MB),
            "internal temporary tables",
            2 * times(4 * MB, 0.76),
        ),
        case(
            Mariadb,
            &[("tmp_table_size", 4 * MB)],
            sized(Kind::TempTable, 2, 9 * MB),
            "internal temporary tables",
            2 * times(times(4 * MB, 1.3), 0.95),
        ),
        case(
            Mariadb,
            &[("tmp_memory_table_size", 4 * MB)],
            sized(Kind::TempTable, 1, 9 * MB),
            "internal temporary tables",
            times(times(4 * MB, 1.3), 0.95),
        ),
        case(
            Mariadb,
            &[("max_heap_table_size", MB)],
            sized(Kind::TempTable, 1, 9 * MB),
            "internal temporary tables",
            times(MB, 0.95),
        ),
        case(
            Mysql,
            &[("max_heap_table_size", 4 * MB)],
            sized(Kind::MemoryTable, 1, 9 * MB),
            "MEMORY tables",
            times(4 * MB, 0.87),
        ),
        case(
            Mariadb,
            &[("read_buffer_size", 4 * MB)],
            sized(Kind::ScanBuffer, 1, 9 * MB),
            "scan buffers",
            4 * MB,
        ),
        case(
            Mysql,
            &[("read_buffer_size", 4 * MB)],
            sized(Kind::ScanBuffer, 1, 9 * MB),
            "scan buffers",
            times(4 * MB, 0.06),
        ),
        case(
            Mariadb,
            &[("mrr_buffer_size", 4 * MB)],
            sized(Kind::RandomReadBuffer, 1, 9 * MB),
            "rowid buffers",
            2 * MB,
        ),
        case(
            Mysql,
            &[("read_rnd_buffer_size", 4 * MB)],
            sized(Kind::RandomReadBuffer, 1, 9 * MB),
            "rowid buffers",
            times(4 * MB, 0.4),
        ),
        case(
            Mysql,
            &[("binlog_cache_size", 4 * MB)],
            sized(Kind::BinlogCache, 1, 9 * MB),
            "binary log caches",
            4 * MB + 600 * KB,
        ),
        case(
            Mariadb,
            &[],
            sized(Kind::BulkInsert, 1, 9 * MB),
            "bulk insert trees",
            8 * MB,
        ),
        case(
            Mariadb,
            &[],
            sized(Kind::GroupConcat, 1, 9 * MB),
            "GROUP_CONCAT results",
            times(MB, 1.15),
        ),
        case(
            Mysql,
            &[("max_allowed_packet", 4 * MB)],
            sized(Kind::Packet, 1, 9 * MB),
            "large packets",
            times(4 * MB, 3.8),
        ),
        case(
            Mysql,
            &[],
            sized(Kind::JsonAggregate, 1, 9 * MB),
            "JSON aggregates",
            18 * MB,
        ),
        case(
            Mysql,
            &[("range_optimizer_max_mem_size", MB)],
            sized(Kind::RangeOptimizer, 1, 9 * MB),
            "range optimizer",
            MB,
        ),
        case(
            Mysql,
            &[("range_optimizer_max_mem_size", 0)],
            sized(Kind::RangeOptimizer, 1, 9 * MB),
            "range optimizer",
            9 * MB,
        ),
        case(
            Mysql,
            &[("innodb_ddl_buffer_size", 4 * MB)],
            sized(Kind::DdlSort, 1, 9 * MB),
            "index builds",
            4 * MB,
        ),
        case(
            Mariadb,
            &[],
            sized(Kind::DdlSort, 1, 9 * MB),
            "index builds",
            4 * MB,
        ),
    ];
    for case in cases {
        let settings = with(case.engine, case.settings);
        let operation = case.operation.clone();
        let what = case.what;
        assert_eq!(
            likely(&settings, &doing(7, operation.clone()), what),
            7 * case.likely_bytes,
            "{} {operation:?} {:?}",
            case.engine,
            case.settings
        );
        let none = doing(
            7,
            Operation {
                count: 0,
                ..operation
            },
        );
        assert_eq!(likely(&settings, &none, what), 0, "none of {what}");
    }
}

#[test]
fn temptable_has_one_cap_for_the_whole_server() {
    let settings = with(Mysql, &[("temptable_max_ram", 5 * MB)]);
    let load = doing(7, sized(Kind::TempTable, 2, 9 * MB));
    let what = "internal temporary tables";
    assert_eq!(likely(&settings, &load, what), 5 * MB);
    let mut memory = settings.clone();
    let word = plimsoll_model::Value::Enum("MEMORY".to_owned());
    memory
        .values
        .insert("internal_tmp_mem_storage_engine".to_owned(), (word, None));
    assert_eq!(likely(&memory, &load, what), 14 * times(9 * MB, 0.76));
    // Where no catalogue knows the default it is derived: at least 1 GB.
    let unset = doing(700, sized(Kind::TempTable, 2, 9 * MB));
    assert_eq!(likely(&stock(Mysql), &unset, what), 1 << 30);
}

#[test]
fn items_of_a_range_count_230_bytes_each() {
    let operation = Operation {
        items: Some(1000),
        ..Operation::one(Kind::RangeOptimizer)
    };
    let load = doing(2, operation);
    assert_eq!(likely(&stock(Mysql), &load, "range optimizer"), 460_000);
}

#[test]
fn the_performance_schema_counts_as_the_server_does() {
    // SHOW ENGINE PERFORMANCE_SCHEMA STATUS of 9.7.4 and 10.11.18; MySQL leaves
    // the samples of digests (1 kB each) out of its own count.
    let cases: [(Engine, &[(&str, u64)], u64); 7] = [
        (
            Mysql,
            &[("table_definition_cache", 400)],
            145_959_632 + 1000 * KB,
        ),
        (Mysql, &[("table_open_cache", 400)], 176_247_152 + 5000 * KB),
        (
            Mysql,
            &[("table_open_cache", 800), ("max_connections", 302)],
            176_247_152 + 5000 * KB,
        ),
        (
            Mysql,
            &[("table_open_cache", 802)],
            240_863_152 + 10_000 * KB,
        ),
        (
            Mysql,
            &[("table_open_cache", 200), ("max_connections", 303)],
            240_863_152 + 10_000 * KB,
        ),
        (
            Mariadb,
            &[("performance_schema", 1), ("max_connections", 302)],
            98_066_000,
        ),
        (
            Mariadb,
            &[("performance_schema", 1), ("max_connections", 303)],
            142_394_000,
        ),
    ];
    for (engine, changes, server_says) in cases {
        let settings = with(engine, changes);
        let line = line(&settings, &idle(1), "performance schema").expect("a line");
        let off = line.range.low_bytes.abs_diff(server_says) as f64 / server_says as f64;
        assert!(
            off < 0.004,
            "{engine} {changes:?}: {} against {server_says}",
            line.range.low_bytes
        );
    }
}

#[test]
fn digest_length_and_threads_multiply_its_rows() {
    let with_length = |length: u64, sessions: u64| {
        let settings = with(
            Mysql,
            &[
                ("table_open_cache", 200),
                ("performance_schema_max_digest_length", length),
            ],
        );
        likely(&settings, &idle(sessions), "performance schema")
    };
    // 11,120 rows hold a digest: 1000 + 5000 + 256 threads × (10 + 10).
    assert_eq!(with_length(4096, 1) - with_length(1024, 1), 11_120 * 3072);
    // A thread more than the first page of 256: 66,013,408 bytes on 9.7.4.
    let page = with_length(1024, 240) - with_length(1024, 200);
    assert!(page.abs_diff(66_013_408) < 100_000, "{page}");
    let off = with(Mysql, &[("performance_schema", 0)]);
    assert_eq!(likely(&off, &idle(9), "performance schema"), 0);
}

fn idle(sessions: u64) -> Load {
    Load {
        groups: vec![LoadGroup {
            sessions: Some(sessions),
            operations: Some(Vec::new()),
            ..LoadGroup::default()
        }],
        data_bytes: Some(0),
        ..Load::default()
    }
}

#[test]
fn the_pool_fills_with_data_and_is_whole_once_the_free_list_runs_out() {
    let what = "buffer pool pages";
    let cases = [
        (Mysql, 256, Some(100), 100),
        (Mysql, 256, Some(240), 256),
        (Mysql, 192, Some(500), 256),
        (Mysql, 96, None, 96),
        (Mysql, 256, Some(0), 21),
        (Mariadb, 256, Some(100), 100),
        (Mariadb, 200, Some(180), 198),
        (Mariadb, 200, None, 198),
    ];
    for (engine, pool, data, expected) in cases {
        let settings = with(engine, &[("innodb_buffer_pool_size", pool * MB)]);
        let load = Load {
            data_bytes: data.map(|data: u64| data * MB),
            ..idle(1)
        };
        assert_eq!(
            likely(&settings, &load, what),
            expected * MB,
            "{engine} {pool} {data:?}"
        );
    }
}

#[test]
fn caches_fill_up_to_what_their_links_leave() {
    let load = Load {
        key_buffer_bytes: Some(500 * MB),
        aria_pagecache_bytes: Some(500 * MB),
        query_cache_bytes: Some(500 * MB),
        ..idle(1)
    };
    let settings = with(
        Mariadb,
        &[("query_cache_type", 1), ("query_cache_size", 64 * MB)],
    );
    assert_eq!(likely(&settings, &load, "key buffer (MyISAM)"), 128 * MB);
    assert_eq!(likely(&settings, &load, "Aria page cache"), 128 * MB);
    assert_eq!(likely(&settings, &load, "query cache"), 64 * MB);
    assert_eq!(
        likely(&stock(Mariadb), &load, "query cache"),
        0,
        "off by default"
    );
}

#[test]
fn a_temporary_table_that_outgrows_memory_lands_in_aria() {
    let aria = |rows: u64| {
        let load = doing(4, sized(Kind::TempTable, 1, rows));
        likely(
            &with(Mariadb, &[("max_heap_table_size", MB)]),
            &load,
            "Aria page cache",
        )
    };
    assert_eq!(aria(2 * MB) - aria(MB), 4 * times(2 * MB, 1.35));
}

#[test]
fn the_log_buffer_is_whole_on_mysql_and_depends_on_the_position_on_mariadb() {
    let mysql = with(Mysql, &[("innodb_log_buffer_size", 100 * MB)]);
    assert_eq!(likely(&mysql, &idle(1), "redo log buffer"), 100 * MB);
    for (buffer, expected) in [(16, 16 * MB), (32, 32 * MB), (96, 48 * MB), (512, 48 * MB)] {
        let settings = with(Mariadb, &[("innodb_log_buffer_size", buffer * MB)]);
        let range = line(&settings, &idle(1), "redo log buffers")
            .expect("a line")
            .range;
        assert_eq!(range.likely_bytes, expected, "{buffer}");
        assert!(range.high_bytes >= buffer.min(96) * MB, "{buffer}");
    }
}

#[test]
fn writers_touch_the_second_log_buffer_and_pages_that_are_gone_later() {
    let writing = |bytes: u64| {
        let mut load = idle(2);
        load.groups[0].transaction_bytes = Some(bytes);
        load
    };
    let settings = stock(Mariadb);
    assert_eq!(
        likely(&settings, &writing(4 * MB), "redo log buffers"),
        24 * MB
    );
    assert_eq!(
        likely(&settings, &writing(4 * MB), "pages of open transactions"),
        8 * MB
    );
    let mut logged = settings;
    put(&mut logged, "binlog_cache_size", MB);
    logged.values.insert(
        "log_bin".to_owned(),
        (plimsoll_model::Value::Text("bin".to_owned()), None),
    );
    assert_eq!(
        likely(&logged, &writing(4 * MB), "binary log caches"),
        2 * MB
    );
}

#[test]
fn tables_open_in_every_partition_of_mysql_and_are_shared_on_mariadb() {
    let open = |engine, sessions| {
        let mut load = idle(sessions);
        load.groups[0].relations = Some(100);
        line(&stock(engine), &load, "table caches")
            .expect("a line")
            .count
    };
    assert_eq!((open(Mysql, 5), open(Mysql, 50)), (500, 1600));
    assert_eq!((open(Mariadb, 5), open(Mariadb, 50)), (100, 900));
}

#[test]
fn open_files_limit_the_table_cache() {
    let mut load = idle(50);
    load.groups[0].relations = Some(5000);
    let count = |nofile| {
        let mut facts = facts(Malloc::Glibc);
        facts.nofile = Known::Known(nofile, "test".to_owned());
        let bill = price(&stock(Mariadb), &facts, &load, Profile::Mixed, None).expect("a bill");
        let line = bill
            .lines
            .into_iter()
            .find(|line| line.what == "table caches");
        line.expect("a line").count
    };
    assert_eq!(count(1 << 20), 2000);
    assert_eq!(count(1161), 500);
    assert_eq!(count(100), 400);
}

#[test]
fn allocators_differ_where_they_were_seen_to() {
    let what_takes = |engine, malloc, operation: Operation, what: &str| {
        let settings = with(engine, &[("group_concat_max_len", 4 * MB)]);
        let load = doing(10, operation);
        let bill = price(&settings, &facts(malloc), &load, Profile::Mixed, None).expect("a bill");
        let line = bill.lines.into_iter().find(|line| line.what == what);
        line.map_or(0, |line| line.range.likely_bytes)
    };
    let concat = |malloc| {
        what_takes(
            Mariadb,
            malloc,
            sized(Kind::GroupConcat, 1, 9 * MB),
            "GROUP_CONCAT results",
        )
    };
    assert_eq!(concat(Malloc::Jemalloc), 10 * times(4 * MB, 4.2));
    let start = |malloc| what_takes(Mysql, malloc, Operation::one(Kind::Query), "allocator");
    assert_eq!(start(Malloc::Tcmalloc), 28 * MB);
    assert_eq!(start(Malloc::Glibc), 0);
}

#[test]
fn other_series_are_priced_by_the_nearest_and_say_so() {
    let outside = |engine, series| {
        let mut settings = stock(engine);
        settings.series = series;
        bill(&settings, &idle(1)).evidence.outside
    };
    assert!(outside(Mysql, Version::new(9, 7)).is_empty());
    assert!(outside(Mariadb, Version::new(11, 8)).is_empty());
    assert!(outside(Mysql, Version::new(8, 0))[0].contains("8.0"));
    let mut settings = stock(Mariadb);
    settings.series = Version::new(11, 8);
    let newer = likely(&settings, &idle(1), "server process");
    let older = likely(&stock(Mariadb), &idle(1), "server process");
    assert!(newer > older + 14 * MB && newer < older + 15 * MB);
}

#[test]
fn absurd_values_are_answered_in_bytes() {
    for engine in [Mysql, Mariadb] {
        let settings = with(
            engine,
            &[
                ("sort_buffer_size", u64::MAX),
                ("innodb_buffer_pool_size", u64::MAX),
            ],
        );
        let load = doing(1 << 32, sized(Kind::Sort, 1 << 32, u64::MAX));
        assert_eq!(
            bill(&settings, &load).total.likely_bytes,
            u64::MAX,
            "{engine}"
        );
        let nothing = with(
            engine,
            &[
                ("innodb_buffer_pool_size", 0),
                ("table_open_cache_instances", 0),
            ],
        );
        assert!(bill(&nothing, &idle(0)).total.likely_bytes > 0);
    }
}
