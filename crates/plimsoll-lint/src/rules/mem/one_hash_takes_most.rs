//! `work_mem`, `hash_mem_multiplier` and parallel workers that let one hash take the
//! memory.

use plimsoll_model::Bytes;

use super::room::room;
use super::worker::{hash_bytes, workers_a_node};
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A single hash join or hash aggregate that may take more than half of what is left
    /// beside `shared_buffers`: `work_mem` × `hash_mem_multiplier`, times the leader and its
    /// workers where the plan is parallel.
    ///
    /// ## Why it matters
    ///
    /// A hash may use `hash_mem_multiplier` times `work_mem` (13 and later; 2 by default from
    /// 15 on), and each process of a parallel plan adds its share. Where one statement may
    /// come near the memory, no limit on sessions helps: the first large report ends the
    /// server. The bill prices what a profile does; this is about what one statement is
    /// allowed to do.
    ///
    /// ## Example
    ///
    /// `work_mem = 256MB` and `hash_mem_multiplier = 8` with four workers a node: 10 GB for
    /// one hash on a server of 16 GB.
    ///
    /// ## What to do instead
    ///
    /// Keep the multiplier at 2 and set `work_mem` for the roles or the statements that need
    /// it (`ALTER ROLE … SET`, `SET LOCAL`).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Memory", `work_mem` and
    ///   `hash_mem_multiplier`
    /// - PostgreSQL 13 release notes (`hash_mem_multiplier`); 15 release notes (its default
    ///   becomes 2.0)
    /// - `ExecChooseHashTableSize` (`nodeHash.c`)
    ONE_HASH_TAKES_MOST {
        postgresql: Some("PG-MEM-008"),
        mysql: None,
        name: "one-hash-takes-most",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let set = |name| input.is_set(name);
    if !set("work_mem") && !set("hash_mem_multiplier") {
        return Answer::QUIET;
    }
    let Some(room) = room(input) else {
        return Answer::QUIET;
    };
    let processes = 1 + workers_a_node(input);
    let one = hash_bytes(input);
    let all = one.saturating_mul(processes);
    if all <= room / 2 {
        return Answer::QUIET;
    }
    let message = format!(
        "one hash may take {}: {} in each of {processes} processes; beside shared_buffers the server has {}",
        Bytes(all),
        Bytes(one),
        Bytes(room)
    );
    let names = [
        "work_mem",
        "hash_mem_multiplier",
        "max_parallel_workers_per_gather",
    ];
    let blamed: Vec<&str> = names.into_iter().filter(|name| set(name)).collect();
    Found::warning(message)
        .blames(input, &blamed)
        .against_memory(input)
        .into()
}
