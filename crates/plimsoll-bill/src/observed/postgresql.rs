//! `PostgreSQL`: sessions by who they are and in which database, so that what a
//! role or a database sets for itself is priced with them.
//!
//! Source: PostgreSQL manual, "ALTER ROLE": what a role sets in one database
//! beats what it sets in all, and that beats what the database sets.

use std::collections::BTreeMap;

use plimsoll_model::{InForce, Kind, Load, LoadGroup, Row, Snapshot};

use super::{Observed, busy, idle, seen, with_filling};

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

pub(super) fn observed(snapshot: &Snapshot, settings: &InForce) -> Observed {
    let groups = groups(snapshot, settings);
    let sessions = groups.iter().filter_map(|group| group.sessions).sum();
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
            groups: with_filling(&load.groups, filling(snapshot), Kind::Sort),
            ..load.clone()
        },
        now: Load {
            data_bytes: load.data_bytes.into_iter().chain(touched).min(),
            ..load
        },
        arrivals: seen(sessions),
    }
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

/// Sessions that on average run a statement which outgrew its memory: the time
/// that all its runs took over the time that was counted (Little's law), and at
/// least one. A temporary file of a whole database proves less: building an
/// index writes one too, and nothing says how many are written at once.
fn filling(snapshot: &Snapshot) -> u64 {
    let wrote: Vec<Row<'_>> = snapshot
        .rows("statements")
        .filter(|row| row.count("temp_blocks_written").is_some_and(|it| it > 0))
        .collect();
    let took_ms: f64 = wrote.iter().filter_map(|row| row.number("total_ms")).sum();
    let since = snapshot.row("statements_since");
    let counted = since.and_then(|row| row.number("counted_seconds"));
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
