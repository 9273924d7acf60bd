//! `read_only` without `super_read_only`: administrators still write.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `read_only = ON` and `super_read_only = OFF` in MySQL.
    ///
    /// ## Why it matters
    ///
    /// `read_only` does not bind accounts with `CONNECTION_ADMIN` or SUPER. A script that
    /// runs as an administrator on the wrong server writes there; with GTIDs that is a
    /// transaction that no other server has, and the next failover stops on it.
    ///
    /// ## Example
    ///
    /// `read_only = ON` alone.
    ///
    /// ## What to do instead
    ///
    /// `super_read_only = ON`, which brings `read_only` with it.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `super_read_only`
    ADMINISTRATORS_WRITE_TO_A_REPLICA {
        postgresql: None,
        mysql: Some("MY-REPL-024"),
        name: "administrators-write-to-a-replica",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "super_read_only";
    let reads = input.settings.is_on("read_only") == Some(true);
    if !reads || input.settings.is_on(NAME) != Some(false) {
        return Answer::QUIET;
    }
    Found::info("administrators' sessions still write to this read-only server")
        .blames(input, &[NAME])
        .weighs(input, "read_only")
        .into()
}
