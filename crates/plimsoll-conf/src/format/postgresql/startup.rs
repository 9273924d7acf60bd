//! What keeps a server from starting although every single value is good:
//! combinations that it refuses once all is read. Knows values in force, not
//! where they stand.
//!
//! Facts: `PostmasterMain`, `InitializeMaxBackends`, `ReadControlFile` and
//! `PGSharedMemoryCreate` of PostgreSQL 12 to 18.

use plimsoll_model::Value;

use super::order::BACKENDS_MAX;
use crate::catalogue::{Series, lookup};
use crate::effective::built_in;

/// A combination that the server refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conflict {
    /// The parameters, most to blame first.
    pub(super) parameters: Vec<&'static str>,
    /// What is wrong.
    pub(super) why: String,
}

/// The values in force: what was set, else what the series has built in.
struct Values<'a> {
    series: Series,
    set: &'a dyn Fn(&str) -> Option<Value>,
}

/// Every combination of `set` that a server of `series` refuses.
pub(super) fn conflicts(series: Series, set: &dyn Fn(&str) -> Option<Value>) -> Vec<Conflict> {
    let values = Values { series, set };
    let mut found = Vec::new();
    found.extend(reserved(&values));
    found.extend(minimal_wal(&values));
    found.extend(processes(&values));
    found.extend(huge_pages(&values));
    found.extend(wal_sizes(&values));
    found.extend(sockets(&values));
    found
}

impl Values<'_> {
    fn major(&self) -> u16 {
        self.series.version().major
    }

    fn get(&self, name: &str) -> Option<Value> {
        (self.set)(name).or_else(|| {
            let row = lookup(self.series.engine(), name)?.at(self.series)?;
            built_in(&row.kind, row.default?)
        })
    }

    fn int(&self, name: &str) -> i128 {
        match self.get(name) {
            Some(Value::Int(number)) => number,
            Some(Value::Bool(_) | Value::Real(_) | Value::Enum(_) | Value::Text(_)) | None => 0,
        }
    }

    fn is(&self, name: &str, word: &str) -> bool {
        match self.get(name) {
            Some(Value::Enum(text) | Value::Text(text)) => text == word,
            Some(Value::Bool(on)) => on == (word == "on"),
            Some(Value::Int(_) | Value::Real(_)) | None => false,
        }
    }
}

fn conflict(parameters: &[&'static str], why: String) -> Conflict {
    Conflict {
        parameters: parameters.to_vec(),
        why,
    }
}

fn reserved(values: &Values<'_>) -> Option<Conflict> {
    let connections = values.int("max_connections");
    let superuser = values.int("superuser_reserved_connections");
    let others = values.int("reserved_connections");
    (superuser + others >= connections).then(|| {
        let mut names = vec!["superuser_reserved_connections"];
        names.extend((values.major() >= 16).then_some("reserved_connections"));
        names.push("max_connections");
        let why = format!(
            "{} connections are reserved of max_connections = {connections}; the server starts \
             only when at least one is left",
            superuser + others
        );
        conflict(&names, why)
    })
}

fn minimal_wal(values: &Values<'_>) -> Vec<Conflict> {
    if !values.is("wal_level", "minimal") {
        return Vec::new();
    }
    let on = |name: &str| values.is(name, "on");
    let asks = [
        (
            "archive_mode",
            on("archive_mode") || values.is("archive_mode", "always"),
        ),
        ("max_wal_senders", values.int("max_wal_senders") > 0),
        ("summarize_wal", on("summarize_wal")),
    ];
    let asks = asks.into_iter().filter(|(_, asks)| *asks);
    asks.map(|(name, _)| {
        let why = format!(
            "{name} needs more than wal_level = minimal; the server does not start with both"
        );
        conflict(&["wal_level", name], why)
    })
    .collect()
}

/// Since 18; before, the sum is checked at every line.
fn processes(values: &Values<'_>) -> Option<Conflict> {
    const SUMMED: [&str; 4] = [
        "max_connections",
        "max_worker_processes",
        "max_wal_senders",
        "autovacuum_worker_slots",
    ];
    // The launcher of autovacuum and the worker that keeps slots in step.
    const SPECIAL: i128 = 2;
    let sum = SUMMED.iter().map(|name| values.int(name)).sum::<i128>() + SPECIAL;
    (values.major() >= 18 && sum > BACKENDS_MAX).then(|| {
        let why = format!(
            "{} make {sum} processes; the server can have {BACKENDS_MAX}",
            SUMMED.join(", ")
        );
        conflict(&SUMMED, why)
    })
}

fn huge_pages(values: &Values<'_>) -> Option<Conflict> {
    let refused = values.is("huge_pages", "on") && !values.is("shared_memory_type", "mmap");
    refused.then(|| {
        let why = "huge_pages = on needs shared_memory_type = mmap".to_owned();
        conflict(&["huge_pages", "shared_memory_type"], why)
    })
}

/// With segments of 16 MB, which initdb makes unless told otherwise.
fn wal_sizes(values: &Values<'_>) -> Vec<Conflict> {
    const SEGMENTS_MB: i128 = 32;
    let names = ["min_wal_size", "max_wal_size"].into_iter();
    names
        .filter(|name| values.int(name) < SEGMENTS_MB)
        .map(|name| {
            let why = format!(
                "{name} must be at least two WAL segments: {SEGMENTS_MB}MB with segments of 16MB"
            );
            conflict(&[name], why)
        })
        .collect()
}

fn sockets(values: &Values<'_>) -> Option<Conflict> {
    let none = |name: &str| matches!((values.set)(name), Some(Value::Text(text)) if text.trim().is_empty());
    let names = ["listen_addresses", "unix_socket_directories"];
    names.iter().all(|name| none(name)).then(|| {
        let why = "no address and no socket is left to listen on".to_owned();
        conflict(&names, why)
    })
}
