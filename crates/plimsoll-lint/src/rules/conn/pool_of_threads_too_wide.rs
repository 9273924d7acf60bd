//! More thread groups than processors.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// MariaDB's `pool-of-threads` with a `thread_pool_size` of more than four times the
    /// processors.
    ///
    /// ## Why it matters
    ///
    /// The size is the number of groups, and each runs one statement at a time: it is the
    /// number of statements that run at once, not of threads that are there. Far above the
    /// number of processors the pool is again what it was to prevent: too many sessions that
    /// take each other's time.
    ///
    /// ## Example
    ///
    /// `thread_pool_size = 256` on 8 processors, taken for the number of threads.
    ///
    /// ## What to do instead
    ///
    /// Remove the line: the number of processors is built in.
    ///
    /// ## Sources
    ///
    /// - MariaDB manual, "Thread Pool in MariaDB", `thread_pool_size`
    POOL_OF_THREADS_TOO_WIDE {
        postgresql: None,
        mysql: Some("MY-CONN-008"),
        name: "pool-of-threads-too-wide",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "thread_pool_size";
    let pool = input.is_one_of("thread_handling", &["pool-of-threads"]);
    let groups = input
        .settings
        .count(NAME)
        .filter(|_| pool && input.is_set(NAME));
    let Some(groups) = groups else {
        return Answer::QUIET;
    };
    let Some(cpus) = input.facts.cpus.get().copied() else {
        return Answer::needs("cpus");
    };
    if groups <= u64::from(cpus) * 4 {
        return Answer::QUIET;
    }
    Found::info(format!(
        "{groups} thread groups run as many statements at once on {cpus} processors"
    ))
    .blames(input, &[NAME])
    .fact(
        "cpus",
        cpus.to_string(),
        input.facts.cpus.source().unwrap_or_default(),
    )
    .into()
}
