//! Reads and writes counted, but not timed.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `track_io_timing = off`.
    ///
    /// ## Why it matters
    ///
    /// EXPLAIN (BUFFERS), `pg_stat_statements` and `pg_stat_io` then say how many blocks were
    /// read, not how long that took: whether the storage is slow cannot be told from the
    /// database.
    ///
    /// ## Example
    ///
    /// A file that does not set it.
    ///
    /// ## What to do instead
    ///
    /// `track_io_timing = on`, after `pg_test_timing` shows that the clock is cheap (below
    /// 100 ns).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Run-time Statistics / Cumulative Query and Index
    ///   Statistics", `track_io_timing`
    IO_TIME_NOT_TRACKED {
        postgresql: Some("PG-LOG-020"),
        mysql: None,
        name: "io-time-not-tracked",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "track_io_timing";
    if input.settings.is_on(name) != Some(false) {
        return Answer::QUIET;
    }
    Found::info("track_io_timing is off: how long reads and writes take is not known")
        .blames(input, &[name])
        .into()
}
