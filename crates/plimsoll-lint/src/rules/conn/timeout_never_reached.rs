//! A timeout that another one always comes before.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `lock_timeout` that is as long as `statement_timeout` or longer; `statement_timeout`
    /// or `idle_in_transaction_session_timeout` that is as long as `transaction_timeout` or
    /// longer.
    ///
    /// ## Why it matters
    ///
    /// The wait for a lock is part of the statement, and the statement part of the
    /// transaction: the shorter one ends it first. Who looks for "canceling statement due to
    /// lock timeout" in the log finds only the statement's, and does not see that it was a
    /// lock.
    ///
    /// ## Example
    ///
    /// `statement_timeout = 30s` with `lock_timeout = 60s`.
    ///
    /// ## What to do instead
    ///
    /// The inner one shorter than the outer one: `lock_timeout = 5s`, `statement_timeout =
    /// 30s`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Client Connection Defaults / Statement Behavior",
    ///   `lock_timeout` and `transaction_timeout` (17 and later)
    TIMEOUT_NEVER_REACHED {
        postgresql: Some("PG-CONN-005"),
        mysql: None,
        name: "timeout-never-reached",
        worst: Info,
        look: Look::Ask(look),
    }
}

/// The inner one, and the outer one that has to be longer.
const PAIRS: [(&str, &str); 3] = [
    ("lock_timeout", "statement_timeout"),
    ("statement_timeout", "transaction_timeout"),
    ("idle_in_transaction_session_timeout", "transaction_timeout"),
];

fn look(input: &Input<'_>) -> Answer {
    let on = |name| input.settings.count(name).filter(|&ms| ms > 0);
    let found = PAIRS.into_iter().filter_map(|(inner, outer)| {
        let never = on(inner)? >= on(outer)?;
        let message = format!(
            "{inner} ({}) never comes: {outer} ({}) is before it",
            input.shown(inner),
            input.shown(outer)
        );
        never.then(|| Found::info(message).blames(input, &[inner, outer]))
    });
    Answer::Found(found.collect())
}
