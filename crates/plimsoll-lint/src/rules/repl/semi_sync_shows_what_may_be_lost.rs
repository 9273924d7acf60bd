//! Semi-synchronous commits that others see before a replica has them.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// Semi-synchronous replication on a source with the wait point `AFTER_COMMIT`.
    ///
    /// ## Why it matters
    ///
    /// The transaction is committed and seen by others first, and then waits for a replica.
    /// If the source dies in between, others have read and acted on what no replica has, and
    /// the promoted server never had it. With `AFTER_SYNC` nobody sees it before a replica
    /// has it. It is built into MySQL; MariaDB's built-in value is `AFTER_COMMIT`.
    ///
    /// ## Example
    ///
    /// `rpl_semi_sync_master_enabled = ON` on MariaDB, and no more.
    ///
    /// ## What to do instead
    ///
    /// `rpl_semi_sync_master_wait_point = AFTER_SYNC`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `rpl_semi_sync_source_wait_point`
    /// - MariaDB manual, `rpl_semi_sync_master_wait_point`
    SEMI_SYNC_SHOWS_WHAT_MAY_BE_LOST {
        postgresql: None,
        mysql: Some("MY-REPL-016"),
        name: "semi-sync-shows-what-may-be-lost",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let enabled = input.named(&[
        "rpl_semi_sync_source_enabled",
        "rpl_semi_sync_master_enabled",
    ]);
    let point = input.named(&[
        "rpl_semi_sync_source_wait_point",
        "rpl_semi_sync_master_wait_point",
    ]);
    let (Some(enabled), Some(point)) = (enabled, point) else {
        return Answer::QUIET;
    };
    let on = input.settings.is_on(enabled) == Some(true);
    if !on || !input.is_one_of(point, &["AFTER_COMMIT"]) {
        return Answer::QUIET;
    }
    Found::info(
        "others see a commit before a replica has it: a failover can lose what they acted on",
    )
    .blames(input, &[point])
    .weighs(input, enabled)
    .mended(input, Safety::Unsafe, &[(point, "AFTER_SYNC")])
    .into()
}
