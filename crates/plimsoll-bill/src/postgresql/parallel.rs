//! Parallel workers: what a plan asks for, and what the whole server has to
//! give.

use plimsoll_model::{Kind, Operation};

use super::knobs::Knobs;
use crate::case::{Case, Group};

/// The workers that one session of the group asks for at once.
pub(super) fn asked(group: &Group, knobs: &Knobs) -> f64 {
    group
        .operations
        .iter()
        .map(|operation| asked_by(operation, knobs))
        .fold(0.0, f64::max)
}

/// The workers that an operation's plan gets to ask for.
pub(super) fn asked_by(operation: &Operation, knobs: &Knobs) -> f64 {
    let wanted = operation.parallel_workers as f64;
    match operation.kind {
        Kind::IndexBuild => maintenance_workers(wanted, knobs),
        _ => wanted.min(knobs.max_parallel_workers_per_gather),
    }
}

/// Each participant of a parallel index build must have 32 MB
/// (`plan_create_index_workers`, planner.c, 11 to 18).
fn maintenance_workers(wanted: f64, knobs: &Knobs) -> f64 {
    let share = 32.0 * super::amount::MB;
    let afforded = (knobs.maintenance_work_mem / share).floor() - 1.0;
    wanted
        .min(knobs.max_parallel_maintenance_workers)
        .min(afforded)
        .max(0.0)
}

/// The workers that the server can run at once: `max_parallel_workers` of the
/// `max_worker_processes`, of which the launcher of logical replication holds
/// one (`ApplyLauncherRegister`, launcher.c).
pub(super) fn available(knobs: &Knobs) -> f64 {
    let launcher = f64::from(u8::from(knobs.logical_replication_launcher));
    knobs
        .max_parallel_workers
        .min((knobs.max_worker_processes - launcher).max(0.0))
}

/// All that the sessions ask for.
fn asked_by_all(case: &Case<'_>, server: &Knobs) -> f64 {
    case.groups
        .iter()
        .map(|group| asked(group, &knobs_of(group, server)) * group.sessions as f64)
        .sum()
}

/// The workers at work at the peak.
pub(super) fn granted(case: &Case<'_>, knobs: &Knobs) -> f64 {
    asked_by_all(case, knobs).min(available(knobs))
}

/// The part of its wish that each session gets on average: those that come
/// first get all of it, the others none.
pub(super) fn served(case: &Case<'_>, knobs: &Knobs) -> f64 {
    let asked = asked_by_all(case, knobs);
    if asked > 0.0 {
        (available(knobs) / asked).min(1.0)
    } else {
        0.0
    }
}

/// A group's own parameters.
pub(super) fn knobs_of(group: &Group, server: &Knobs) -> Knobs {
    group
        .own
        .as_ref()
        .map_or_else(|| server.clone(), Knobs::read)
}
