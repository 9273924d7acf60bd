//! What holds for `PostgreSQL`: each mechanism at its edge, the server's own
//! word on shared memory, and what must hold for any settings.

use plimsoll_model::{
    InForce, Kind, Known, Line, Load, MemoryBill, Operation, Pool, Profile, ServerFacts, Verdict,
};
use proptest::prelude::*;

use super::amount::MB as MEGABYTE;
use super::knobs::Knobs;
use super::{hash_join, shared_memory};
use crate::price;
use crate::testing::{limited, load, postgresql, unlimited};

const MB: u64 = 1 << 20;

fn bill(version: &str, text: &str, facts: &ServerFacts, load: &Load) -> MemoryBill {
    price(
        &postgresql(version, text),
        facts,
        load,
        Profile::Mixed,
        None,
    )
    .expect("a bill")
}

fn line<'a>(bill: &'a MemoryBill, what: &str) -> Option<&'a Line> {
    bill.lines.iter().find(|line| line.what == what)
}

fn likely_mb(bill: &MemoryBill, what: &str) -> u64 {
    line(bill, what).map_or(0, |line| line.range.likely_bytes / MB)
}

fn of(kind: Kind, operand_mb: u64) -> Operation {
    Operation {
        operand_bytes: Some(operand_mb * MB),
        ..Operation::one(kind)
    }
}

/// `postgres -C shared_memory_size` in MB, asked of 15.18, 16.14, 17.10 and 18.4.
#[test]
fn the_segment_is_as_large_as_the_server_says() {
    let cases = [
        ("max_connections = 100", [143, 143, 143, 150]),
        ("max_connections = 500", [163, 163, 163, 172]),
        ("max_connections = 1000", [184, 184, 185, 197]),
        ("shared_buffers = 1GB", [1074, 1074, 1079, 1086]),
        ("wal_buffers = 64MB", [203, 203, 204, 210]),
        ("max_locks_per_transaction = 256", [152, 152, 152, 161]),
        ("max_prepared_transactions = 200", [152, 152, 153, 159]),
        ("max_worker_processes = 100", [147, 147, 148, 157]),
        ("max_wal_senders = 100", [147, 147, 148, 157]),
        ("max_pred_locks_per_transaction = 256", [148, 148, 149, 157]),
        ("autovacuum_max_workers = 30", [145, 145, 145, 150]),
        (
            "max_connections = 500\ntrack_activity_query_size = 65536",
            [195, 195, 196, 208],
        ),
    ];
    for (text, sizes) in cases {
        for (version, said) in ["15", "16", "17", "18"].into_iter().zip(sizes) {
            let knobs = Knobs::read(&postgresql(version, text));
            let segment = knobs.shared_buffers + shared_memory::structures(&knobs).reserved;
            let off = segment / MEGABYTE / f64::from(said) - 1.0;
            assert!(
                off.abs() < 0.025,
                "{version} {text}: {off:+.3} of {said} MB"
            );
        }
    }
}

#[test]
fn a_hash_aggregate_has_a_bound_from_13_on_and_twice_it_from_15_on() {
    let load = load(1, vec![of(Kind::HashAggregate, 1000)]);
    let text = "work_mem = 64MB";
    let expected = [
        ("12", 1000),
        ("13", 64),
        ("14", 64),
        ("15", 128),
        ("18", 128),
    ];
    for (version, megabytes) in expected {
        let bill = bill(version, text, &unlimited(), &load);
        let taken = likely_mb(&bill, "hash aggregates");
        let spill = 20;
        assert!(
            taken.abs_diff(megabytes) <= megabytes / 20 + spill,
            "{version}: {taken} MB"
        );
        let said = bill.unbounded.iter().any(|what| what.contains("before 13"));
        assert_eq!(said, version == "12");
    }
}

