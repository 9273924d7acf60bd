//! Logical decoding that may take the memory between its senders.

use plimsoll_model::Bytes;

use super::room::room;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `logical_decoding_work_mem` times the senders that can run (`max_wal_senders`,
    /// `max_replication_slots`) above half of what is left beside `shared_buffers`, with
    /// `wal_level = logical`.
    ///
    /// ## Why it matters
    ///
    /// Each sender that decodes gathers the changes of open transactions up to that size
    /// before it writes them to disk, and a large transaction on the server fills it in all
    /// of them at the same moment. Up to 16 the allocator may take half as much again.
    ///
    /// ## Example
    ///
    /// `logical_decoding_work_mem = 1GB` and the 10 senders that are built in, on a server of
    /// 16 GB.
    ///
    /// ## What to do instead
    ///
    /// The default of 64 MB; senders that spill are slower by little.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Memory",
    ///   `logical_decoding_work_mem`
    /// - `ReorderBufferCheckMemoryLimit` (reorderbuffer.c), 13 and later
    DECODING_MEMORY_TOO_LARGE {
        postgresql: Some("PG-MEM-013"),
        mysql: None,
        name: "logical-decoding-memory-too-large",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "logical_decoding_work_mem";
    let decodes = input.settings.text("wal_level") == Some("logical") && input.is_set(name);
    let Some(each) = input.settings.bytes(name).filter(|_| decodes) else {
        return Answer::QUIET;
    };
    let Some(room) = room(input) else {
        return Answer::QUIET;
    };
    let count = |name| input.settings.count(name).unwrap_or(0);
    let senders = count("max_wal_senders").min(count("max_replication_slots"));
    let all = each.saturating_mul(senders);
    if all <= room / 2 {
        return Answer::QUIET;
    }
    let message = format!(
        "{senders} senders may gather {} each while they decode, {} together; beside shared_buffers \
         the server has {}",
        Bytes(each),
        Bytes(all),
        Bytes(room)
    );
    Found::info(message)
        .blames(input, &[name])
        .against_memory(input)
        .into()
}
