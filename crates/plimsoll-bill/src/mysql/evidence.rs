//! What the model stands on, and what it does not cover.

use plimsoll_model::{Engine, Evidence, Kind, Malloc};

use super::operations::has;
use super::view::View;
use crate::case::Case;

/// Sessions, pool and operations beyond the measured runs.
const SESSIONS_MEASURED: u64 = 520;
const POOL_MEASURED_BYTES: u64 = 1 << 30;

/// Kinds whose cost comes from source and manual alone.
const UNMEASURED: &[Kind] = &[Kind::BulkInsert];

/// The measured runs behind the model, and where the case lies outside them.
pub(crate) fn evidence(case: &Case<'_>) -> Evidence {
    let view = View::of(case);
    let (measured, runs): (&[&str], u64) = match case.settings.engine {
        Engine::Mariadb => (&["10.11", "11.8"], MARIADB_RUNS),
        Engine::Mysql | Engine::Postgresql => (&["9.7"], MYSQL_RUNS),
    };
    let mut outside = Vec::new();
    let series = case.settings.series.to_string();
    if !measured.contains(&series.as_str()) {
        outside.push(format!(
            "series {series}: priced with the unit costs of the nearest measured one"
        ));
    }
    if case.sessions() > SESSIONS_MEASURED {
        outside.push(format!("sessions above {SESSIONS_MEASURED}"));
    }
    if view.size("innodb_buffer_pool_size") > POOL_MEASURED_BYTES {
        outside.push("a buffer pool above 1 GB".to_owned());
    }
    if case.facts.malloc.get() == Some(&Malloc::Jemalloc) && !view.is_mariadb() {
        outside.push("MySQL with jemalloc".to_owned());
    }
    for &kind in UNMEASURED {
        if has(&view, kind) {
            outside.push(format!("operations of kind {}", kind.as_str()));
        }
    }
    if case.settings.is_on("wsrep_on") == Some(true) {
        outside.push("Galera".to_owned());
    }
    Evidence {
        runs,
        versions: measured.iter().map(|&name| name.to_owned()).collect(),
        outside,
    }
}

/// Runs of each engine in `truth/`; `plimsoll-prove` counts them.
const MARIADB_RUNS: u64 = 201;
const MYSQL_RUNS: u64 = 173;

/// What the load may take that no parameter limits.
pub(crate) fn unbounded(case: &Case<'_>) -> Vec<String> {
    let view = View::of(case);
    let json = if view.is_mariadb() {
        "JSON_OBJECTAGG: no parameter limits the text it builds"
    } else {
        "JSON_ARRAYAGG, JSON_OBJECTAGG: no parameter limits the document they build"
    };
    let mut unbounded = vec![
        json.to_owned(),
        "stored programs and user variables: each session keeps what they hold".to_owned(),
    ];
    if view.is_mariadb() {
        unbounded.push(
            "long IN lists: MariaDB limits the optimizer's intervals (optimizer_max_sel_arg_weight), not the list"
                .to_owned(),
        );
    } else if view.size("range_optimizer_max_mem_size") == 0 {
        unbounded.push("the range optimizer: range_optimizer_max_mem_size = 0".to_owned());
    }
    if case.settings.is_on("wsrep_on") == Some(true) {
        unbounded
            .push("Galera: write sets waiting for a slow node (gcs.recv_q_hard_limit)".to_owned());
    }
    unbounded
}
