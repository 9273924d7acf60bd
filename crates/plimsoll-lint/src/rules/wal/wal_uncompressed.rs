//! Whole pages in WAL that could be a third of it.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `wal_compression = off`, the default.
    ///
    /// ## Why it matters
    ///
    /// On most servers whole pages after checkpoints are the larger part of WAL. Compressed
    /// they are often a third, on disk, in the archive and on the way to replicas. It costs
    /// processor time in the sessions; lz4 and zstd (15 and later, where built in) little of
    /// it.
    ///
    /// ## Example
    ///
    /// A replica over a slow line that falls behind after every checkpoint.
    ///
    /// ## What to do instead
    ///
    /// `lz4` on 15 and later, `on` before.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / Settings", `wal_compression`
    /// - PostgreSQL 15 release notes (lz4 and zstd)
    WAL_UNCOMPRESSED {
        postgresql: Some("PG-WAL-014"),
        mysql: None,
        name: "wal-uncompressed",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "wal_compression";
    if input.settings.is_on(name) != Some(false) {
        return Answer::QUIET;
    }
    let message = "whole pages go into WAL as they are; compressed they are often a third";
    Found::info(message).blames(input, &[name]).into()
}
