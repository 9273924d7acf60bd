//! No limit for what sessions take.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// No limit at all for the memory of sessions: neither `global_connection_memory_limit`
    /// nor `connection_memory_limit` (MySQL 8.0.28 and later), no `max_session_mem_used`
    /// (MariaDB).
    ///
    /// ## Why it matters
    ///
    /// One statement can take any amount: a `GROUP_CONCAT`, a JSON aggregate, the ranges of a
    /// long IN list. These are the only parameters that end the statement before the kernel
    /// ends the server. They are off when built in.
    ///
    /// ## Example
    ///
    /// A server in a container, nothing said.
    ///
    /// ## What to do instead
    ///
    /// MySQL: `global_connection_memory_tracking = ON`, `connection_memory_limit` above what
    /// the largest honest statement takes, and a global limit below what the bill leaves
    /// free. MariaDB: `max_session_mem_used`. Both are checked at allocations they count, not
    /// at all.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `connection_memory_limit`
    /// - MariaDB manual, `max_session_mem_used`
    CONNECTION_MEMORY_UNLIMITED {
        postgresql: None,
        mysql: Some("MY-MEM-010"),
        name: "connection-memory-unlimited",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAMES: &[&str] = &[
        "global_connection_memory_limit",
        "connection_memory_limit",
        "max_session_mem_used",
    ];
    let here: Vec<&str> = NAMES
        .iter()
        .copied()
        .filter(|name| input.has(name))
        .collect();
    if here.is_empty() || here.iter().any(|name| input.is_set(name)) {
        return Answer::QUIET;
    }
    Found::info("nothing limits the memory of a session or of all of them")
        .blames(input, &here)
        .into()
}
