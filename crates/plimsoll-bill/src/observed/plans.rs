//! Shapes of plans that EXPLAIN showed, as what sessions do: operations with the
//! size that the planner expects of each, and how many sessions run which.
//!
//! Sources: nodeHash.c, nodeAgg.c, tuplesort.c, tuplestore.c, costsize.c
//! (`get_parallel_divisor`).

use std::collections::BTreeSet;

use plimsoll_model::{Kind, LoadGroup, Operation, Row, Snapshot};

/// What a kind keeps of each row: a slot of an array that doubles, so full, and so much beside the
/// columns. Held against what EXPLAIN ANALYZE of 17 shows of 100,000 and 300,000 rows of 4 to 49
/// bytes: sorts 1.08 to 1.12 of it, hashes 1.09, aggregates 0.84 to 1.17.
struct PerRow {
    slot_bytes: f64,
    fill: f64,
    tuple_bytes: f64,
}

/// A `SortTuple`; a minimal tuple's header (15 bytes, `htup_details.h`) and the allocator's.
const SORT: PerRow = PerRow {
    slot_bytes: 24.0,
    fill: 1.0,
    tuple_bytes: 16.0 + 8.0,
};
/// A pointer; the same.
const STORE: PerRow = PerRow {
    slot_bytes: 8.0,
    ..SORT
};
/// A bucket; the tuple with the link to the next (`HJTUPLE_OVERHEAD`).
const HASH: PerRow = PerRow {
    slot_bytes: 8.0,
    fill: 1.0,
    tuple_bytes: 16.0 + 16.0,
};
/// An entry of a table nine tenths full at most (simplehash.h); the tuple, the states of its
/// functions, and blocks begun.
const GROUP: PerRow = PerRow {
    slot_bytes: 24.0,
    fill: 0.9,
    tuple_bytes: 16.0 + 90.0,
};
/// Slots that an array has at first.
const SLOTS_MIN: f64 = 1024.0;
/// A sort under a Limit keeps twice as many rows as are wanted (`tuplesort_set_bound`).
const BOUNDED: f64 = 2.0;
/// More than this no plan is taken at its word for.
const OPERAND_BYTES_MAX: f64 = 1e15;

/// A statement with the shape of its plan.
#[derive(Clone, Debug, PartialEq)]
struct Shaped {
    /// What a session that runs it does.
    doing: LoadGroup,
    /// What its operations take with no limit on them.
    bytes: f64,
    /// Sessions that run it on average where so many are active.
    sessions: f64,
}

/// How many sessions run which of the statements that were planned and keep rows,
/// where so many are active, and statements were counted for so long.
pub(super) fn running(
    snapshot: &Snapshot,
    active: u64,
    counted_seconds: Option<f64>,
) -> Vec<(u64, LoadGroup)> {
    dealt(shaped(snapshot, active, counted_seconds))
}

/// The statements, the largest first.
fn shaped(snapshot: &Snapshot, active: u64, counted_seconds: Option<f64>) -> Vec<Shaped> {
    let statement = |row: Row<'_>| {
        let number = row.text("statement")?;
        let nodes = snapshot.rows("plan_nodes");
        let own = nodes.filter(|node| node.text("statement") == Some(number));
        let mut operations: Vec<Operation> = own.filter_map(|node| operation(&node)).collect();
        let operand = |operation: &Operation| operation.operand_bytes.unwrap_or(0);
        let bytes = operations.iter().map(|it| operand(it) as f64).sum();
        if row.number("temp_blocks_written").is_some_and(|it| it > 0.0) {
            // It was counted that one outgrew its memory, whatever the planner expects.
            if let Some(largest) = operations.iter_mut().max_by_key(|it| operand(it)) {
                largest.operand_bytes = None;
            }
        }
        let took_ms = row.number("total_ms")?;
        let share = row.number("all_ms").map(|all| took_ms / all.max(took_ms));
        let by_share = share.map_or(0.0, |share| share * active as f64);
        // Little's law, as for statements of which no plan is known.
        let on_average = counted_seconds.map_or(0.0, |it| took_ms / (it * 1e3).max(1.0));
        (!operations.is_empty()).then(|| Shaped {
            doing: LoadGroup {
                operations: Some(operations),
                plan_cost: row.number("cost"),
                ..LoadGroup::default()
            },
            bytes,
            sessions: by_share.max(on_average),
        })
    };
    let mut all: Vec<Shaped> = snapshot.rows("plans").filter_map(statement).collect();
    all.sort_by(|one, other| other.bytes.total_cmp(&one.bytes));
    all
}

