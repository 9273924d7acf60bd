//! Changes worth trying: each one step milder, none below a sensible floor.

use plimsoll_model::Kind;

use super::amount::{KB, MB};
use super::knobs::Knobs;
use super::{jit, parallel};
use crate::case::Case;
use crate::change::Change;
use crate::overlay::size_text;

/// The changes, in the order of how little they hurt.
pub(crate) fn changes(case: &Case<'_>) -> Vec<Change> {
    let knobs = Knobs::read(case.settings);
    let does = |kind: Kind| {
        case.groups
            .iter()
            .any(|group| group.operations.iter().any(|op| op.kind == kind))
    };
    let hashes = does(Kind::HashJoin) || does(Kind::HashAggregate);
    let rows = hashes || does(Kind::Sort) || does(Kind::Tuplestore);
    let mut changes = Vec::new();
    let mut halve = |when: bool, parameter, now: f64, floor: f64| {
        if when && now > floor {
            changes.push(Change {
                parameter,
                from: size(case, now),
                to: size(case, whole_step(now / 2.0).max(floor)),
            });
        }
    };
    halve(rows, "work_mem", knobs.work_mem, 256.0 * KB);
    halve(
        does(Kind::TempTable),
        "temp_buffers",
        knobs.temp_buffers,
        MB,
    );
    halve(
        does(Kind::IndexBuild),
        "maintenance_work_mem",
        knobs.maintenance_work_mem,
        8.0 * MB,
    );
    halve(
        knobs.wal_level_logical && knobs.major >= 13,
        "logical_decoding_work_mem",
        knobs.logical_decoding_work_mem,
        4.0 * MB,
    );
    halve(
        knobs.autovacuum_workers > 0.0,
        "autovacuum_work_mem",
        knobs.autovacuum_work_mem,
        16.0 * MB,
    );
    halve(true, "shared_buffers", knobs.shared_buffers, 32.0 * MB);
    changes.extend(switches(case, &knobs, hashes));
    changes
}

fn switches(case: &Case<'_>, knobs: &Knobs, hashes: bool) -> Vec<Change> {
    let change = |parameter, from: String, to: &str| Change {
        parameter,
        from,
        to: to.to_owned(),
    };
    let mut changes = Vec::new();
    if hashes && knobs.hash_mem_multiplier > 1.0 {
        let from = knobs.hash_mem_multiplier.to_string();
        changes.push(change("hash_mem_multiplier", from, "1"));
    }
    if parallel::granted(case, knobs) > 0.0 {
        let from = knobs.max_parallel_workers_per_gather.to_string();
        changes.push(change("max_parallel_workers_per_gather", from, "0"));
    }
    let compiles = case
        .groups
        .iter()
        .any(|group| jit::one(group, knobs, jit::in_build(case)).high > 0.0);
    if compiles {
        changes.push(change("jit", "on".to_owned(), "off"));
    }
    changes
}

/// Down to whole kilobytes, and to whole megabytes above one.
fn whole_step(bytes: f64) -> f64 {
    let step = if bytes >= MB { MB } else { KB };
    (bytes / step).floor() * step
}

fn size(case: &Case<'_>, bytes: f64) -> String {
    size_text(case.settings.engine, bytes as u64)
}
