//! What the allocator takes of its own: tables and caches at start, larger size
//! classes in every session, arenas.

use plimsoll_model::{Bytes, Engine, Malloc, Pool, Range, Who};

use super::view::{View, times};
use crate::ledger::{Entry, Ledger};

const MB: u64 = 1 << 20;

/// Arenas that glibc opens a processor, at most (`mallopt(3)`, `M_ARENA_MAX`),
/// and the processors of the measured runs.
const ARENAS_PER_CPU: u64 = 8;
const CPUS_MEASURED: u32 = 2;

/// Charges what it has taken before anyone connects, above glibc.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let likely = start_bytes(view.case.settings.engine, view.malloc());
    // Debian links MySQL with tcmalloc, Oracle with glibc: where nobody says
    // which, the difference belongs into the bound.
    let most = match view.case.facts.malloc.get() {
        Some(_) => times(likely, 1.15),
        None => start_bytes(view.case.settings.engine, Malloc::Tcmalloc),
    };
    let malloc = view.malloc();
    ledger.charge(
        Entry {
            what: "allocator",
            who: Who::Server,
            count: 1,
            range: Range::new(likely, likely, most),
            parameters: &[],
            source: "measured: starts with each allocator preloaded, against glibc's (truth/README.md, Measured besides)",
            pool: Pool::Limit,
        },
        || format!("{malloc:?}: {} above glibc's at start, up to {}", Bytes(likely), Bytes(most)),
    );
}

/// Above glibc's at start: 27 to 29 MB of tcmalloc with `MySQL` 9.7, whose many
/// threads and small blocks fill its caches; with `MariaDB` 5.4 and 1.5 MB.
fn start_bytes(engine: Engine, malloc: Malloc) -> u64 {
    match (malloc, engine) {
        (Malloc::Glibc, _) => 0,
        (Malloc::Tcmalloc, Engine::Mysql | Engine::Postgresql) => 28 * MB,
        (Malloc::Tcmalloc, Engine::Mariadb) => 5 * MB + MB / 2,
        (Malloc::Jemalloc, _) => MB + MB / 2,
    }
}

/// An idle session against one with glibc: 143 to 72 kB on `MariaDB` 10.11,
/// 177 to 80 kB on `MySQL` 9.7.
pub(crate) fn session_factor(malloc: Malloc) -> f64 {
    match malloc {
        Malloc::Glibc | Malloc::Tcmalloc => 1.0,
        Malloc::Jemalloc => 2.0,
    }
}

/// Arenas that sessions can spread their blocks over.
pub(crate) fn arenas(view: &View<'_>) -> u64 {
    let cpus = view.case.facts.cpus.get().copied().unwrap_or(CPUS_MEASURED);
    match view.malloc() {
        Malloc::Glibc => ARENAS_PER_CPU.saturating_mul(u64::from(cpus)),
        Malloc::Tcmalloc | Malloc::Jemalloc => 0,
    }
}
