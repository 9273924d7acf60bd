//! From a server's plans to a load in the contract's shape.
//!
//! Which operations there are, and how parallel, is read off the plan under the case's settings;
//! how large each would be with no limit, off EXPLAIN ANALYZE with a large `work_mem` and no
//! workers. The two plans are matched operation by operation within a kind.

use super::ROWS;
use crate::truth::case::Case;
use anyhow::{Context, Result};
use plimsoll_lab::{Instance, Session};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The largest `work_mem` there is: 2 GB less a kilobyte.
const NO_LIMIT: &str = "2097151kB";

/// What a row read by its key touches: three pages of the index and one of the table.
const ROW_BYTES: u64 = 4 * 8192;

/// One operation of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    kind: &'static str,
    operand_bytes: Option<u64>,
    parallel_workers: u64,
    shared: bool,
}

/// What the plans of a case add up to.
#[derive(Debug, Default)]
struct Plans {
    cost: f64,
    operations: Vec<Found>,
    relations: BTreeSet<String>,
    scanned: BTreeSet<String>,
}

/// The load of a case: what one of its sessions does at one moment.
pub(super) fn load(session: &mut Session, server: &Instance, case: &Case) -> Result<Value> {
    let mut plans = Plans::default();
    match case.workload {
        "index" => plans.operations.push(index_build(session, server)?),
        "temp" => plans.operations.push(temp_table(session, case)?),
        _ => {}
    }
    if matches!(case.workload, "index" | "temp") {
        plans.relations.insert("big".to_owned());
        plans.scanned.insert("big".to_owned());
    } else {
        for statement in explainable(case) {
            explain(session, &statement, &mut plans)?;
        }
    }
    let size = |session: &mut Session, names: &BTreeSet<String>| -> Result<Vec<u64>> {
        let one = |name: &String| -> Result<u64> {
            let sql = format!("select pg_relation_size('{name}')");
            Ok(session.value(&sql)?.parse()?)
        };
        names.iter().map(one).collect()
    };
    let touched = match case.workload {
        // All of its statements read the same row.
        "prepared" => ROW_BYTES,
        _ => size(session, &plans.relations)?.into_iter().sum(),
    };
    let scanned = size(session, &plans.scanned)?.into_iter().max();
    Ok(to_json(case, &plans, touched, scanned.unwrap_or(0)))
}

/// The statements of a round, one by one, with a row put in.
fn explainable(case: &Case) -> Vec<String> {
    let split = case.work.round.iter().flat_map(|sql| sql.split("; "));
    split.map(|sql| sql.replace("{id}", "7")).collect()
}

fn explain(session: &mut Session, sql: &str, plans: &mut Plans) -> Result<()> {
    let chosen = plan(session, "explain (format json)", sql)?;
    plans.cost = plans.cost.max(chosen["Total Cost"].as_f64().unwrap_or(0.0));
    let mut operations = Vec::new();
    walk(&chosen, 0, &mut operations);
    relations(&chosen, plans);
    if operations.is_empty() {
        return Ok(());
    }
    let measured = measure(session, sql, &operations, false)?;
    for (index, operation) in operations.iter_mut().enumerate() {
        operation.operand_bytes = operand(&measured, operation.kind, index);
    }
    if operations.iter().any(|operation| operation.shared) {
        let measured = measure(session, sql, &operations, true)?;
        for (operation, large) in operations.iter_mut().zip(&measured) {
            if operation.shared && large.shared {
                operation.operand_bytes = large.operand_bytes.map(unshared_bytes);
            }
        }
    }
    // Statements of a round run one after the other: the moment is that of the largest.
    if weight(&operations) > weight(&plans.operations) {
        plans.operations = operations;
    }
    Ok(())
}

/// The operations of a statement as they ran with no limit, alone or with their workers: those
/// that share a hash may hash another table than one process would.
fn measure(
    session: &mut Session,
    sql: &str,
    operations: &[Found],
    parallel: bool,
) -> Result<Vec<Found>> {
    session.query("begin")?;
    for set in without_limits(operations, parallel) {
        session.query(&set)?;
    }
    let large = plan(session, "explain (analyze, timing off, format json)", sql)?;
    session.query("rollback")?;
    let mut measured = Vec::new();
    walk(&large, 0, &mut measured);
    Ok(measured)
}

/// A shared hash as it would be of one process: each participant fills chunks of its own, which
/// EXPLAIN shows as a tenth more.
const fn unshared_bytes(bytes: u64) -> u64 {
    bytes / 11 * 10
}

/// What operations would take together, and how many they are.
fn weight(operations: &[Found]) -> (u64, usize) {
    let sizes = operations.iter().filter_map(|found| found.operand_bytes);
    (sizes.sum(), operations.len())
}

/// The size of the operation in the same place of the plan without limits; where a parallel plan
/// does in two steps what a serial one does in one, that one's.
fn operand(measured: &[Found], kind: &str, index: usize) -> Option<u64> {
    let same = measured.get(index).filter(|found| found.kind == kind);
    let any = || measured.iter().rfind(|found| found.kind == kind);
    same.or_else(any).and_then(|found| found.operand_bytes)
}