/// Whole sessions of each: what is left over of fractions, and at least one,
/// goes to the largest.
fn dealt(shaped: Vec<Shaped>) -> Vec<(u64, LoadGroup)> {
    let sum: f64 = shaped.iter().map(|it| it.sessions).sum();
    let whole = |it: &Shaped| it.sessions.floor() as u64;
    let given = shaped
        .iter()
        .fold(0, |sum: u64, it| sum.saturating_add(whole(it)));
    let mut left = (sum.ceil() as u64).max(1).saturating_sub(given);
    let deal = |it: Shaped| {
        let more = left.min(1);
        left -= more;
        (whole(&it).saturating_add(more), it.doing)
    };
    shaped.into_iter().map(deal).collect()
}

/// The identifiers of the statements whose shape is priced.
pub(super) fn identifiers(snapshot: &Snapshot) -> BTreeSet<String> {
    let kept: BTreeSet<&str> = snapshot
        .rows("plan_nodes")
        .filter(|node| operation(node).is_some())
        .filter_map(|node| node.text("statement"))
        .collect();
    let plans = snapshot.rows("plans");
    let plans = plans.filter(|row| row.text("statement").is_some_and(|it| kept.contains(it)));
    plans
        .filter_map(|row| row.text("queryid").map(str::to_owned))
        .collect()
}

/// How many shapes there are and when they were shown, in words.
pub(super) fn said(snapshot: &Snapshot, sessions: u64) -> Option<String> {
    let plans = snapshot.rows("plans").count();
    let at = snapshot.row("plans")?.text("at")?;
    let (_, time) = at.split_once('T')?;
    let minute = time.get(..5)?;
    let statements = match plans {
        1 => "the statement that spills most or runs longest".to_owned(),
        plans => format!("the {plans} statements that spill most or run longest"),
    };
    Some(format!(
        "{sessions} of them with shapes of {statements}, by EXPLAIN at {minute} UTC"
    ))
}

/// What a node keeps, in all processes that run it.
fn operation(node: &Row<'_>) -> Option<Operation> {
    let kind = match (node.text("node")?, node.text("strategy")) {
        // Of an incremental sort no plan says how large its parts are.
        ("Sort" | "Incremental Sort", _) => Kind::Sort,
        ("Hash", _) => Kind::HashJoin,
        ("Aggregate" | "SetOp", Some("Hashed" | "Mixed")) => Kind::HashAggregate,
        (
            "CTE"
            | "Function Scan"
            | "Materialize"
            | "Recursive Union"
            | "Table Function Scan"
            | "WindowAgg",
            _,
        ) => Kind::Tuplestore,
        _ => return None,
    };
    let width = (node.number("width")? / 8.0).ceil() * 8.0;
    let rows = node.number("rows")?.max(1.0);
    let limit = node.number("limit_rows").filter(|_| kind == Kind::Sort);
    let rows = limit.map_or(rows, |limit| rows.min(limit * BOUNDED));
    let of = match kind {
        Kind::Sort => SORT,
        Kind::HashJoin => HASH,
        Kind::HashAggregate => GROUP,
        _ => STORE,
    };
    let workers = node.number("workers").unwrap_or(0.0);
    let is_shared = kind == Kind::HashJoin && node.is_on("parallel_aware") == Some(true);
    let processes = match kind {
        Kind::HashJoin if is_shared => divisor(workers),
        // Each process makes the whole of its own.
        Kind::HashJoin => 1.0,
        _ => workers + 1.0,
    };
    let bytes = kept_bytes(&of, rows, width) * processes;
    Some(Operation {
        operand_bytes: Some(bytes.min(OPERAND_BYTES_MAX) as u64),
        parallel_workers: workers as u64,
        shared: is_shared,
        ..Operation::one(kind)
    })
}

fn kept_bytes(of: &PerRow, rows: f64, width: f64) -> f64 {
    let slots = (rows / of.fill).max(SLOTS_MIN).log2().ceil().exp2();
    slots * of.slot_bytes + rows * (width + of.tuple_bytes)
}

/// By how much the planner divides the rows of a parallel node: the leader helps
/// less the more workers it has to read from.
fn divisor(workers: f64) -> f64 {
    workers + (1.0 - 0.3 * workers).max(0.0)
}

#[cfg(test)]
mod tests;
