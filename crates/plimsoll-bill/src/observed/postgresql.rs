//! `PostgreSQL`: sessions by who they are and in which database, so that what a
//! role or a database sets for itself is priced with them. It counts no peak of
//! them; from 14 on it counts how long all were open and active, which is an
//! average.
//!
//! Source: PostgreSQL manual, "ALTER ROLE": what a role sets in one database
//! beats what it sets in all, and that beats what the database sets.

use std::collections::BTreeMap;

use plimsoll_model::{InForce, Kind, Load, LoadGroup, Row, Snapshot};

use super::figure::Figure;
use super::groups::{busy, counted, idle, is_busy, with_running};
use super::plans;
use super::seen::{Observed, Past, seen};
use crate::apportion::apportion;

/// What sessions may set for themselves that changes the bill.
const OF_SESSIONS: [&str; 7] = [
    "hash_mem_multiplier",
    "jit",
    "maintenance_work_mem",
    "max_parallel_maintenance_workers",
    "max_parallel_workers_per_gather",
    "temp_buffers",
    "work_mem",
];

/// A counter that begins this soon after the start missed next to nothing: a first start, or one
/// after a crash, begins it anew a moment later.
const AT_START_SECONDS: f64 = 60.0;

pub(super) fn observed(snapshot: &Snapshot, settings: &InForce, past: Option<&Past>) -> Observed {
    let groups = groups(snapshot, settings);
    let (open_now, active_now) = counted(&groups);
    let (open, active) = most(snapshot, (open_now, active_now), past);
    let at_most = raised(&groups, open.sessions, active.sessions);
    let (runs, shapes) = runs(snapshot, open.sessions, active.sessions);
    let sum = |column| {
        snapshot
            .rows("databases")
            .filter_map(move |row| row.count(column))
            .sum::<u64>()
    };
    let load = Load {
        groups,
        data_bytes: Some(sum("size_bytes")).filter(|bytes| *bytes > 0),
        is_only_stored: true,
        ..Load::default()
    };
    let touched = touched_bytes(snapshot, settings);
    Observed {
        peak: Load {
            groups: with_running(&at_most, &runs),
            seen: [Some(open.said("open")), Some(active.said("active")), shapes]
                .into_iter()
                .flatten()
                .collect(),
            ..load.clone()
        },
        now: Load {
            data_bytes: load.data_bytes.into_iter().chain(touched).min(),
            ..load
        },
        arrivals: seen(open.sessions),
        active: active_now,
        counted: None,
    }
}

/// How many sessions run what at their most: those that fill their memory first,
/// then those whose plans are known, of which something is said.
fn runs(snapshot: &Snapshot, open: u64, active: u64) -> (Vec<(u64, LoadGroup)>, Option<String>) {
    let filling = filling(snapshot);
    let shaped = plans::running(snapshot, active, counted_seconds(snapshot));
    let wanted = shaped
        .iter()
        .fold(0, |sum: u64, (sessions, _)| sum.saturating_add(*sessions));
    let said = plans::said(snapshot, wanted.min(open.saturating_sub(filling)));
    let filling = [(filling, busy(1, Kind::Sort, true))];
    (filling.into_iter().chain(shaped).collect(), said)
}

/// The most sessions open and active that anybody saw.
fn most(snapshot: &Snapshot, now: (u64, u64), past: Option<&Past>) -> (Figure, Figure) {
    let average = snapshot.row("session_time");
    let active = Figure::now(now.1)
        .or_past(past, |past| past.active)
        .or_average(average, "active_average");
    let open = Figure::now(now.0)
        .or_past(past, |past| past.open)
        .or_average(average, "open_average")
        .or(active.sessions, || "as many as were active".to_owned());
    (open, active)
}

/// The groups with as many sessions open and active, in the proportions that were
/// seen. Where none of a kind was seen, who they will be is taken from the others.
fn raised(groups: &[LoadGroup], open: u64, active: u64) -> Vec<LoadGroup> {
    if counted(groups) == (open, active) {
        return groups.to_vec();
    }
    let (busy_ones, idle_ones): (Vec<_>, Vec<_>) = groups.iter().partition(|group| is_busy(group));
    let like =
        |own: Vec<&LoadGroup>, others: &[&LoadGroup], sessions, make: fn(u64) -> LoadGroup| {
            let alike = if own.is_empty() { others.to_vec() } else { own };
            let seen: Vec<u64> = alike.iter().map(|it| it.sessions.unwrap_or(0)).collect();
            let seen = if seen.iter().all(|it| *it == 0) {
                vec![1; seen.len()]
            } else {
                seen
            };
            let shares = apportion(sessions, &seen).into_iter().zip(alike);
            let group = |(sessions, like): (u64, &LoadGroup)| LoadGroup {
                set: like.set.clone(),
                ..make(sessions)
            };
            shares.map(group).collect::<Vec<_>>()
        };
    let idle_at_most = open.saturating_sub(active);
    let mut all = like(idle_ones.clone(), &busy_ones, idle_at_most, idle);
    all.extend(like(busy_ones, &idle_ones, active, |sessions| {
        busy(sessions, Kind::Sort, false)
    }));
    all
}

