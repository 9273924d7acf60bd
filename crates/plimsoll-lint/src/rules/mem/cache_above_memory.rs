//! A planner that is told of more cache than there is memory.

use plimsoll_model::Bytes;

use super::room::memory_of_buffers;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A file that sets `effective_cache_size` above the memory that the server may have.
    ///
    /// ## Why it matters
    ///
    /// The planner then takes for granted that tables and indexes stay in memory which
    /// cannot: it prefers nested loops over indexes where each lookup goes to disk. The page
    /// cache of a container counts against its limit, so the host's memory is no excuse.
    ///
    /// ## Example
    ///
    /// `effective_cache_size = 24GB`, brought along from the old machine, in a container of 4
    /// GB.
    ///
    /// ## What to do instead
    ///
    /// One half to three quarters of the memory that the server may have.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Query Planning / Planner Cost Constants",
    ///   `effective_cache_size`
    /// - Linux kernel documentation, admin-guide/cgroup-v2, "Memory Ownership"
    CACHE_ABOVE_MEMORY {
        postgresql: Some("PG-MEM-007"),
        mysql: None,
        name: "effective-cache-size-above-memory",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if !input.is_set("effective_cache_size") {
        return Answer::QUIET;
    }
    let cache = input.settings.bytes("effective_cache_size").unwrap_or(0);
    let Some(memory) = memory_of_buffers(input).filter(|&memory| cache > memory) else {
        return Answer::QUIET;
    };
    let message = format!(
        "effective_cache_size tells the planner of {} of cache; the server may have {} of memory in all",
        Bytes(cache),
        Bytes(memory)
    );
    Found::info(message)
        .blames(input, &["effective_cache_size"])
        .against_memory(input)
        .into()
}
