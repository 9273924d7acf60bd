//! What a memory context of `PostgreSQL` holds, by its name: the largest one of a dump
//! says what took the memory where the kernel's table only has processes.

use crate::signal::{ServerSignal, Signal};
use crate::story::Story;

/// A context at least so large is why there was no memory left; a smaller one is what a
/// session has anyway.
const LARGE_BYTES: u64 = 256 << 20;

/// What is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Sorts and hashes, each of which `work_mem` bounds.
    Operations,
    /// Plans that a session keeps, and what it keeps of tables for them.
    Plans,
    /// What one statement reads, plans or builds: no parameter bounds it.
    Statement,
    /// What is none of the server's own.
    Extension,
}

/// Names as they begin (`AllocSetContextCreate` in src/backend, 12 to 18). Of a context
/// of which only its children are counted the parent's stands there.
const NAMES: [(&str, Holds); 30] = [
    ("HashBatchContext", Holds::Operations),
    ("HashTableContext", Holds::Operations),
    ("HashAgg", Holds::Operations),
    ("TupleHashTable", Holds::Operations),
    ("TupleSort", Holds::Operations),
    ("Tuplesort", Holds::Operations),
    ("Caller tuples", Holds::Operations),
    ("tuplestore", Holds::Operations),
    ("CachedPlan", Holds::Plans),
    ("CacheMemoryContext", Holds::Plans),
    ("Prepared Queries", Holds::Plans),
    ("SPI Plan", Holds::Plans),
    ("PL/pgSQL function", Holds::Plans),
    ("Relcache", Holds::Plans),
    ("relation rules", Holds::Plans),
    ("index info", Holds::Plans),
    ("partition", Holds::Plans),
    ("MessageContext", Holds::Statement),
    ("ExecutorState", Holds::Statement),
    ("ExprContext", Holds::Statement),
    ("AggContext", Holds::Statement),
    ("accumArrayResult", Holds::Statement),
    ("initArrayResult", Holds::Statement),
    ("PortalContext", Holds::Statement),
    ("PortalHoldContext", Holds::Statement),
    ("printtup", Holds::Statement),
    ("SPI ", Holds::Statement),
    ("TopTransactionContext", Holds::Statement),
    ("CurTransactionContext", Holds::Statement),
    ("AfterTriggerEvents", Holds::Statement),
];

/// The server's own, of which nothing follows: what is above all others, and what it
/// keeps for itself.
const PLAIN: [&str; 10] = [
    "TopMemoryContext",
    "TopPortalContext",
    "ErrorContext",
    "Postmaster",
    "ReorderBuffer",
    "Logical",
    "WAL",
    "Replication",
    "LOCALLOCK",
    "smgr",
];

/// The largest contexts of dumps that hold this much of one thing.
pub(super) fn large(story: &Story, holds: Holds) -> Vec<&Signal> {
    story.servers_said(|said| match said {
        ServerSignal::LargestContext { name, bytes } => {
            *bytes >= LARGE_BYTES && held(name) == Some(holds)
        }
        _ => false,
    })
}

fn held(name: &str) -> Option<Holds> {
    let name = name.strip_prefix("children of ").unwrap_or(name);
    let known = NAMES.iter().find(|(own, _)| name.starts_with(own));
    let is_plain = PLAIN.iter().any(|own| name.starts_with(own));
    match known {
        Some((_, holds)) => Some(*holds),
        None => (!is_plain).then_some(Holds::Extension),
    }
}

#[cfg(test)]
mod tests {
    use super::{Holds, held};

    #[test]
    fn a_context_is_known_by_its_name() {
        for (name, holds) in [
            ("HashBatchContext", Some(Holds::Operations)),
            ("CachedPlanSource", Some(Holds::Plans)),
            ("children of CacheMemoryContext", Some(Holds::Plans)),
            ("MessageContext", Some(Holds::Statement)),
            ("TopMemoryContext", None),
            ("PostGIS Prepared Geometry Context", Some(Holds::Extension)),
        ] {
            assert_eq!(held(name), holds, "{name}");
        }
    }
}