/// The most that can lie in shared buffers by now: a page comes into a buffer that was handed out
/// for it, and those of a ring that is used again are not counted twice (`StrategyGetBuffer` in
/// freelist.c). `None` where the counter was set back while the server ran.
fn touched_bytes(snapshot: &Snapshot, settings: &InForce) -> Option<u64> {
    let row = snapshot.row("checkpoints")?;
    if row.number("allocated_from_seconds")? > AT_START_SECONDS {
        return None;
    }
    let block_bytes = settings.count("block_size").unwrap_or(8 << 10);
    row.count("buffers_allocated")?.checked_mul(block_bytes)
}

/// How long statements have been counted.
fn counted_seconds(snapshot: &Snapshot) -> Option<f64> {
    snapshot.row("statements_since")?.number("counted_seconds")
}

/// Sessions that on average run a statement which outgrew its memory: the time
/// that all its runs took over the time that was counted (Little's law), and at
/// least one; but for those whose plan is known. A temporary file of a whole database proves less: building an
/// index writes one too, and nothing says how many are written at once.
fn filling(snapshot: &Snapshot) -> u64 {
    let shaped = plans::identifiers(snapshot);
    let wrote: Vec<Row<'_>> = snapshot
        .rows("statements")
        .filter(|row| row.count("temp_blocks_written").is_some_and(|it| it > 0))
        .filter(|row| row.text("queryid").is_none_or(|id| !shaped.contains(id)))
        .collect();
    let took_ms: f64 = wrote.iter().filter_map(|row| row.number("total_ms")).sum();
    let counted = counted_seconds(snapshot);
    let on_average = counted.map_or(0.0, |seconds| took_ms / (seconds * 1e3).max(1.0));
    let at_least = u64::from(!wrote.is_empty());
    (on_average.ceil() as u64).max(at_least)
}

/// Client sessions that set the same for themselves and are both active or both
/// not.
fn groups(snapshot: &Snapshot, settings: &InForce) -> Vec<LoadGroup> {
    let mut counts: BTreeMap<(bool, BTreeMap<String, String>), u64> = BTreeMap::new();
    let clients = snapshot.rows("sessions").filter(|row| {
        row.text("backend_type")
            .is_none_or(|kind| kind == "client backend")
    });
    for row in clients {
        let is_active = row.text("state") == Some("active");
        let key = (is_active, own(snapshot, settings, &row));
        *counts.entry(key).or_default() += row.count("count").unwrap_or(0);
    }
    let group = |((is_active, set), sessions)| LoadGroup {
        set,
        ..if is_active {
            busy(sessions, Kind::Sort, false)
        } else {
            idle(sessions)
        }
    };
    let mut groups: Vec<LoadGroup> = counts.into_iter().map(group).collect();
    if groups.is_empty() {
        groups.push(idle(0));
    }
    groups
}

/// What a session's role and database set for it.
fn own(snapshot: &Snapshot, settings: &InForce, session: &Row<'_>) -> BTreeMap<String, String> {
    let mut overrides: Vec<(u8, Row<'_>)> = snapshot
        .rows("overrides")
        .filter_map(|row| {
            let role = row.text("role").filter(|role| !role.is_empty());
            let database = row.text("database").filter(|database| !database.is_empty());
            let fits = |own: Option<&str>, of: &str| own.is_none() || own == session.text(of);
            let strength = u8::from(database.is_some()) + 2 * u8::from(role.is_some());
            (fits(role, "user") && fits(database, "database")).then_some((strength, row))
        })
        .collect();
    overrides.sort_by_key(|(strength, _)| *strength);
    let mut own = BTreeMap::new();
    for (_, row) in overrides {
        if let Some((name, value)) = row.text("name").zip(row.text("value"))
            && OF_SESSIONS.contains(&name)
            && crate::overlaid(settings, name, value).is_ok()
        {
            own.insert(name.to_owned(), value.to_owned());
        }
    }
    own
}
