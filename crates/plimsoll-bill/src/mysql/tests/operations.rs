//! Operations: what one session of each takes under one limit.

use plimsoll_model::{Engine, Kind, Malloc, Operation, Profile, Value, Version};

use super::super::testing::{KB, MB, doing, facts, likely, sized, stock, with};
use crate::price;

use Engine::{Mariadb, Mysql};

/// Engine, parameter and its megabytes, kind and how many at once, megabytes of
/// one without a limit, kilobytes expected.
type Row = (Engine, &'static str, u64, Kind, u64, u64, u64);

const SORTS_AND_JOINS: &[Row] = &[
    (Mysql, "sort_buffer_size", 4, Kind::Sort, 1, 90, 7016),
    (Mysql, "sort_buffer_size", 4, Kind::Sort, 1, 10, 6116),
    (Mysql, "sort_buffer_size", 64, Kind::Sort, 2, 10, 31_990),
    (Mariadb, "sort_buffer_size", 4, Kind::Sort, 1, 90, 4673),
    (Mariadb, "sort_buffer_size", 64, Kind::Sort, 1, 10, 12_165),
    (Mysql, "join_buffer_size", 4, Kind::JoinBuffer, 3, 9, 21_197),
    (Mysql, "join_buffer_size", 4, Kind::JoinBuffer, 1, 1, 1446),
    (Mariadb, "join_buffer_size", 1, Kind::JoinBuffer, 1, 9, 1024),
    (Mariadb, "join_buffer_size", 1, Kind::JoinBuffer, 3, 9, 1843),
    (Mariadb, "join_buffer_size", 8, Kind::JoinBuffer, 3, 9, 2048),
];

const TABLES: &[Row] = &[
    (Mysql, "tmp_table_size", 4, Kind::TempTable, 2, 9, 6225),
    (Mariadb, "tmp_table_size", 4, Kind::TempTable, 2, 9, 10_117),
    (
        Mariadb,
        "tmp_memory_table_size",
        4,
        Kind::TempTable,
        1,
        9,
        5058,
    ),
    (
        Mariadb,
        "max_heap_table_size",
        1,
        Kind::TempTable,
        1,
        9,
        972,
    ),
    (
        Mysql,
        "max_heap_table_size",
        4,
        Kind::MemoryTable,
        1,
        9,
        3563,
    ),
    (
        Mariadb,
        "max_heap_table_size",
        4,
        Kind::MemoryTable,
        1,
        9,
        4177,
    ),
];

const BUFFERS: &[Row] = &[
    (Mariadb, "read_buffer_size", 4, Kind::ScanBuffer, 1, 9, 4096),
    (Mysql, "read_buffer_size", 4, Kind::ScanBuffer, 1, 9, 245),
    (
        Mariadb,
        "mrr_buffer_size",
        4,
        Kind::RandomReadBuffer,
        1,
        9,
        2048,
    ),
    (
        Mysql,
        "read_rnd_buffer_size",
        4,
        Kind::RandomReadBuffer,
        1,
        9,
        1638,
    ),
    (Mysql, "binlog_cache_size", 4, Kind::BinlogCache, 1, 9, 4696),
    (
        Mariadb,
        "binlog_cache_size",
        4,
        Kind::BinlogCache,
        1,
        1,
        1324,
    ),
    (
        Mariadb,
        "bulk_insert_buffer_size",
        8,
        Kind::BulkInsert,
        1,
        9,
        8192,
    ),
    (
        Mariadb,
        "group_concat_max_len",
        1,
        Kind::GroupConcat,
        1,
        9,
        1177,
    ),
    (
        Mysql,
        "group_concat_max_len",
        4,
        Kind::GroupConcat,
        1,
        9,
        7987,
    ),
    (Mysql, "max_allowed_packet", 4, Kind::Packet, 1, 9, 15_564),
    (Mariadb, "max_allowed_packet", 4, Kind::Packet, 1, 1, 3840),
];

const PLANNING_AND_DDL: &[Row] = &[
    (
        Mysql,
        "join_buffer_size",
        1,
        Kind::JsonAggregate,
        1,
        9,
        59_904,
    ),
    (
        Mariadb,
        "group_concat_max_len",
        1,
        Kind::JsonAggregate,
        1,
        9,
        1946,
    ),
    (
        Mysql,
        "range_optimizer_max_mem_size",
        1,
        Kind::RangeOptimizer,
        1,
        9,
        1024,
    ),
    (
        Mysql,
        "range_optimizer_max_mem_size",
        0,
        Kind::RangeOptimizer,
        1,
        9,
        9216,
    ),
    (
        Mysql,
        "innodb_ddl_buffer_size",
        4,
        Kind::DdlSort,
        1,
        9,
        4178,
    ),
    (
        Mariadb,
        "innodb_sort_buffer_size",
        1,
        Kind::DdlSort,
        1,
        9,
        2048,
    ),
];

/// The line that an operation shows in.
fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Sort => "sorts",
        Kind::JoinBuffer => "join buffers",
        Kind::TempTable => "internal temporary tables",
        Kind::MemoryTable => "MEMORY tables",
        Kind::ScanBuffer => "scan buffers",
        Kind::RandomReadBuffer => "rowid buffers",
        Kind::BinlogCache => "binary log caches",
        Kind::BulkInsert => "bulk insert trees",
        Kind::GroupConcat => "GROUP_CONCAT results",
        Kind::Packet => "large packets",
        Kind::JsonAggregate => "JSON aggregates",
        Kind::RangeOptimizer => "range optimizer",
        Kind::DdlSort => "index builds",
        other => panic!("{} has no line", other.as_str()),
    }
}

