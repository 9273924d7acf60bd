//! A load file (JSON or TOML) to a [`Load`], every mistake at its place.
//!
//! What is wrong is left out and said; the rest stands. Whether a load that
//! has mistakes may be priced is for the caller to decide.

use plimsoll_model::{Engine, Kind, Load, LoadGroup, Operation, Problem, ProblemKind};

use crate::document::{self, Data, Fields, Node};
use crate::names::nearest;

/// The most groups that a load may have: each is priced by itself, for every
/// value that is tried.
const GROUPS_MAX: usize = 100;
/// The most kinds of operation that a session of a group may run at once.
const OPERATIONS_MAX: usize = 1000;

/// A load as it was read, and what is wrong with its file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadReading {
    /// What could be read.
    pub load: Load,
    /// Mistakes, in the order of the file.
    pub problems: Vec<Problem>,
}

/// Reads a load for an engine. `file` is the name for messages; its ending
/// tells JSON from TOML.
pub fn read_load(engine: Engine, file: &str, bytes: &[u8]) -> LoadReading {
    let mut reading = LoadReading::default();
    match document::parse(file, bytes) {
        Ok(root) => reading.load = load(engine, &root, &mut reading.problems),
        Err(problem) => reading.problems.push(problem),
    }
    reading
        .problems
        .sort_by_key(|problem| (problem.place.line, problem.place.column));
    reading
}

fn load(engine: Engine, root: &Node, problems: &mut Vec<Problem>) -> Load {
    let Some(mut fields) = Fields::of(root, "the load", problems) else {
        return Load::default();
    };
    let mut load = Load {
        data_bytes: fields.whole("data_bytes"),
        is_only_stored: false,
        largest_scan_bytes: fields.whole("largest_scan_bytes"),
        key_buffer_bytes: fields.whole("key_buffer_bytes"),
        aria_pagecache_bytes: fields.whole("aria_pagecache_bytes"),
        query_cache_bytes: fields.whole("query_cache_bytes"),
        groups: Vec::new(),
        seen: Vec::new(),
    };
    let listed = fields.list("groups", GROUPS_MAX);
    let (top, at_top) = group_fields(engine, &mut fields);
    fields.finish();
    match (listed, at_top) {
        (Some(_), Some(place)) => problems.push(Problem {
            place,
            kind: ProblemKind::BadValue,
            parameter: None,
            message: "a load has either `groups` or one group at its top; \
                      move this field into a group"
                .to_owned(),
            fatal: false,
        }),
        (Some(nodes), None) => {
            load.groups = nodes
                .iter()
                .filter_map(|node| group(engine, node, problems))
                .collect();
        }
        (None, Some(_)) => load.groups.push(top),
        (None, None) => {}
    }
    load
}

fn group(engine: Engine, node: &Node, problems: &mut Vec<Problem>) -> Option<LoadGroup> {
    let mut fields = Fields::of(node, "a group", problems)?;
    let (group, _) = group_fields(engine, &mut fields);
    fields.finish();
    Some(group)
}

/// The fields of a group, and where the first of them stands.
fn group_fields(
    engine: Engine,
    fields: &mut Fields<'_, '_>,
) -> (LoadGroup, Option<plimsoll_model::Place>) {
    let first = fields.first_of(&[
        "sessions",
        "operations",
        "set",
        "plan_cost",
        "relations",
        "prepared_statements",
        "transaction_bytes",
    ]);
    let group = LoadGroup {
        sessions: fields.count("sessions"),
        operations: fields.list("operations", OPERATIONS_MAX).map(|nodes| {
            nodes
                .iter()
                .filter_map(|node| operation(engine, node, fields.problems))
                .collect()
        }),
        set: fields.texts("set"),
        plan_cost: fields.real("plan_cost"),
        relations: fields.count("relations"),
        prepared_statements: fields.count("prepared_statements"),
        transaction_bytes: fields.whole("transaction_bytes"),
    };
    (group, first)
}

fn operation(engine: Engine, node: &Node, problems: &mut Vec<Problem>) -> Option<Operation> {
    let mut fields = Fields::of(node, "an operation", problems)?;
    let kind = kind(engine, node, &mut fields);
    let operation = Operation {
        kind: kind.unwrap_or(Kind::Sort),
        count: fields.count("count").unwrap_or(1),
        operand_bytes: fields.whole("operand_bytes"),
        parallel_workers: fields.count("parallel_workers").unwrap_or(0),
        shared: fields.switch("shared").unwrap_or(false),
        items: fields.whole("items"),
    };
    fields.finish();
    kind.map(|_| operation)
}

fn kind(engine: Engine, node: &Node, fields: &mut Fields<'_, '_>) -> Option<Kind> {
    let names: Vec<&str> = Kind::of(engine).iter().map(|kind| kind.as_str()).collect();
    let Some(given) = fields.take("kind") else {
        let message = format!("an operation needs a kind: one of {}", names.join(", "));
        fields.say(&node.place, ProblemKind::BadValue, message);
        return None;
    };
    let Data::Text(name) = &given.data else {
        fields.not_a(given, "kind", "a text");
        return None;
    };
    let kind = Kind::parse(engine, name);
    if kind.is_none() {
        let meant = nearest(name, names.iter().copied())
            .map_or(String::new(), |name| format!(" (did you mean `{name}`?)"));
        let message = format!(
            "{} has no operation of the kind `{name}`{meant}. It has {}. \
             This operation is left out of the bill",
            engine.title(),
            names.join(", "),
        );
        fields.say(&given.place, ProblemKind::BadValue, message);
    }
    kind
}

#[cfg(test)]
mod tests;