#[test]
fn workers_are_few_for_the_whole_server() {
    let parallel = Operation {
        parallel_workers: 2,
        ..of(Kind::Sort, 300)
    };
    // max_worker_processes 8, of which the replication launcher holds one.
    let cases = [
        (2, "", 4),
        (24, "", 7),
        (24, "max_parallel_workers = 4", 4),
        (24, "max_parallel_workers_per_gather = 1", 7),
        (24, "max_parallel_workers_per_gather = 0", 0),
        (24, "max_worker_processes = 4", 3),
        (24, "max_logical_replication_workers = 0", 8),
    ];
    for (sessions, text, workers) in cases {
        let bill = bill(
            "16",
            text,
            &unlimited(),
            &load(sessions, vec![parallel.clone()]),
        );
        let there = line(&bill, "parallel workers and their operations");
        assert_eq!(there.map_or(0, |line| line.count), workers, "{text}");
    }
}

#[test]
fn a_large_scan_passes_through_a_ring_and_a_small_one_stays() {
    let scanning = |buffers: &str, data_mb: u64, scan_mb: u64| {
        let load = Load {
            data_bytes: Some(data_mb * MB),
            largest_scan_bytes: Some(scan_mb * MB),
            ..load(1, vec![of(Kind::Sort, 10)])
        };
        let text = format!("shared_buffers = {buffers}");
        likely_mb(&bill("16", &text, &unlimited(), &load), "shared buffers")
    };
    assert_eq!(scanning("256MB", 60, 60), 61);
    assert!(scanning("128MB", 60, 60) < 8);
    let unknown = bill(
        "16",
        "shared_buffers = 256MB",
        &unlimited(),
        &load(1, Vec::new()),
    );
    assert_eq!(likely_mb(&unknown, "shared buffers"), 256);
}

#[test]
fn scans_leave_their_rings_behind_up_to_the_whole_table() {
    let buffers = |sessions: u64| {
        let load = Load {
            data_bytes: Some(90 * MB),
            largest_scan_bytes: Some(90 * MB),
            ..load(sessions, vec![of(Kind::Sort, 10)])
        };
        let bill = bill("16", "shared_buffers = 128MB", &unlimited(), &load);
        line(&bill, "shared buffers").expect("a line").range
    };
    // Two rings of 256 kB each, and six of those that come round.
    let (few, many) = (buffers(4), buffers(24));
    assert_eq!((few.likely_bytes / MB, many.likely_bytes / MB), (4, 14));
    // However long they go on, no page is there twice.
    assert_eq!(few.high_bytes / MB, 95);
    assert!(buffers(2000).likely_bytes <= 92 * MB);
}

#[test]
fn participants_share_a_hash_or_take_a_batch_each() {
    let knobs = Knobs::read(&postgresql("16", "work_mem = 4MB\nhash_mem_multiplier = 1"));
    let held = |operand: f64, came: f64| {
        let taken = hash_join::shared(operand * MEGABYTE, 3.0, came, &knobs).likely;
        (taken / MEGABYTE).round()
    };
    // Three allowances of 4 MB hold it, whoever came.
    assert_eq!((held(10.0, 3.0), held(10.0, 1.0)), (11.0, 11.0));
    // 16 batches of 2.5 MB with their files' buffers: as many as work on one.
    assert_eq!((held(40.0, 3.0), held(40.0, 1.0)), (10.0, 4.0));
}

#[test]
fn huge_pages_are_held_apart_from_the_limit() {
    let pages = |count: u64| ServerFacts {
        hugepages: Known::Known(count, "--fact".to_owned()),
        ..limited(1024 * MB)
    };
    let cases = [
        ("huge_pages = on", limited(1024 * MB), Pool::HugePages),
        ("huge_pages = try", pages(2000), Pool::HugePages),
        ("huge_pages = try", pages(500), Pool::Limit),
        ("huge_pages = off", pages(2000), Pool::Limit),
        ("", limited(1024 * MB), Pool::Limit),
    ];
    for (text, facts, pool) in cases {
        let text = format!("shared_buffers = 2GB\n{text}");
        let bill = bill("16", &text, &facts, &load(10, Vec::new()));
        let buffers = line(&bill, "shared buffers").expect("a line");
        assert_eq!(buffers.pool, pool, "{text}");
        let page_tables = line(&bill, "page tables of shared buffers").is_some();
        assert_eq!(page_tables, pool == Pool::Limit, "{text}");
        let over = bill.verdict == Verdict::Over;
        assert_eq!(over, pool == Pool::Limit, "{text}");
    }
}