/// Settings under which the planner takes the same operations, each in memory.
fn without_limits(operations: &[Found], parallel: bool) -> Vec<String> {
    let has = |kind| operations.iter().any(|found| found.kind == kind);
    let mut settings = vec![
        format!("set local work_mem = '{NO_LIMIT}'"),
        "set local jit = off".to_owned(),
    ];
    if !parallel {
        settings.push("set local max_parallel_workers_per_gather = 0".to_owned());
    }
    if has("hash_aggregate") {
        settings.push("set local enable_sort = off".to_owned());
    } else {
        settings.push("set local enable_hashagg = off".to_owned());
    }
    if has("hash_join") {
        settings.push("set local enable_mergejoin = off".to_owned());
        settings.push("set local enable_nestloop = off".to_owned());
    } else {
        settings.push("set local enable_hashjoin = off".to_owned());
    }
    settings
}

fn plan(session: &mut Session, explain: &str, sql: &str) -> Result<Value> {
    let rows = session.query(&format!("{explain} {sql}"))?;
    let text: Vec<String> = rows.into_iter().flatten().flatten().collect();
    let parsed: Value = serde_json::from_str(&text.join("\n")).context("read EXPLAIN's JSON")?;
    Ok(parsed[0]["Plan"].clone())
}

/// The operations of a plan, in its own order. `workers` are those of the Gather above.
fn walk(node: &Value, workers: u64, found: &mut Vec<Found>) {
    let workers = node["Workers Planned"].as_u64().unwrap_or(workers);
    let kilobytes = |key: &str| node[key].as_u64().map(|size| size * 1024);
    let (kind, operand_bytes) = match node["Node Type"].as_str().unwrap_or_default() {
        "Sort" | "Incremental Sort" => ("sort", kilobytes("Sort Space Used")),
        "Aggregate" if hashed(node) => {
            let said = kilobytes("Peak Memory Usage");
            ("hash_aggregate", said.or_else(|| grouped_bytes(node)))
        }
        "Hash" => ("hash_join", kilobytes("Peak Memory Usage")),
        "Materialize" => ("tuplestore", stored_bytes(node)),
        // The rows of a CTE are kept once, whoever reads them: counted where they are made.
        _ if is_cte(node) => ("tuplestore", stored_bytes(node)),
        _ => ("", None),
    };
    if !kind.is_empty() {
        let shared = kind == "hash_join" && node["Parallel Aware"] == json!(true);
        found.push(Found {
            kind,
            operand_bytes,
            parallel_workers: workers,
            shared,
        });
    }
    for child in node["Plans"].as_array().into_iter().flatten() {
        walk(child, workers, found);
    }
}

fn hashed(node: &Value) -> bool {
    matches!(node["Strategy"].as_str(), Some("Hashed" | "Mixed"))
}

fn is_cte(node: &Value) -> bool {
    let name = node["Subplan Name"].as_str();
    name.is_some_and(|name| name.starts_with("CTE "))
}

/// PostgreSQL 12 does not say what a hash aggregate took: the groups it made, at the 210 bytes
/// that 13 says it takes for each of these rows.
fn grouped_bytes(node: &Value) -> Option<u64> {
    node["Actual Rows"].as_f64().map(|rows| rows as u64 * 210)
}

/// A tuplestore's size: PostgreSQL 18 says it; before, rows × (a tuple of that width in a chunk
/// of a power of two, its header, and a pointer).
fn stored_bytes(node: &Value) -> Option<u64> {
    if let Some(kilobytes) = node["Maximum Storage"].as_u64() {
        return Some(kilobytes * 1024);
    }
    let rows = node["Actual Rows"].as_f64()? as u64;
    let width = node["Plan Width"].as_u64()?;
    Some(rows * ((width + 16).next_power_of_two() + 16 + 8))
}

fn relations(node: &Value, plans: &mut Plans) {
    for key in ["Relation Name", "Index Name"] {
        if let Some(name) = node[key].as_str() {
            plans.relations.insert(name.to_owned());
        }
    }
    if let ("Seq Scan", Some(name)) = (
        node["Node Type"].as_str().unwrap_or_default(),
        node["Relation Name"].as_str(),
    ) {
        plans.scanned.insert(name.to_owned());
    }
    for child in node["Plans"].as_array().into_iter().flatten() {
        relations(child, plans);
    }
}

/// EXPLAIN has no CREATE INDEX: what its sort says of itself with `trace_sort`, in the log.
fn index_build(session: &mut Session, server: &Instance) -> Result<Found> {
    let setting = |session: &mut Session, name: &str| -> Result<u64> {
        let sql = format!("select setting from pg_settings where name = '{name}'");
        Ok(session.value(&sql)?.parse()?)
    };
    let most = setting(session, "max_parallel_maintenance_workers")?;
    let kilobytes = setting(session, "maintenance_work_mem")?;
    let bytes: u64 = session.value("select pg_relation_size('big')")?.parse()?;
    let workers = index_workers(bytes, most, kilobytes << 10);
    session.query(&format!(
        "begin; set local maintenance_work_mem = '{NO_LIMIT}'; \
         set local max_parallel_maintenance_workers = 0; set local trace_sort = on; \
         create index on big (u, t); rollback"
    ))?;
    let log = server.log();
    let line = log.lines().rfind(|line| line.contains("internal sort"));
    let used = line.and_then(|line| {
        line.rsplit_once(" KB used")?
            .0
            .rsplit(' ')
            .next()?
            .parse()
            .ok()
    });
    Ok(Found {
        kind: "index_build",
        operand_bytes: used.map(|kilobytes: u64| kilobytes * 1024),
        parallel_workers: workers,
        shared: false,
    })
}

