//! Semi-synchronous commits that wait for a replica without an end.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// Semi-synchronous replication on a source with a timeout of an hour or more.
    ///
    /// ## Why it matters
    ///
    /// A commit waits until a replica has it. When the last replica is gone, every commit
    /// waits until the timeout; at an hour or more the application stands still long before.
    /// It is right where no commit may be lost and something promotes or takes out replicas
    /// at once.
    ///
    /// ## Example
    ///
    /// `rpl_semi_sync_master_timeout = 1000000000000000000`.
    ///
    /// ## What to do instead
    ///
    /// Know it is meant, and have more than one replica that acknowledges; else a timeout of
    /// seconds.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `rpl_semi_sync_source_timeout`
    /// - MariaDB manual, "Semisynchronous Replication"
    COMMITS_WAIT_FOREVER_FOR_A_REPLICA {
        postgresql: None,
        mysql: Some("MY-REPL-015"),
        name: "commits-wait-forever-for-a-replica",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const HOUR_MS: u64 = 3_600_000;
    let enabled = input.named(&[
        "rpl_semi_sync_source_enabled",
        "rpl_semi_sync_master_enabled",
    ]);
    let timeout = input.named(&[
        "rpl_semi_sync_source_timeout",
        "rpl_semi_sync_master_timeout",
    ]);
    let (Some(enabled), Some(timeout)) = (enabled, timeout) else {
        return Answer::QUIET;
    };
    let on = input.settings.is_on(enabled) == Some(true);
    if !on
        || input
            .settings
            .count(timeout)
            .is_none_or(|wait| wait < HOUR_MS)
    {
        return Answer::QUIET;
    }
    Found::info(
        "commits wait for a replica as good as for ever: without one, every write stands still",
    )
    .blames(input, &[timeout, enabled])
    .into()
}
