//! Shared memory set aside for parallel queries that the server does not have.

use plimsoll_model::Bytes;

use super::room::room;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `min_dynamic_shared_memory` above half of what is left beside `shared_buffers` (info),
    /// or above all of it (warning).
    ///
    /// ## Why it matters
    ///
    /// It is part of the main segment and set aside at start, in huge pages where those are
    /// used, and stays the parallel queries' alone. Once they have used it, it is never given
    /// back.
    ///
    /// ## Example
    ///
    /// `min_dynamic_shared_memory = 4GB` on a server of 8 GB with `shared_buffers = 2GB`.
    ///
    /// ## What to do instead
    ///
    /// The sum of what parallel queries really use at once, or 0: they then take memory as
    /// they need it and give it back.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Memory",
    ///   `min_dynamic_shared_memory` (14 and later)
    /// - `dsm_shmem_init` (dsm.c)
    RESERVED_PARALLEL_MEMORY_TOO_LARGE {
        postgresql: Some("PG-MEM-018"),
        mysql: None,
        name: "reserved-parallel-memory-too-large",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "min_dynamic_shared_memory";
    let aside = input.settings.bytes(name).unwrap_or(0);
    let Some(room) = room(input).filter(|room| aside > room / 2) else {
        return Answer::QUIET;
    };
    let message = format!(
        "{} are set aside for parallel queries alone; beside shared_buffers the server has {}",
        Bytes(aside),
        Bytes(room)
    );
    let found = if aside > room {
        Found::warning(message)
    } else {
        Found::info(message)
    };
    found.blames(input, &[name]).against_memory(input).into()
}