/// The workers that CREATE INDEX asks for (`plan_create_index_workers` of the planner, since
/// PostgreSQL 11): one from 8 MB of table on and one more at each three times that, but 32 MB of
/// `maintenance_work_mem` are left for each of them and the leader.
fn index_workers(table_bytes: u64, most: u64, memory_bytes: u64) -> u64 {
    const STEP_BYTES: u64 = 8 << 20;
    const SHARE_BYTES: u64 = 32 << 20;
    let mut workers = 0;
    let mut threshold = STEP_BYTES;
    while workers < most && table_bytes >= threshold {
        workers += 1;
        threshold = threshold.saturating_mul(3);
    }
    workers.min((memory_bytes / SHARE_BYTES).saturating_sub(1))
}

/// The size of the temporary table.
fn temp_table(session: &mut Session, case: &Case) -> Result<Found> {
    let rows = case.argument("rows");
    let all: u64 = session.value("select pg_relation_size('big')")?.parse()?;
    Ok(Found {
        kind: "temp_table",
        operand_bytes: Some(all * rows / ROWS),
        parallel_workers: 0,
        shared: false,
    })
}

fn to_json(case: &Case, plans: &Plans, data_bytes: u64, largest_scan_bytes: u64) -> Value {
    let mut load = Map::new();
    load.insert("sessions".into(), json!(case.sessions));
    load.insert("data_bytes".into(), json!(data_bytes));
    load.insert("largest_scan_bytes".into(), json!(largest_scan_bytes));
    let operations: Vec<Value> = plans.operations.iter().map(operation_json).collect();
    load.insert("operations".into(), json!(operations));
    if plans.cost > 0.0 {
        load.insert("plan_cost".into(), json!(plans.cost));
    }
    match case.workload {
        "relations" => {
            // Each table comes with its primary key.
            load.insert("relations".into(), json!(case.argument("tables") * 2));
        }
        "prepared" => {
            let statements = case.argument("statements");
            load.insert("prepared_statements".into(), json!(statements));
        }
        _ => {}
    }
    Value::Object(load)
}

fn operation_json(found: &Found) -> Value {
    let mut fields = Map::new();
    fields.insert("kind".into(), json!(found.kind));
    if let Some(bytes) = found.operand_bytes {
        fields.insert("operand_bytes".into(), json!(bytes));
    }
    if found.parallel_workers > 0 {
        fields.insert("parallel_workers".into(), json!(found.parallel_workers));
    }
    if found.shared {
        fields.insert("shared".into(), json!(true));
    }
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_read_off_a_parallel_plan() {
        let plan = json!({"Node Type": "Gather Merge", "Workers Planned": 2, "Plans": [
            {"Node Type": "Sort", "Sort Space Used": 4096, "Plans": [
                {"Node Type": "Hash Join", "Plans": [
                    {"Node Type": "Seq Scan", "Relation Name": "big"},
                    {"Node Type": "Hash", "Parallel Aware": true, "Peak Memory Usage": 10}]}]}]});
        let mut found = Vec::new();
        walk(&plan, 0, &mut found);
        let kinds: Vec<_> = found
            .iter()
            .map(|f| (f.kind, f.parallel_workers, f.shared))
            .collect();
        assert_eq!(kinds, [("sort", 2, false), ("hash_join", 2, true)]);
        assert_eq!(found[0].operand_bytes, Some(4096 * 1024));
    }

    #[test]
    fn an_index_gets_workers_for_its_table_and_its_memory() {
        let workers = |most, megabytes: u64| index_workers(44 << 20, most, megabytes << 20);
        assert_eq!(
            (workers(2, 256), workers(8, 256), workers(1, 256)),
            (2, 2, 1)
        );
        assert_eq!(
            (
                workers(2, 95),
                workers(2, 64),
                workers(2, 63),
                workers(2, 16)
            ),
            (1, 1, 0, 0)
        );
        assert_eq!(index_workers(7 << 20, 2, 1 << 30), 0);
    }

    #[test]
    fn only_a_hashed_aggregate_takes_memory() {
        let mut found = Vec::new();
        walk(
            &json!({"Node Type": "Aggregate", "Strategy": "Plain"}),
            0,
            &mut found,
        );
        assert_eq!(found, []);
        walk(
            &json!({"Node Type": "Aggregate", "Strategy": "Hashed", "Actual Rows": 2}),
            0,
            &mut found,
        );
        assert_eq!(found[0].operand_bytes, Some(420));
    }
}
