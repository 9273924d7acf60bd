//! Shapes of plans as operations and sessions.

use plimsoll_conf::format::dump;
use plimsoll_model::{Kind, LoadGroup, Operation, Snapshot};

use super::{GROUP, HASH, SORT};
use super::{dealt, kept_bytes, said, shaped};

/// One statement of 10,000 ms, all having taken 40,000; `nodes` are its plan's.
fn snapshot(temp_blocks: u64, nodes: &[&str]) -> Snapshot {
    let head = "{\"schema\":\"plimsoll.dump/1\",\"engine\":\"postgresql\"}\n{\"q\":\"identity\",\"r\":{\"version\":\"17.10\"}}\n{\"q\":\"identity\",\"end\":true}\n";
    let plan = format!(
        "{{\"q\":\"plans\",\"r\":{{\"statement\":\"0\",\"queryid\":\"-5\",\"total_ms\":\"10000\",\"all_ms\":\"40000\",\"temp_blocks_written\":\"{temp_blocks}\",\"cost\":\"91500\",\"at\":\"2026-11-26T07:12:09Z\"}}}}\n"
    );
    let node =
        |node: &&str| format!("{{\"q\":\"plan_nodes\",\"r\":{{\"statement\":\"0\",{node}}}}}\n");
    let nodes: String = nodes.iter().map(node).collect();
    let ends = "{\"q\":\"plans\",\"end\":true}\n{\"q\":\"plan_nodes\",\"end\":true}\n";
    let text = [head, &plan, &nodes, ends].concat();
    dump::read(text.as_bytes()).expect("a dump")
}

fn operations(nodes: &[&str]) -> Vec<Operation> {
    let shaped = shaped(&snapshot(0, nodes), 1, None);
    let doing = shaped.into_iter().next().map(|it| it.doing);
    doing.and_then(|it| it.operations).unwrap_or_default()
}

#[test]
fn sizes_are_those_that_a_server_showed() {
    // EXPLAIN ANALYZE of 17 with work_mem large: kB of rows with a width.
    let cases = [
        (&SORT, 300_000.0, 8.0, 19_320.0),
        (&SORT, 300_000.0, 48.0, 31_039.0),
        (&SORT, 2_000.0, 40.0, 167.0),
        (&HASH, 100_000.0, 8.0, 4_540.0),
        (&HASH, 100_000.0, 40.0, 7_372.0),
        (&GROUP, 100_000.0, 16.0, 14_353.0),
        (&GROUP, 300_000.0, 56.0, 53_265.0),
        (&GROUP, 100_000.0, 48.0, 22_545.0),
    ];
    for (of, rows, width, shown_kb) in cases {
        let ratio = kept_bytes(of, rows, width) / (shown_kb * 1024.0);
        assert!((0.8..1.2).contains(&ratio), "{shown_kb} kB: {ratio}");
    }
}

#[test]
fn each_node_that_keeps_rows_is_an_operation() {
    let of = |node: &str, rest: &str| {
        let node = format!("\"node\":\"{node}\",\"rows\":\"10000\",\"width\":\"8\"{rest}");
        let found = operations(&[&node]);
        found
            .first()
            .map(|it| (it.kind, it.parallel_workers, it.shared))
    };
    let hashed = ",\"strategy\":\"Hashed\"";
    let below = ",\"workers\":\"2\"";
    let shared = ",\"workers\":\"2\",\"parallel_aware\":\"t\"";
    assert_eq!(of("Sort", ""), Some((Kind::Sort, 0, false)));
    assert_eq!(of("Sort", below), Some((Kind::Sort, 2, false)));
    assert_eq!(of("Hash", below), Some((Kind::HashJoin, 2, false)));
    assert_eq!(of("Hash", shared), Some((Kind::HashJoin, 2, true)));
    assert_eq!(
        of("Aggregate", hashed),
        Some((Kind::HashAggregate, 0, false))
    );
    assert_eq!(of("Aggregate", ",\"strategy\":\"Sorted\""), None);
    assert_eq!(of("CTE", ""), Some((Kind::Tuplestore, 0, false)));
    assert_eq!(of("Seq Scan", ""), None);
}

#[test]
fn rows_of_each_process_and_those_under_a_limit_are_counted_as_they_are_kept() {
    let bytes = |node: &str| operations(&[node])[0].operand_bytes.expect("bytes");
    let alone = bytes("\"node\":\"Sort\",\"rows\":\"100000\",\"width\":\"8\"");
    let three = bytes("\"node\":\"Sort\",\"rows\":\"100000\",\"width\":\"8\",\"workers\":\"2\"");
    assert_eq!(three, alone * 3);
    let limited =
        bytes("\"node\":\"Sort\",\"rows\":\"100000\",\"width\":\"8\",\"limit_rows\":\"10\"");
    assert!(limited < 32 << 10, "{limited}");
    let endless = bytes("\"node\":\"Sort\",\"rows\":\"1e300\",\"width\":\"1e300\"");
    assert_eq!(endless, 1_000_000_000_000_000);
}

#[test]
fn what_was_counted_to_spill_fills_its_memory_whatever_was_expected() {
    let small = "\"node\":\"Sort\",\"rows\":\"10\",\"width\":\"8\"";
    let large = "\"node\":\"Hash\",\"rows\":\"10000\",\"width\":\"8\"";
    let kinds = |temp| {
        let shaped = shaped(&snapshot(temp, &[small, large]), 8, None);
        let operations = shaped[0].doing.operations.clone().unwrap_or_default();
        let bytes = operations.iter().map(|it| it.operand_bytes.is_some());
        (bytes.collect::<Vec<_>>(), shaped[0].doing.plan_cost)
    };
    assert_eq!(kinds(0), (vec![true, true], Some(91_500.0)));
    assert_eq!(kinds(9), (vec![true, false], Some(91_500.0)));
}

fn sessions(active: u64, counted: Option<f64>) -> u64 {
    let sort = "\"node\":\"Sort\",\"rows\":\"10\",\"width\":\"8\"";
    let all = dealt(shaped(&snapshot(0, &[sort]), active, counted));
    all.iter().map(|(sessions, _)| sessions).sum()
}

#[test]
fn as_many_run_a_statement_as_it_has_of_the_time() {
    // A quarter of the time of all statements.
    assert_eq!(sessions(40, None), 10);
    assert_eq!(sessions(41, None), 11);
    assert_eq!(sessions(0, None), 1);
    // Ten seconds of the two that were counted: five at once on average.
    assert_eq!(sessions(4, Some(2.0)), 5);
}

#[test]
fn what_is_left_of_fractions_goes_to_the_largest() {
    let shape = |bytes, sessions| super::Shaped {
        doing: LoadGroup {
            plan_cost: Some(bytes),
            ..LoadGroup::default()
        },
        bytes,
        sessions,
    };
    let all = dealt(vec![shape(900.0, 0.3), shape(500.0, 2.4), shape(10.0, 0.4)]);
    let told: Vec<_> = all
        .iter()
        .map(|(count, it)| (*count, it.plan_cost))
        .collect();
    assert_eq!(told, [(1, Some(900.0)), (3, Some(500.0)), (0, Some(10.0))]);
}

#[test]
fn it_is_said_whose_shapes_they_are_and_since_when() {
    assert_eq!(
        said(&snapshot(0, &[]), 3).as_deref(),
        Some(
            "3 of them with shapes of the statement that spills most or runs longest, by EXPLAIN at 07:12 UTC"
        )
    );
}
