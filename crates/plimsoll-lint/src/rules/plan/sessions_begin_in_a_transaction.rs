//! autocommit off for all: transactions that nobody ends.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `autocommit = OFF` for all sessions.
    ///
    /// ## Why it matters
    ///
    /// The first query of a session opens a transaction that stays open until a COMMIT. A
    /// client that only reads never sends one: its snapshot keeps every old row version from
    /// being purged, the undo log grows, and all queries get slower; its metadata lock blocks
    /// the next ALTER TABLE, and everything queues behind that.
    ///
    /// ## Example
    ///
    /// `autocommit = 0`, as in another database.
    ///
    /// ## What to do instead
    ///
    /// ON in the file; the applications that want it set it when they connect.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "autocommit, Commit, and Rollback"; "Purge Configuration"
    SESSIONS_BEGIN_IN_A_TRANSACTION {
        postgresql: None,
        mysql: Some("MY-PLAN-003"),
        name: "sessions-begin-in-a-transaction",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if input.settings.is_on("autocommit") != Some(false) {
        return Answer::QUIET;
    }
    Found::warning("every session's first query opens a transaction: those that only read keep old rows for ever")
        .blames(input, &["autocommit"])
        .mended(input, Safety::Unsafe, &[("autocommit", "ON")])
        .into()
}