#[test]
fn plans_are_compiled_above_their_cost_where_the_build_can() {
    let costing = |cost: f64| {
        let mut load = load(10, vec![of(Kind::Sort, 1)]);
        load.groups[0].plan_cost = Some(cost);
        load
    };
    let can = ServerFacts {
        jit: Known::Known(true, "--fact".to_owned()),
        ..ServerFacts::default()
    };
    let cases = [
        ("", &can, 99_000.0, 0),
        ("", &can, 101_000.0, 102),
        ("", &can, 600_000.0, 233),
        ("jit = off", &can, 600_000.0, 0),
        ("jit_above_cost = -1", &can, 600_000.0, 0),
        ("", &unlimited(), 600_000.0, 0),
    ];
    for (text, facts, cost, megabytes) in cases {
        let bill = bill("15", text, facts, &costing(cost));
        let taken = likely_mb(&bill, "just-in-time compilation");
        assert_eq!(taken, megabytes, "{text} {cost}");
    }
}

#[test]
fn a_hash_that_does_not_fit_divides_by_powers_of_two() {
    // EXPLAIN ANALYZE of 13.23 on a hash of 16.6 MB: 2 batches at 16 MB of
    // hash_mem, 8 at 4 MB.
    let held = |limit_mb: u64| {
        let text = format!("work_mem = {limit_mb}MB");
        let load = load(1, vec![of(Kind::HashJoin, 17)]);
        line(&bill("13", &text, &unlimited(), &load), "hash joins")
            .expect("a line")
            .range
            .likely_bytes as f64
            / MEGABYTE
    };
    for (limit, batches) in [(64, 1.0), (16, 2.0), (4, 8.0)] {
        // And half of what the batches left behind as holes.
        let one = 17.0 / batches + (f64::min(limit as f64, 17.0) - 17.0 / batches) / 2.0;
        // Chunks partly filled are a tenth more.
        assert!(
            (held(limit) - one * 1.05).abs() < 1.2,
            "{limit}: {}",
            held(limit)
        );
    }
}

#[test]
fn dynamic_shared_memory_comes_in_whole_segments() {
    let cases = [
        (0.0, 0.0),
        (0.5, 1.0),
        (2.1, 4.0),
        (9.9, 10.0),
        (12.3, 14.0),
        (15.0, 22.0),
    ];
    for (needed, made) in cases {
        let off = hash_join::segments(needed * MEGABYTE) - made * MEGABYTE;
        assert!(off.abs() < 1.0, "{needed}: {off}");
    }
}

#[test]
fn temporary_tables_are_bounded_once_a_session() {
    let tables = vec![of(Kind::TempTable, 100), of(Kind::TempTable, 100)];
    let bill = bill("16", "temp_buffers = 32MB", &unlimited(), &load(4, tables));
    let taken = likely_mb(&bill, "temporary tables");
    assert!((128..=160).contains(&taken), "{taken}");
}

#[test]
fn dead_rows_take_at_most_a_gigabyte_before_17() {
    let text = "autovacuum_work_mem = 4GB";
    let high = |version| {
        let bill = bill(version, text, &unlimited(), &load(1, Vec::new()));
        line(&bill, "autovacuum workers")
            .expect("a line")
            .range
            .high_bytes
            / (1 << 30)
    };
    assert_eq!((high("16"), high("17")), (3, 12));
}

#[test]
fn what_lies_outside_the_measurements_is_said() {
    let text = "shared_buffers = 8GB\nmax_connections = 500";
    let bill = bill("16", text, &unlimited(), &load(400, Vec::new()));
    let outside = &bill.evidence.outside;
    assert!(outside.iter().any(|what| what.contains("sessions above")));
    assert!(outside.iter().any(|what| what.contains("shared_buffers")));
    assert!(bill.evidence.runs > 0);
}

