//! The server: process, pools, caches, logs, sessions.

use plimsoll_model::{Engine, InForce, Kind, Known, Load, Malloc, Profile, Value, Version};

use super::super::testing::{MB, bill, doing, facts, idle, likely, line, put, sized, stock, with};
use crate::price;

use Engine::{Mariadb, Mysql};

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
    assert_eq!(aria(2 * MB) - aria(MB), 4 * (2 * MB * 135 / 100));
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
        32 * MB
    );
    assert_eq!(
        likely(&settings, &writing(4 * MB), "pages of open transactions"),
        6 * MB
    );
    let mut logged = settings;
    put(&mut logged, "binlog_cache_size", MB);
    logged
        .values
        .insert("log_bin".to_owned(), (Value::Text("bin".to_owned()), None));
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
    assert_eq!((open(Mariadb, 5), open(Mariadb, 50)), (300, 2000));
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
fn replication_is_charged_where_the_settings_show_it() {
    let high = |settings: &InForce| {
        line(settings, &idle(1), "replica's queues").map_or(0, |line| line.range.high_bytes)
    };
    assert_eq!((high(&stock(Mariadb)), high(&stock(Mysql))), (0, 0));
    assert_eq!(high(&with(Mariadb, &[("slave_parallel_threads", 8)])), MB);
    assert_eq!(high(&with(Mysql, &[("read_only", 1)])), 128 * MB);
    let mut member = stock(Mysql);
    let name = Value::Text("8a94f357-aab4-11df-86ab-c80aa9429562".to_owned());
    member
        .values
        .insert("group_replication_group_name".to_owned(), (name, None));
    put(&mut member, "group_replication_message_cache_size", 1 << 30);
    let what = "group replication's message cache";
    assert_eq!(likely(&member, &idle(1), what), 1 << 30);
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
