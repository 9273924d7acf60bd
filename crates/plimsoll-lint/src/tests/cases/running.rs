//! A case of a running server: a block ```` ```jsonl server ```` with the rows
//! it answered, as a dump has them. The files beside it are what it would read
//! at its next start.

use std::collections::BTreeMap;

use plimsoll_conf::format::dump;
use plimsoll_conf::running::{Running, drift, from_baseline, running};
use plimsoll_model::{Config, Engine, Version};

use crate::Seen;

/// The server that a block's rows are of, and what it has in force.
pub(super) fn server(
    engine: Engine,
    version: Option<Version>,
    rows: &str,
    next: Option<Config>,
    baseline: &BTreeMap<String, String>,
) -> (Running, Seen) {
    let version = version.expect("a running server has a version");
    let head = format!(
        "{{\"schema\":\"{}\",\"engine\":\"{engine}\"}}",
        dump::SCHEMA
    );
    let suffix = if engine == Engine::Mariadb {
        "-MariaDB"
    } else {
        ""
    };
    let identity = format!("{{\"q\":\"identity\",\"r\":{{\"version\":\"{version}{suffix}\"}}}}");
    let ends: Vec<String> = ["identity", "settings"]
        .into_iter()
        .chain(questions(rows))
        .map(|question| format!("{{\"q\":\"{question}\",\"end\":true}}"))
        .collect();
    let text = [head, identity, rows.to_owned(), ends.join("\n")].join("\n");
    let snapshot = dump::read(text.as_bytes()).expect("rows of a dump");
    let running = running(&snapshot).expect("it has settings");
    let mut drift = drift(&snapshot, &running, next.as_ref());
    drift.extend(from_baseline(&running, baseline, "default"));
    let seen = Seen {
        snapshot,
        drift,
        next,
    };
    (running, seen)
}

/// The questions that rows answer, each once.
fn questions(rows: &str) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for line in rows.lines() {
        let question = line
            .strip_prefix("{\"q\":\"")
            .and_then(|rest| rest.split('"').next());
        let question = question.unwrap_or_else(|| panic!("no row: {line}"));
        if !all.contains(&question) && !["identity", "settings"].contains(&question) {
            all.push(question);
        }
    }
    all
}
