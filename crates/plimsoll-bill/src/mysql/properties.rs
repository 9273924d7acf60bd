//! What must hold of every bill: more sessions or a larger buffer never take
//! less, and low <= likely <= high line by line.

use plimsoll_model::{Engine, Kind, Load, LoadGroup, Operation};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use proptest::{prop_assert, prop_assume};

use super::testing::{bill, put, stock};

/// Buffers whose growth must never make a bill smaller when operations fill
/// whatever they are given. A bounded operation may take less in a larger one:
/// it no longer spills.
const BUFFERS: &[&str] = &[
    "sort_buffer_size",
    "join_buffer_size",
    "read_buffer_size",
    "read_rnd_buffer_size",
    "mrr_buffer_size",
    "tmp_table_size",
    "max_heap_table_size",
    "binlog_cache_size",
    "bulk_insert_buffer_size",
    "group_concat_max_len",
    "max_allowed_packet",
    "innodb_sort_buffer_size",
    "innodb_buffer_pool_size",
    "innodb_log_buffer_size",
    "innodb_log_file_size",
    "key_buffer_size",
    "aria_pagecache_buffer_size",
    "max_connections",
    "performance_schema_max_digest_length",
    "net_buffer_length",
];

fn engines() -> impl Strategy<Value = Engine> {
    prop_oneof![Just(Engine::Mysql), Just(Engine::Mariadb)]
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::MYSQL)
}

fn operations(operand: impl Strategy<Value = Option<u64>>) -> impl Strategy<Value = Operation> {
    (kinds(), 0..5u64, operand).prop_map(|(kind, count, operand_bytes)| Operation {
        count,
        operand_bytes,
        items: operand_bytes,
        ..Operation::one(kind)
    })
}

fn loads(operand: impl Strategy<Value = Option<u64>> + Clone) -> impl Strategy<Value = Load> {
    let group = (
        0..2000u64,
        prop::collection::vec(operations(operand), 0..4),
        prop::option::of(0..5000u64),
        prop::option::of(0..1u64 << 34),
    )
        .prop_map(
            |(sessions, operations, relations, transaction_bytes)| LoadGroup {
                sessions: Some(sessions),
                operations: Some(operations),
                relations,
                prepared_statements: relations,
                transaction_bytes,
                ..LoadGroup::default()
            },
        );
    (
        prop::collection::vec(group, 1..4),
        prop::option::of(0..1u64 << 40),
    )
        .prop_map(|(groups, bytes)| Load {
            groups,
            data_bytes: bytes,
            key_buffer_bytes: bytes,
            aria_pagecache_bytes: bytes,
            ..Load::default()
        })
}

proptest! {
    #[test]
    fn more_sessions_never_take_less(engine in engines(), load in loads(prop::option::of(0..1u64 << 40)), more in 1..500u64) {
        let settings = stock(engine);
        let before = bill(&settings, &load).total;
        let mut larger = load;
        larger.groups[0].sessions = larger.groups[0].sessions.map(|sessions| sessions + more);
        let after = bill(&settings, &larger).total;
        prop_assert!(after.low_bytes >= before.low_bytes);
        prop_assert!(after.likely_bytes >= before.likely_bytes);
        prop_assert!(after.high_bytes >= before.high_bytes);
    }

    #[test]
    fn a_larger_buffer_never_takes_less(engine in engines(), load in loads(Just(None)), name in prop::sample::select(BUFFERS), size in 1024..1u64 << 33, more in 1..1u64 << 33) {
        prop_assume!(stock(engine).values.contains_key(name));
        let load = Load { data_bytes: None, ..load };
        let mut settings = stock(engine);
        put(&mut settings, name, size);
        let before = bill(&settings, &load).total;
        put(&mut settings, name, size + more);
        let after = bill(&settings, &load).total;
        prop_assert!(after.likely_bytes >= before.likely_bytes, "{name} {size} + {more}");
        prop_assert!(after.high_bytes >= before.high_bytes, "{name} {size} + {more}");
    }

    #[test]
    fn every_line_is_in_order_and_nothing_panics(engine in engines(), load in loads(prop::option::of(any::<u64>())), name in prop::sample::select(BUFFERS), size in any::<u64>()) {
        let mut settings = stock(engine);
        put(&mut settings, name, size);
        let bill = bill(&settings, &load);
        for line in &bill.lines {
            prop_assert!(line.range.low_bytes <= line.range.likely_bytes, "{}", line.what);
            prop_assert!(line.range.likely_bytes <= line.range.high_bytes, "{}", line.what);
            prop_assert!(!line.source.is_empty() && !line.formula.is_empty(), "{}", line.what);
        }
        prop_assert!(bill.total.low_bytes <= bill.total.likely_bytes);
        prop_assert!(bill.total.likely_bytes <= bill.total.high_bytes);
    }
}
