//! What each session costs for being there: its process, its caches, and the
//! page tables through which it sees the shared buffers.

use plimsoll_model::{Bytes, Pool, Who};

use super::amount::{Amount, KB};
use super::buffers::{Buffers, CATALOGS};
use super::jit;
use super::knobs::Knobs;
use super::process::{Process, process};
use super::shared_memory::in_huge_pages;
use crate::case::{Case, Group};
use crate::ledger::{Entry, Ledger};

/// Relations that a session of a few queries has opened; what a used session
/// costs includes them.
const RELATIONS_INCLUDED: u64 = 4;

/// Per table or index opened: relcache entry, catcache tuples, index information
/// (measured on 12 to 18: 3.2 to 3.8 kB for tables of two columns read one by
/// one, 5.4 kB through one long message, 10 kB so in 12).
const RELATION: Amount = Amount {
    low: 3.0 * KB,
    likely: 5.5 * KB,
    high: 14.0 * KB,
};

/// A prepared statement and its generic plan (measured on 12 to 18: 9.3 kB and
/// 4.3 to 8.4 kB for a query of one table; contexts of at least 8 kB each).
const PREPARED: Amount = Amount {
    low: 9.0 * KB,
    likely: 17.5 * KB,
    high: 48.0 * KB,
};

/// Page table entries: 8 B for each 4 kB page mapped (x86-64, arm64).
const PAGE_TABLE: f64 = 8.0 / 4096.0;

/// Charges sessions.
pub(super) fn charge(case: &Case<'_>, knobs: &Knobs, buffers: &Buffers, ledger: &mut Ledger) {
    let process = process(knobs, jit::in_build(case));
    let sessions = case.sessions();
    // A load that touches no data beyond the catalogs has opened no table.
    let reads = case.data_bytes.is_none_or(|data| data as f64 > CATALOGS);
    charge_processes(&process, reads, sessions, ledger);
    charge_caches(case, ledger);
    if !in_huge_pages(case, knobs) {
        charge_page_tables(case, buffers, ledger);
    }
}

fn charge_processes(process: &Process, reads: bool, sessions: u64, ledger: &mut Ledger) {
    let one = Amount {
        low: process.fresh + process.kernel,
        likely: if reads { process.used } else { process.fresh } + process.kernel,
        high: (process.used + process.kernel) * 1.08 + 80.0 * KB,
    };
    ledger.charge(
        Entry {
            what: "sessions",
            who: Who::Session,
            count: sessions,
            range: (one * sessions as f64).range(),
            parameters: &["max_connections"],
            source: "measured per session, anonymous and kernel memory, each version 12 to 18",
            pool: Pool::Limit,
        },
        || format!("{sessions} × {}", Bytes(one.likely as u64)),
    );
}

fn charge_caches(case: &Case<'_>, ledger: &mut Ledger) {
    let (relations, prepared) = case.groups.iter().fold((0.0, 0.0), |sum, group| {
        (sum.0 + relations(group), sum.1 + prepared(group))
    });
    ledger.charge(
        Entry {
            what: "relation and catalog caches",
            who: Who::Session,
            count: relations as u64,
            range: (RELATION * relations).range(),
            parameters: &[],
            source: "relcache.c and catcache.c keep what a session has opened; measured, 12 to 18",
            pool: Pool::Limit,
        },
        || format!("{relations} relations × {}", Bytes(RELATION.likely as u64)),
    );
    ledger.charge(
        Entry {
            what: "prepared statements",
            who: Who::Session,
            count: prepared as u64,
            range: (PREPARED * prepared).range(),
            parameters: &[],
            source: "plancache.c keeps the query tree and the generic plan; measured, 12 to 18",
            pool: Pool::Limit,
        },
        || format!("{prepared} statements × {}", Bytes(PREPARED.likely as u64)),
    );
}

fn relations(group: &Group) -> f64 {
    let more = group
        .relations
        .unwrap_or(0)
        .saturating_sub(RELATIONS_INCLUDED);
    more as f64 * group.sessions as f64
}

fn prepared(group: &Group) -> f64 {
    group.prepared_statements as f64 * group.sessions as f64
}

/// Where the load says what data it touches, every session has come by all of
/// it. Where it does not, or where it was seen and the data only lies there, a
/// session that only sits there need not have touched a buffer: those are in
/// `high` alone.
fn charge_page_tables(case: &Case<'_>, buffers: &Buffers, ledger: &mut Ledger) {
    let sessions = case.sessions();
    let touching = match case.data_bytes {
        Some(_) if !case.is_only_stored => sessions,
        Some(_) | None => active(case),
    };
    let one = buffers.mapped * PAGE_TABLE;
    let all = one * sessions as f64;
    ledger.charge(
        Entry {
            what: "page tables of shared buffers",
            who: Who::Session,
            count: sessions,
            range: Amount {
                likely: one.likely * touching as f64,
                ..all
            }
            .range(),
            parameters: &["shared_buffers", "huge_pages"],
            source: "8 B of page table for each 4 kB page of shared memory a process has touched; \
                     huge pages do away with it",
            pool: Pool::Limit,
        },
        || {
            format!(
                "{touching} × {} ÷ 4 kB × 8 B",
                Bytes(buffers.mapped.likely as u64)
            )
        },
    );
}

/// Sessions that do something.
fn active(case: &Case<'_>) -> u64 {
    let busy = case
        .groups
        .iter()
        .filter(|group| !group.operations.is_empty());
    busy.fold(0, |sum, group| sum.saturating_add(group.sessions))
}
