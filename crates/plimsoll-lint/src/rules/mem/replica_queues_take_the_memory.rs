//! Queues of parallel replicas, a size for each thread.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// Queues of a replica's appliers that may take more than a quarter of the memory:
    /// MariaDB's `slave_parallel_threads` × `slave_parallel_max_queued`, or MySQL's
    /// `replica_pending_jobs_size_max` (`slave_pending_jobs_size_max`) set so high.
    ///
    /// ## Why it matters
    ///
    /// Events that wait for an applier are held in memory. In MariaDB the size counts for
    /// each thread, which is easily overlooked; in MySQL for all of them. They fill when the
    /// replica is behind, which is when it also reads the most.
    ///
    /// ## Example
    ///
    /// `slave_parallel_threads = 64` and `slave_parallel_max_queued = 256M`: 16 GB.
    ///
    /// ## What to do instead
    ///
    /// The built-in 128 kB for each thread (MariaDB) or 128 MB (MySQL); above the largest
    /// event, `max_allowed_packet`, where that stops replication.
    ///
    /// ## Sources
    ///
    /// - MariaDB manual, `slave_parallel_max_queued`
    /// - MySQL manual, `replica_pending_jobs_size_max`
    REPLICA_QUEUES_TAKE_THE_MEMORY {
        postgresql: None,
        mysql: Some("MY-MEM-013"),
        name: "replica-queues-take-the-memory",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let ceiling = input.facts.ceiling_bytes();
    let (Some(room), Some((names, bytes))) = (ceiling.get(), queues(input)) else {
        return Answer::QUIET;
    };
    if bytes <= *room / 4 {
        return Answer::QUIET;
    }
    Found::info(format!(
        "events that wait for the replica's appliers may take {} of the {} this server may have",
        Bytes(bytes),
        Bytes(*room)
    ))
    .blames(input, names)
    .into()
}

/// The parameters that the file sets for the queues, and their most.
fn queues(input: &Input<'_>) -> Option<(&'static [&'static str], u64)> {
    const EACH: &[&str] = &["slave_parallel_max_queued", "slave_parallel_threads"];
    const ALL: &[&[&str]] = &[
        &["replica_pending_jobs_size_max"],
        &["slave_pending_jobs_size_max"],
    ];
    if input.is_set(EACH[0]) {
        let each = input.settings.bytes(EACH[0])?;
        let threads = input.settings.count(EACH[1])?;
        return Some((EACH, each.saturating_mul(threads)));
    }
    let names = ALL.iter().copied().find(|names| input.is_set(names[0]))?;
    Some((names, input.settings.bytes(names[0])?))
}
