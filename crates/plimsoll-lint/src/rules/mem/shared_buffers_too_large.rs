//! Buffers that leave sessions and the page cache too little.

use plimsoll_model::Bytes;

use super::room::memory_of_buffers;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `shared_buffers` above half of the memory that the server may have (info), or above
    /// four fifths of it (warning).
    ///
    /// ## Why it matters
    ///
    /// What is left has to hold all sessions, their sorts and hashes, autovacuum, and the
    /// kernel's page cache, through which PostgreSQL reads and writes every block, WAL and
    /// temporary file (there is no direct I/O outside a developer option). A cgroup's limit
    /// counts that page cache too. More than 40 % is unlikely to work better than less, the
    /// manual says; above four fifths the first sorts are at the limit.
    ///
    /// ## Example
    ///
    /// `shared_buffers = 7GB` in a container of 8 GB: 1 GB for sessions, and a page cache
    /// that is evicted all the time.
    ///
    /// ## What to do instead
    ///
    /// A quarter of the memory to begin with, up to 40 %; more only where it was measured
    /// that it helps, with huge pages, and with the sessions counted (`plimsoll bill`).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Memory", `shared_buffers`
    /// - Linux kernel documentation, admin-guide/cgroup-v2, "memory.max"
    SHARED_BUFFERS_TOO_LARGE {
        postgresql: Some("PG-MEM-004"),
        mysql: None,
        name: "shared-buffers-too-large",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let Some(memory) = memory_of_buffers(input) else {
        return Answer::QUIET;
    };
    let Some(buffers) = input.settings.bytes("shared_buffers") else {
        return Answer::QUIET;
    };
    if buffers <= memory / 2 {
        return Answer::QUIET;
    }
    let rest = Bytes(memory.saturating_sub(buffers));
    let message = format!(
        "shared_buffers take {} of {}; {rest} are left for sessions, their sorts and the page cache",
        Bytes(buffers),
        Bytes(memory)
    );
    let found = if buffers > memory / 5 * 4 {
        Found::warning(message)
    } else {
        Found::info(message)
    };
    found
        .blames(input, &["shared_buffers"])
        .against_memory(input)
        .into()
}
