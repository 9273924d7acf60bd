//! Sessions for being there: the connection's structures, its buffers, the part
//! of its stack it touches, and the kernel's part.

use plimsoll_model::{Bytes, Pool, Range, Who};

use super::allocator::{arenas, session_factor};
use super::view::{View, times};
use crate::ledger::{Entry, Ledger};

/// Socket, thread and page tables of one session: 24.2 to 25.2 kB on all three
/// builds, at 100 to 520 sessions.
const KERNEL_BYTES: u64 = 25 << 10;
/// What a TLS session takes more (`MariaDB` 11.8 with OpenSSL 3: 166 against
/// 77 kB); no configuration says which sessions use it.
const TLS_BYTES: u64 = 90 << 10;
/// Tables that one statement uses at once, at most; no load says how many.
const STATEMENT_RELATIONS: u64 = 40;

/// Charges idle sessions, and what statements leave with the active ones.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let sessions = view.case.sessions();
    let one = times(view.costs.session_bytes, session_factor(view.malloc()))
        .saturating_add(KERNEL_BYTES)
        .saturating_add(net_buffer_above_default(view));
    let likely = sessions.saturating_mul(one);
    ledger.charge(
        Entry {
            what: "sessions",
            who: Who::Session,
            count: sessions,
            range: Range::new(
                times(likely, 0.8),
                likely,
                times(likely, 1.2).saturating_add(sessions.saturating_mul(TLS_BYTES)),
            ),
            parameters: &["max_connections", "net_buffer_length"],
            source: "measured at 100 to 520 idle sessions; thread_stack costs what is touched of it, 256 kB to 4 MB made no difference (truth/README.md)",
            pool: Pool::Limit,
        },
        || format!("{sessions} × {}, {KERNEL_BYTES} B of it the kernel's", Bytes(one)),
    );
    active(view, ledger);
}

fn active(view: &View<'_>, ledger: &mut Ledger) {
    let active = view.sessions_where(|group| !group.operations.is_empty());
    let arenas = active.min(arenas(view));
    let wide = view.sum_sessions(|group| {
        let relations = group.relations.unwrap_or(0).min(STATEMENT_RELATIONS);
        relations.saturating_mul(view.costs.relation_bytes)
    });
    let likely = active
        .saturating_mul(view.costs.active_bytes)
        .saturating_add(arenas.saturating_mul(view.costs.arena_bytes))
        .saturating_add(wide);
    ledger.charge(
        Entry {
            what: "statements' arenas",
            who: Who::Session,
            count: active,
            range: Range::new(0, likely, times(likely, 3.0)),
            parameters: &["query_prealloc_size"],
            source: "parse and execution memory roots and open tables that a session keeps after its first statements; measured with point queries",
            pool: Pool::Limit,
        },
        || {
            format!(
                "{active} active × {} + {arenas} arenas × {} + {} for tables in use",
                Bytes(view.costs.active_bytes),
                Bytes(view.costs.arena_bytes),
                Bytes(wide)
            )
        },
    );
}

/// Every connection's packet buffer starts at `net_buffer_length` (`net_serv.cc`,
/// `my_net_init`); the default of 16 kB is in the measured session.
fn net_buffer_above_default(view: &View<'_>) -> u64 {
    view.size("net_buffer_length").saturating_sub(16 << 10)
}
