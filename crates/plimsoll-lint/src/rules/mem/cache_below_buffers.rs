//! A planner that is told of less cache than the server itself holds.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `effective_cache_size` smaller than `shared_buffers`.
    ///
    /// ## Why it matters
    ///
    /// It is what the planner takes for granted of all caches together, the server's own
    /// buffers and the kernel's. Smaller than the buffers alone it cannot be true. The
    /// planner then expects repeated index lookups to go to disk that are in memory, and
    /// prefers sequential scans and hash joins.
    ///
    /// ## Example
    ///
    /// `shared_buffers = 16GB` with the built-in `effective_cache_size` of 4 GB.
    ///
    /// ## What to do instead
    ///
    /// `shared_buffers` plus what the kernel's page cache can be expected to hold: one half
    /// to three quarters of the machine's memory. It reserves nothing, and a reload is
    /// enough.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Query Planning / Planner Cost Constants",
    ///   `effective_cache_size`
    /// - `index_pages_fetched` (costsize.c)
    CACHE_BELOW_BUFFERS {
        postgresql: Some("PG-MEM-006"),
        mysql: None,
        name: "effective-cache-size-below-buffers",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let size = |name| input.settings.bytes(name);
    let (Some(cache), Some(buffers)) = (size("effective_cache_size"), size("shared_buffers"))
    else {
        return Answer::QUIET;
    };
    if cache >= buffers {
        return Answer::QUIET;
    }
    let message = format!(
        "effective_cache_size tells the planner of {} of cache, and shared_buffers alone are {}",
        Bytes(cache),
        Bytes(buffers)
    );
    Found::info(message)
        .blames(input, &["effective_cache_size"])
        .weighs(input, "shared_buffers")
        .into()
}
