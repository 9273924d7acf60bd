//! One CREATE INDEX that may take most of the memory.

use plimsoll_model::Bytes;

use super::room::room;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `maintenance_work_mem` above half of what is left beside `shared_buffers`.
    ///
    /// ## Why it matters
    ///
    /// One CREATE INDEX, REINDEX, VACUUM by hand, ALTER TABLE ADD FOREIGN KEY or restore of a
    /// dump takes it, and takes it in full where the table is large. Parallel workers of an
    /// index build share it; several such statements (a restore with `--jobs`) do not.
    ///
    /// ## Example
    ///
    /// `maintenance_work_mem = 4GB` on a server of 8 GB with `shared_buffers = 2GB`.
    ///
    /// ## What to do instead
    ///
    /// A sixteenth of the memory is plenty for the server as a whole; more for one job: `SET
    /// maintenance_work_mem` in its session.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Resource Consumption / Memory", `maintenance_work_mem`,
    ///   and "CREATE INDEX / Building Indexes in Parallel"
    MAINTENANCE_MEMORY_TOO_LARGE {
        postgresql: Some("PG-MEM-010"),
        mysql: None,
        name: "maintenance-work-mem-too-large",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "maintenance_work_mem";
    let size = input.settings.bytes(name).filter(|_| input.is_set(name));
    let (Some(size), Some(room)) = (size, room(input)) else {
        return Answer::QUIET;
    };
    if size <= room / 2 {
        return Answer::QUIET;
    }
    let message = format!(
        "one CREATE INDEX may take {}; beside shared_buffers the server has {}",
        Bytes(size),
        Bytes(room)
    );
    Found::warning(message)
        .blames(input, &[name])
        .against_memory(input)
        .into()
}
