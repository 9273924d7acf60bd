//! `completion_type` for all: COMMIT opens a transaction or closes the session.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `completion_type` at CHAIN or RELEASE for all sessions.
    ///
    /// ## Why it matters
    ///
    /// With CHAIN every COMMIT opens the next transaction at once: a session that thinks it
    /// is done holds a snapshot and locks, and old row versions are never purged. With
    /// RELEASE the server closes the connection after each COMMIT, under a pool that hands it
    /// out again.
    ///
    /// ## Example
    ///
    /// `completion_type = 1`, from another application's file.
    ///
    /// ## What to do instead
    ///
    /// `NO_CHAIN`, as built in; the application that wants it writes COMMIT AND CHAIN.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `completion_type`
    TRANSACTIONS_CHAINED_FOR_ALL {
        postgresql: None,
        mysql: Some("MY-PLAN-009"),
        name: "transactions-chained-for-all",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "completion_type";
    let message = if input.is_one_of(NAME, &["CHAIN"]) {
        "every COMMIT opens the next transaction: sessions hold snapshots and locks for ever"
    } else if input.is_one_of(NAME, &["RELEASE"]) {
        "every COMMIT closes its connection: pools hand out connections that are gone"
    } else {
        return Answer::QUIET;
    };
    Found::warning(message)
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "NO_CHAIN")])
        .into()
}
