//! A standby's long queries, paid for by the primary.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `hot_standby_feedback = on` with no limit on how long a query or transaction may stay
    /// open.
    ///
    /// ## Why it matters
    ///
    /// The primary keeps every dead row that the standby's oldest transaction might still
    /// see. One forgotten session there, and tables of the primary grow though they are
    /// vacuumed.
    ///
    /// ## Example
    ///
    /// `hot_standby_feedback = on` on a standby for reports.
    ///
    /// ## What to do instead
    ///
    /// `statement_timeout` and `idle_in_transaction_session_timeout` on the standby, and an
    /// alarm on `backend_xmin` of `pg_stat_replication`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Replication / Standby Servers", `hot_standby_feedback`
    FEEDBACK_BLOATS_THE_PRIMARY {
        postgresql: Some("PG-REPL-014"),
        mysql: None,
        name: "feedback-bloats-the-primary",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

const LIMITS: [&str; 3] = [
    "statement_timeout",
    "transaction_timeout",
    "idle_in_transaction_session_timeout",
];

fn look(input: &Input<'_>) -> Answer {
    let name = "hot_standby_feedback";
    let limited = LIMITS
        .iter()
        .any(|limit| input.settings.count(limit).unwrap_or(0) > 0);
    if limited || input.settings.is_on(name) != Some(true) {
        return Answer::QUIET;
    }
    Found::info("hot_standby_feedback is on and nothing ends a long transaction: the primary's tables grow with it")
        .sure(Confidence::Medium)
        .blames(input, &[name])
        .into()
}
