//! `MySQL` and `MariaDB`: the most sessions since the start, which the server
//! counts itself, and what the pools hold and can hold.
//!
//! Source: MySQL manual, "Server Status Variables".

use plimsoll_model::{InForce, Kind, Load, LoadGroup, Row, Snapshot};

use super::figure::Figure;
use super::groups::{busy, idle, with_running};
use super::seen::{Observed, Past, seen};

pub(super) fn observed(snapshot: &Snapshot, settings: &InForce, past: Option<&Past>) -> Observed {
    let sum = |column| {
        clients(snapshot)
            .filter_map(move |row| row.count(column))
            .sum::<u64>()
    };
    let (open, running) = (sum("count"), sum("running").min(sum("count")));
    let counted = status(snapshot, "Max_used_connections");
    let most_open = Figure::now(open)
        .or(counted.unwrap_or(0), || since_start(snapshot))
        .or_past(past, |past| past.open);
    let most = most_open.sessions;
    // A merge pass is made when a sort outgrows its buffer: one session did, and
    // nothing says how many at once.
    let is_filling = status(snapshot, "Sort_merge_passes").unwrap_or(0) > 0;
    let filling = (u64::from(is_filling), busy(1, Kind::Sort, true));
    let share = running.saturating_mul(most).div_ceil(open.max(1)).min(most);
    let most_active = Figure::now(running)
        .or(share, || {
            "as large a part of them as is now; the server counts no peak".to_owned()
        })
        .or_past(past, |past| past.active.min(most));
    let tables = load(snapshot, groups(open, running));
    // The most blocks that were in use since the start: those stay touched.
    let used = |counter, block: &str, default_bytes| {
        let block_bytes = settings.bytes(block).unwrap_or(default_bytes);
        status(snapshot, counter)?.checked_mul(block_bytes)
    };
    Observed {
        now: Load {
            data_bytes: status(snapshot, "Innodb_buffer_pool_bytes_data"),
            key_buffer_bytes: used("Key_blocks_used", "key_cache_block_size", 1 << 10)
                .or(tables.key_buffer_bytes),
            aria_pagecache_bytes: used("Aria_pagecache_blocks_used", "aria_block_size", 8 << 10)
                .or(tables.aria_pagecache_bytes),
            ..tables
        },
        peak: Load {
            seen: vec![most_open.said("open"), most_active.said("active")],
            ..load(
                snapshot,
                with_running(&groups(most, most_active.sessions), &[filling]),
            )
        },
        arrivals: seen(most),
        active: running,
        counted,
    }
}

/// Where the most since the start comes from, and when that was where it is told
/// (`MySQL`; the time is in the server's own zone).
fn since_start(snapshot: &Snapshot) -> String {
    let at = status_text(snapshot, "Max_used_connections_time").filter(|at| !at.is_empty());
    let at = at.map_or_else(String::new, |at| format!(" ({at})"));
    format!("the most since the start, which the server counts{at}")
}

/// Sessions without the server's own threads (the event scheduler, a replica's), which the list
/// shows beside them and `Max_used_connections` does not count.
fn clients(snapshot: &Snapshot) -> impl Iterator<Item = Row<'_>> {
    let own = ["event_scheduler", "system user"];
    let rows = snapshot.rows("sessions");
    rows.filter(move |row| row.text("user").is_none_or(|user| !own.contains(&user)))
}

fn groups(open: u64, running: u64) -> Vec<LoadGroup> {
    vec![busy(running, Kind::Sort, false), idle(open - running)]
}

/// What lies in the tables of each engine is what its pool can fill with.
fn load(snapshot: &Snapshot, groups: Vec<LoadGroup>) -> Load {
    let of = |engine: &str, columns: &[&str]| {
        let mut rows = snapshot.rows("schemas");
        let row = rows.find(|row| {
            row.text("engine")
                .is_some_and(|it| it.eq_ignore_ascii_case(engine))
        })?;
        Some(
            columns
                .iter()
                .filter_map(|column| row.count(column))
                .sum::<u64>(),
        )
    };
    let known = snapshot.has("schemas");
    let nothing = || known.then_some(0);
    Load {
        groups,
        data_bytes: of("InnoDB", &["data_bytes", "index_bytes"]).or_else(nothing),
        key_buffer_bytes: of("MyISAM", &["index_bytes"]).or_else(nothing),
        aria_pagecache_bytes: of("Aria", &["data_bytes", "index_bytes"]).or_else(nothing),
        ..Load::default()
    }
}

/// A counter of SHOW GLOBAL STATUS.
fn status(snapshot: &Snapshot, name: &str) -> Option<u64> {
    status_row(snapshot, name)?.count("value")
}

fn status_text<'s>(snapshot: &'s Snapshot, name: &str) -> Option<&'s str> {
    status_row(snapshot, name)?.text("value")
}

fn status_row<'s>(snapshot: &'s Snapshot, name: &str) -> Option<Row<'s>> {
    let mut rows = snapshot.rows("status");
    rows.find(|row| {
        row.text("name")
            .is_some_and(|it| it.eq_ignore_ascii_case(name))
    })
}