/// Settings near and far from sensible, and a load.
fn any_case() -> impl Strategy<Value = (String, InForce, Load)> {
    let size = prop_oneof![64u64..1 << 20, 1u64 << 20..1 << 31];
    let operand = prop_oneof![
        Just(None),
        (0..u64::MAX).prop_map(Some),
        (0..1u64 << 32).prop_map(Some)
    ];
    let kind = prop::sample::select(Kind::POSTGRESQL);
    let operation = (kind, 0u64..20, operand, 0u64..100, any::<bool>()).prop_map(
        |(kind, count, operand_bytes, parallel_workers, shared)| Operation {
            count,
            operand_bytes,
            parallel_workers,
            shared,
            ..Operation::one(kind)
        },
    );
    let versions = prop::sample::select(vec!["9.6", "12", "13", "15", "16", "17", "18", "99"]);
    let data = prop_oneof![Just(None), (0..1u64 << 40).prop_map(Some)];
    (
        versions,
        size,
        16u64..1 << 24,
        0u64..3000,
        prop::collection::vec(operation, 0..5),
        (data.clone(), data),
        prop_oneof![Just(None), (0.0..1e9).prop_map(Some)],
    )
        .prop_map(
            |(version, work_mem, buffers, sessions, operations, data, cost)| {
                let text = format!("work_mem = {work_mem}kB\nshared_buffers = {buffers}");
                let mut load = load(sessions, operations);
                load.groups[0].plan_cost = cost;
                (load.data_bytes, load.largest_scan_bytes) = data;
                (text.clone(), postgresql(version, &text), load)
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_line_is_in_order_and_more_sessions_never_take_less((text, settings, load) in any_case()) {
        let priced = |sessions: u64| {
            let mut load = load.clone();
            load.groups[0].sessions = Some(sessions);
            price(&settings, &unlimited(), &load, Profile::Mixed, None).expect("a bill")
        };
        let sessions = load.groups[0].sessions.unwrap_or(0);
        let now = priced(sessions);
        for line in &now.lines {
            let range = line.range;
            prop_assert!(range.low_bytes <= range.likely_bytes, "{} {text}", line.what);
            prop_assert!(range.likely_bytes <= range.high_bytes, "{} {text}", line.what);
        }
        let more = priced(sessions + 1).total;
        prop_assert!(more.low_bytes >= now.total.low_bytes);
        prop_assert!(more.high_bytes >= now.total.high_bytes);
        // Out of step: what each takes of sorts may fall a little, the sum never by much.
        prop_assert!(more.likely_bytes as f64 >= now.total.likely_bytes as f64 * 0.999);
    }

    #[test]
    fn more_work_mem_never_bounds_less((_, settings, mut load) in any_case(), grown in 1u64..8) {
        // A shared hash has 32 kB for every batch and process: with more memory and
        // fewer batches it may really take less.
        for operation in load.groups[0].operations.iter_mut().flatten() {
            operation.shared = false;
        }
        let set = |text: &str| crate::overlaid(&settings, "work_mem", text).expect("a size");
        let high = |settings: &InForce| {
            price(settings, &unlimited(), &load, Profile::Mixed, None).expect("a bill").total.high_bytes
        };
        let small = set("4MB");
        let large = set(&format!("{}MB", 4 * (grown + 1)));
        // Batches' files go as the table grows: a tenth at most.
        prop_assert!(high(&large) as f64 >= high(&small) as f64 * 0.9);
    }

    #[test]
    fn no_limit_makes_it_panic((_, settings, load) in any_case(), limit in any::<u64>()) {
        let bill = price(&settings, &limited(limit), &load, Profile::Analytics, None);
        prop_assert!(bill.is_ok());
        prop_assert!(crate::solve(&settings, &limited(limit), &load, Profile::Mixed, None).is_ok());
    }
}
