//! Commits that wait for a standby that cannot connect.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `synchronous_standby_names` is set and `max_wal_senders` is 0.
    ///
    /// ## Why it matters
    ///
    /// A commit waits for a standby's answer, and no standby can connect. Every commit of a
    /// session that waits (`synchronous_commit` above `local`) hangs until it is cancelled.
    ///
    /// ## Example
    ///
    /// `max_wal_senders = 0`, from a file of a server without standbys, beside
    /// `synchronous_standby_names = 's1'`.
    ///
    /// ## What to do instead
    ///
    /// As many `max_wal_senders` as there are standbys, receivers and backups at once, and
    /// some more.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Replication / Primary Server",
    ///   `synchronous_standby_names`
    /// - seen to start on PostgreSQL 18.4
    SYNC_COMMIT_WITHOUT_SENDERS {
        postgresql: Some("PG-REPL-001"),
        mysql: None,
        name: "sync-commit-without-senders",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let named = !input.text("synchronous_standby_names").trim().is_empty();
    let waits = !matches!(input.text("synchronous_commit"), "off" | "local");
    if !named || !waits || input.settings.count("max_wal_senders") != Some(0) {
        return Answer::QUIET;
    }
    Found::warning(
        "commits wait for a standby, and max_wal_senders = 0 lets none connect: they hang",
    )
    .blames(input, &["max_wal_senders", "synchronous_standby_names"])
    .into()
}
