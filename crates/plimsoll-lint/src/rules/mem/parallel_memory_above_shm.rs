//! A parallel hash join whose table does not fit in /dev/shm.

use plimsoll_model::{Bytes, Confidence};

use super::worker::{hash_bytes, workers_a_node};
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A parallel hash join that may grow beyond the size of /dev/shm: `work_mem` ×
    /// `hash_mem_multiplier` × (workers + 1), with `dynamic_shared_memory_type = posix`.
    ///
    /// ## Why it matters
    ///
    /// The processes of a parallel hash join share its table in segments that are files of
    /// /dev/shm. Containers get 64 MB of it unless told otherwise. Where it is full the
    /// statement ends with "could not resize shared memory segment … No space left on
    /// device", though memory is free. Plans turn parallel as tables grow, so it comes
    /// without any change.
    ///
    /// ## Example
    ///
    /// `work_mem = 64MB` in a container with the usual 64 MB: 384 MB for one join of two
    /// workers.
    ///
    /// ## What to do instead
    ///
    /// Give the container more (`shm_size`, `--shm-size`, a volume of `medium: Memory` on
    /// /dev/shm); it is a bound and takes nothing by itself. Or lower `work_mem`, or
    /// `max_parallel_workers_per_gather = 0`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Memory",
    ///   `dynamic_shared_memory_type`
    /// - `ExecChooseHashTableSize` (`nodeHash.c`): the shared table has the hash memory of
    ///   all participants
    PARALLEL_MEMORY_ABOVE_SHM {
        postgresql: Some("PG-MEM-016"),
        mysql: None,
        name: "parallel-hash-above-shm",
        worst: Warning,
        look: Look::Ask(look),
    }
}

/// What a container gets of /dev/shm unless told otherwise.
const USUAL_SHM_BYTES: u64 = 64 << 20;

fn look(input: &Input<'_>) -> Answer {
    let posix = input.settings.text("dynamic_shared_memory_type") == Some("posix");
    let workers = workers_a_node(input);
    let on = input.settings.is_on("enable_parallel_hash") != Some(false);
    if !posix || workers == 0 || !on {
        return Answer::QUIET;
    }
    let table = hash_bytes(input).saturating_mul(workers + 1);
    let Some(&shm) = input.facts.shm_bytes.get() else {
        let real = table > USUAL_SHM_BYTES && input.facts.limit_bytes.get().is_some();
        return if real {
            Answer::needs("shm_size")
        } else {
            Answer::QUIET
        };
    };
    if table <= shm {
        return Answer::QUIET;
    }
    let message = format!(
        "the table of one parallel hash join may grow to {}, and /dev/shm has {}: the statement \
         then fails with \"No space left on device\"",
        Bytes(table),
        Bytes(shm)
    );
    let names = [
        "work_mem",
        "hash_mem_multiplier",
        "max_parallel_workers_per_gather",
    ];
    let mut blamed: Vec<&str> = names
        .into_iter()
        .filter(|name| input.is_set(name))
        .collect();
    if blamed.is_empty() {
        blamed.push("max_parallel_workers_per_gather");
    }
    Found::warning(message)
        .sure(Confidence::Medium)
        .blames(input, &blamed)
        .fact(
            "shm_size",
            Bytes(shm).to_string(),
            input.facts.shm_bytes.source().unwrap_or_default(),
        )
        .into()
}
