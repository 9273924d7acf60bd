//! Synchronous standbys that no commit waits for.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `synchronous_standby_names` is set and `synchronous_commit` is `off` or `local`.
    ///
    /// ## Why it matters
    ///
    /// The names say that a commit is to be on a standby before it is confirmed; the other
    /// says that it is not waited for. It is not: after a failover, transactions that were
    /// confirmed are missing. Only sessions that set it for themselves wait.
    ///
    /// ## Example
    ///
    /// `synchronous_commit = off`, from a list of tips, on a server whose operator counts on
    /// its synchronous standby.
    ///
    /// ## What to do instead
    ///
    /// `synchronous_commit = on` (or `remote_apply`), and `off` for what may be lost by role
    /// or transaction; or no synchronous standbys.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / Settings", `synchronous_commit`
    /// - section "Synchronous Replication"
    SYNC_STANDBYS_NOT_WAITED_FOR {
        postgresql: Some("PG-REPL-002"),
        mysql: None,
        name: "sync-standbys-not-waited-for",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let named = !input.text("synchronous_standby_names").trim().is_empty();
    let how = input.text("synchronous_commit");
    if !named || !matches!(how, "off" | "local") {
        return Answer::QUIET;
    }
    let message = format!(
        "synchronous standbys are named, and synchronous_commit = {how} waits for none: \
         a failover can lose confirmed transactions"
    );
    Found::warning(message)
        .sure(Confidence::Medium)
        .blames(input, &["synchronous_commit", "synchronous_standby_names"])
        .into()
}
