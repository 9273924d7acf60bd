//! A limit that the machine runs out of memory before.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A limit of the container or group above the memory of the host.
    ///
    /// ## Why it matters
    ///
    /// The limit never takes effect. When memory runs out it is the host's, and the kernel
    /// chooses among all processes of it, not among those of this group.
    ///
    /// ## Example
    ///
    /// `memory: 16Gi` on a node of 8 GB.
    ///
    /// ## What to do instead
    ///
    /// A limit below the memory, with room for the system and whatever else runs there.
    ///
    /// ## Sources
    ///
    /// - Linux kernel documentation, admin-guide/cgroup-v2, "memory.max"
    LIMIT_ABOVE_MEMORY {
        postgresql: Some("PG-HOST-006"),
        mysql: Some("MY-HOST-006"),
        name: "limit-above-memory",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let facts = input.facts;
    let (Some(limit), Some(memory)) = (facts.limit_bytes.get(), facts.memory_bytes.get()) else {
        return Answer::QUIET;
    };
    if limit <= memory {
        return Answer::QUIET;
    }
    let message = format!(
        "the limit is {} and the host has {}: the host runs out first",
        Bytes(*limit),
        Bytes(*memory)
    );
    Found::info(message)
        .fact(
            "limit",
            Bytes(*limit).to_string(),
            facts.limit_bytes.source().unwrap_or_default(),
        )
        .fact(
            "memory",
            Bytes(*memory).to_string(),
            facts.memory_bytes.source().unwrap_or_default(),
        )
        .into()
}
