//! `plimsoll.bill/1`.

use std::collections::BTreeMap;

use plimsoll_model::{
    Lever, Line, LoadGroup, LoadLine, MemoryBill, Operation, Pool, PricedLoad, Range, Solution,
};
use serde::Serialize;

use super::{Unknown, known, written};

/// The bill alone.
pub fn bill(bill: &MemoryBill) -> String {
    written(&BillJson::of(bill))
}

#[derive(Serialize)]
pub(super) struct BillJson<'a> {
    schema: &'static str,
    model: &'a str,
    limit_bytes: Option<u64>,
    limit_source: Option<&'a str>,
    load: LoadJson<'a>,
    lines: Vec<LineJson<'a>>,
    total: RangeJson,
    verdict: &'static str,
    freeboard_bytes: Option<i64>,
    load_line: LoadLineJson,
    levers: Vec<LeverJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    would_hold: Option<SolutionJson<'a>>,
    evidence: EvidenceJson<'a>,
    unbounded: &'a [String],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unknown: Unknown,
}

impl<'a> BillJson<'a> {
    pub(super) fn of(bill: &'a MemoryBill) -> Self {
        let mut unknown = Unknown::new();
        if let Some(why) = bill.limit_bytes.why() {
            for field in ["limit_bytes", "limit_source", "freeboard_bytes"] {
                unknown.insert(field, why.to_owned());
            }
        }
        Self {
            schema: "plimsoll.bill/1",
            model: bill.model,
            limit_bytes: bill.limit_bytes.get().copied(),
            limit_source: bill.limit_bytes.source(),
            load: LoadJson::of(&bill.load),
            lines: bill.lines.iter().map(LineJson::of).collect(),
            total: RangeJson::of(bill.total),
            verdict: bill.verdict.as_str(),
            freeboard_bytes: bill.freeboard_bytes,
            load_line: LoadLineJson::of(&bill.load_line),
            levers: bill.levers.iter().map(LeverJson::of).collect(),
            would_hold: bill.would_hold.as_ref().map(SolutionJson::of),
            evidence: EvidenceJson {
                runs: bill.evidence.runs,
                versions: &bill.evidence.versions,
                outside: &bill.evidence.outside,
            },
            unbounded: &bill.unbounded,
            unknown,
        }
    }
}

/// The fields' names are the contract's.
#[allow(clippy::struct_field_names)]
#[derive(Serialize)]
pub(super) struct RangeJson {
    low_bytes: u64,
    likely_bytes: u64,
    high_bytes: u64,
}

impl RangeJson {
    pub(super) const fn of(range: Range) -> Self {
        Self {
            low_bytes: range.low_bytes,
            likely_bytes: range.likely_bytes,
            high_bytes: range.high_bytes,
        }
    }
}

#[derive(Serialize)]
struct LineJson<'a> {
    what: &'a str,
    who: &'static str,
    count: u64,
    #[serde(flatten)]
    range: RangeJson,
    formula: &'a str,
    parameters: &'a [String],
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pool: Option<&'static str>,
}

impl<'a> LineJson<'a> {
    fn of(line: &'a Line) -> Self {
        Self {
            what: &line.what,
            who: line.who.as_str(),
            count: line.count,
            range: RangeJson::of(line.range),
            formula: &line.formula,
            parameters: &line.parameters,
            source: &line.source,
            pool: match line.pool {
                Pool::Limit => None,
                Pool::HugePages => Some("huge_pages"),
            },
        }
    }
}

/// The load it was priced for, in the shape of a load file: it can be saved
/// and given back with `--load`.
#[derive(Serialize)]
struct LoadJson<'a> {
    sessions: u64,
    sessions_source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'static str>,
    groups: Vec<GroupJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    largest_scan_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_buffer_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aria_pagecache_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_cache_bytes: Option<u64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    seen: &'a [String],
}

impl<'a> LoadJson<'a> {
    fn of(priced: &'a PricedLoad) -> Self {
        let load = &priced.load;
        Self {
            sessions: priced.sessions,
            sessions_source: priced.sessions_source.as_str(),
            profile: priced.profile.map(plimsoll_model::Profile::as_str),
            groups: load.groups.iter().map(GroupJson::of).collect(),
            data_bytes: load.data_bytes,
            largest_scan_bytes: load.largest_scan_bytes,
            key_buffer_bytes: load.key_buffer_bytes,
            aria_pagecache_bytes: load.aria_pagecache_bytes,
            query_cache_bytes: load.query_cache_bytes,
            seen: &load.seen,
        }
    }
}

#[derive(Serialize)]
struct GroupJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    sessions: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operations: Option<Vec<OperationJson>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    set: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan_cost: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relations: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prepared_statements: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_bytes: Option<u64>,
}

impl<'a> GroupJson<'a> {
    fn of(group: &'a LoadGroup) -> Self {
        Self {
            sessions: group.sessions,
            operations: group
                .operations
                .as_ref()
                .map(|operations| operations.iter().map(OperationJson::of).collect()),
            set: &group.set,
            plan_cost: group.plan_cost,
            relations: group.relations,
            prepared_statements: group.prepared_statements,
            transaction_bytes: group.transaction_bytes,
        }
    }
}

#[derive(Serialize)]
struct OperationJson {
    kind: &'static str,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    operand_bytes: Option<u64>,
    parallel_workers: u64,
    shared: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<u64>,
}

impl OperationJson {
    const fn of(operation: &Operation) -> Self {
        Self {
            kind: operation.kind.as_str(),
            count: operation.count,
            operand_bytes: operation.operand_bytes,
            parallel_workers: operation.parallel_workers,
            shared: operation.shared,
            items: operation.items,
        }
    }
}

#[derive(Serialize)]
struct LoadLineJson {
    sessions: Option<u64>,
    of: u64,
    of_source: &'static str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unknown: Unknown,
}

impl LoadLineJson {
    fn of(line: &LoadLine) -> Self {
        let mut unknown = Unknown::new();
        Self {
            sessions: known(&line.sessions, "sessions", &mut unknown),
            of: line.of,
            of_source: line.of_source.as_str(),
            unknown,
        }
    }
}

#[derive(Serialize)]
struct LeverJson<'a> {
    change: &'a str,
    parameter: &'a str,
    to: &'a str,
    load_line_sessions: Option<u64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unknown: Unknown,
}

impl<'a> LeverJson<'a> {
    fn of(lever: &'a Lever) -> Self {
        let mut unknown = Unknown::new();
        if lever.load_line_sessions.is_none() {
            let why = "the limit is no longer reached";
            unknown.insert("load_line_sessions", why.to_owned());
        }
        Self {
            change: &lever.change,
            parameter: &lever.parameter,
            to: &lever.to,
            load_line_sessions: lever.load_line_sessions,
            unknown,
        }
    }
}

#[derive(Serialize)]
struct SolutionJson<'a> {
    values: Vec<ValueJson<'a>>,
    total: RangeJson,
    verdict: &'static str,
}

#[derive(Serialize)]
struct ValueJson<'a> {
    parameter: &'a str,
    to: &'a str,
}

impl<'a> SolutionJson<'a> {
    fn of(solution: &'a Solution) -> Self {
        let values = solution.values.iter();
        Self {
            values: values
                .map(|(parameter, to)| ValueJson { parameter, to })
                .collect(),
            total: RangeJson::of(solution.total),
            verdict: solution.verdict.as_str(),
        }
    }
}

#[derive(Serialize)]
struct EvidenceJson<'a> {
    runs: u64,
    versions: &'a [String],
    outside: &'a [String],
}