fn assert_rows(rows: &[Row]) {
    for &(engine, parameter, limit, kind, count, operand, expected) in rows {
        let settings = with(engine, &[(parameter, limit * MB)]);
        let of = |operation| likely(&settings, &doing(7, operation), what(kind));
        let taken = of(sized(kind, count, operand * MB));
        let off = taken.abs_diff(7 * expected * KB);
        assert!(
            off <= 7 * KB,
            "{engine} {parameter} {limit} MB, {count} × {kind:?} of {operand} MB: {} kB",
            taken / 7 / KB
        );
        assert_eq!(of(sized(kind, 0, operand * MB)), 0, "no {kind:?}");
    }
}

#[test]
fn sorts_and_joins_take_their_buffers_and_what_spilling_takes() {
    assert_rows(SORTS_AND_JOINS);
}

#[test]
fn tables_in_memory_take_their_rows_up_to_their_limit() {
    assert_rows(TABLES);
}

#[test]
fn buffers_take_what_they_hold_up_to_their_size() {
    assert_rows(BUFFERS);
}

#[test]
fn planning_and_ddl_take_what_the_manuals_say() {
    assert_rows(PLANNING_AND_DDL);
}

#[test]
fn temptable_has_one_cap_for_the_whole_server() {
    let settings = with(Mysql, &[("temptable_max_ram", 5 * MB)]);
    let load = doing(7, sized(Kind::TempTable, 2, 9 * MB));
    let what = "internal temporary tables";
    assert_eq!(likely(&settings, &load, what), 5 * MB);
    let mut memory = settings.clone();
    let word = Value::Enum("MEMORY".to_owned());
    memory
        .values
        .insert("internal_tmp_mem_storage_engine".to_owned(), (word, None));
    assert_eq!(likely(&memory, &load, what), 14 * (9 * MB * 76 / 100));
    // Where no catalogue knows the default it is derived: at least 1 GB.
    let unset = doing(700, sized(Kind::TempTable, 2, 9 * MB));
    assert_eq!(likely(&stock(Mysql), &unset, what), 1 << 30);
}

#[test]
fn mysql_5_7_has_the_mechanisms_that_8_0_replaced() {
    let mut old = with(
        Mysql,
        &[("sort_buffer_size", 4 * MB), ("join_buffer_size", MB)],
    );
    old.series = Version::new(5, 7);
    let sorts = doing(1, sized(Kind::Sort, 1, 90 * MB));
    assert_eq!(likely(&old, &sorts, "sorts"), 4 * MB * 108 / 100 + 250 * KB);
    let joins = doing(1, sized(Kind::JoinBuffer, 1, 90 * MB));
    assert_eq!(likely(&old, &joins, "join buffers"), MB * 110 / 100);
}

#[test]
fn values_of_a_list_count_one_by_one() {
    let operation = Operation {
        items: Some(1000),
        ..Operation::one(Kind::RangeOptimizer)
    };
    let load = doing(2, operation);
    let taken = |engine| likely(&stock(engine), &load, "range optimizer");
    assert_eq!((taken(Mysql), taken(Mariadb)), (1_180_000, 640_000));
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
    assert_eq!(concat(Malloc::Jemalloc), 10 * (4 * MB * 42 / 10));
    let start = |malloc| what_takes(Mysql, malloc, Operation::one(Kind::Query), "allocator");
    assert_eq!(start(Malloc::Tcmalloc), 28 * MB);
    assert_eq!(start(Malloc::Glibc), 0);
}
