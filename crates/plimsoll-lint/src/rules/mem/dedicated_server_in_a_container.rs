//! `innodb_dedicated_server` takes the host's memory for its own.

use plimsoll_model::{Bytes, Confidence, Severity, Version};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_dedicated_server = ON` without an `innodb_buffer_pool_size`, under a limit
    /// below the host's memory that this version does not look at.
    ///
    /// ## Why it matters
    ///
    /// MySQL then makes the pool 128 MB on a host below 1 GB, half of the memory up to 4 GB,
    /// and three quarters of it above. The memory it looks at is the host's: a container or
    /// cgroup with a limit of its own gets a pool for the whole machine. MySQL 8.0 and 8.4 do
    /// not look at the limit at all, 9.3 to 9.6 do; 9.7 does only with `container_aware =
    /// ON`, which is off unless set. MySQL 9.7.4 under a limit of 1.2 GB on a host of 23 GB
    /// made a pool of 17.25 GB and was killed while it started; with `container_aware = ON`
    /// it made one of 512 MB.
    ///
    /// It is critical where limit, memory and version are known and the pool alone is larger
    /// than the limit.
    ///
    /// ## Example
    ///
    /// `innodb_dedicated_server = ON` in an image, run with a limit of 8 GB on a host of 256
    /// GB: a pool of 192 GB.
    ///
    /// ## What to do instead
    ///
    /// Set `innodb_buffer_pool_size` and leave `innodb_dedicated_server` out; on 9.7 also
    /// `container_aware = ON`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Enabling Automatic InnoDB Configuration for a Dedicated MySQL Server"
    ///   and "Container Detection and Configuration"
    /// - Seen on MySQL 9.7.4 in a memory cgroup
    DEDICATED_SERVER_IN_A_CONTAINER {
        postgresql: None,
        mysql: Some("MY-MEM-003"),
        name: "dedicated-server-in-a-container",
        worst: Critical,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let on = |name| input.settings.is_on(name) == Some(true);
    if !on("innodb_dedicated_server")
        || on("container_aware")
        || input.is_set("innodb_buffer_pool_size")
    {
        return Answer::QUIET;
    }
    let facts = (
        input.facts.memory_bytes.get(),
        input.facts.limit_bytes.get(),
    );
    let (Some(memory), Some(limit)) = facts else {
        return Answer::needs("memory");
    };
    let pool = pool_bytes(*memory);
    if pool <= *limit {
        return Answer::QUIET;
    }
    let told = input.config.version.get();
    if told.is_some_and(|version| looks_at_the_limit(*version)) {
        return Answer::QUIET;
    }
    let (worst, confidence) = match input.version() {
        Some(_) if input.is_whole() => (Severity::Critical, Confidence::High),
        Some(_) | None => (Severity::Warning, Confidence::Medium),
    };
    let message = format!(
        "innodb_dedicated_server looks at the host's {} and makes a buffer pool of {}; this server may have {}",
        Bytes(*memory),
        Bytes(pool),
        Bytes(*limit)
    );
    Found::new(worst, confidence, message)
        .blames(input, &["innodb_dedicated_server"])
        .fact("limit", Bytes(*limit).to_string(), "--limit")
        .into()
}

/// The innovation releases that did so without being asked.
fn looks_at_the_limit(version: Version) -> bool {
    (Version::new(9, 3)..Version::new(9, 7)).contains(&version)
}

/// The pool it makes of the memory it sees.
fn pool_bytes(memory: u64) -> u64 {
    const GIB: u64 = 1 << 30;
    const FOUR_GIB: u64 = 4 * GIB;
    match memory {
        ..GIB => 128 << 20,
        GIB..=FOUR_GIB => memory / 2,
        _ => memory / 4 * 3,
    }
}
