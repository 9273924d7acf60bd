//! Commits that wait for others, longer than they think.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `commit_delay` above 10 ms.
    ///
    /// ## Why it matters
    ///
    /// A commit then waits so long before its WAL is flushed, in the hope of others to flush
    /// with, whenever `commit_siblings` (5) other transactions are open. It counts
    /// microseconds, and gains at most what one flush takes: half of that is the manual's
    /// advice, some 100 µs on an SSD. More is a wait that every busy session pays.
    ///
    /// ## Example
    ///
    /// `commit_delay = 100000`: a tenth of a second for each commit under load.
    ///
    /// ## What to do instead
    ///
    /// 0, or half of what `pg_test_fsync` measures.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Write Ahead Log / Settings", `commit_delay`, and "WAL
    ///   Configuration"
    COMMIT_WAITS {
        postgresql: Some("PG-WAL-010"),
        mysql: None,
        name: "commit-waits",
        worst: Warning,
        look: Look::Ask(look),
    }
}

/// Longer than the flush of a spinning disk takes.
const MUCH_US: u64 = 10_000;

fn look(input: &Input<'_>) -> Answer {
    let name = "commit_delay";
    let Some(us) = input.settings.count(name).filter(|&us| us > MUCH_US) else {
        return Answer::QUIET;
    };
    let message = format!("under load each commit waits {us} µs before it is flushed");
    Found::warning(message)
        .blames(input, &[name])
        .weighs(input, "commit_siblings")
        .mended(input, Safety::Unsafe, &[(name, "0")])
        .into()
}
