//! `READ-UNCOMMITTED` for all: queries see what is rolled back.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `transaction_isolation = READ-UNCOMMITTED` for all sessions.
    ///
    /// ## Why it matters
    ///
    /// Every query may see rows that their transaction takes back a moment later: sums that
    /// never were, orders that do not exist. InnoDB's readers do not wait for writers at any
    /// of its higher levels, so nothing is gained by it.
    ///
    /// ## Example
    ///
    /// `transaction_isolation = READ-UNCOMMITTED`, carried over from another engine where it
    /// avoided locks.
    ///
    /// ## What to do instead
    ///
    /// `READ-COMMITTED`, or REPEATABLE-READ as built in.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Transaction Isolation Levels"
    UNCOMMITTED_ROWS_READ {
        postgresql: None,
        mysql: Some("MY-PLAN-002"),
        name: "uncommitted-rows-read",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = input.named(&["tx_isolation", "transaction_isolation"]);
    let Some(name) = name.filter(|name| input.is_one_of(name, &["READ-UNCOMMITTED"])) else {
        return Answer::QUIET;
    };
    Found::warning("every session may read rows that are rolled back a moment later")
        .blames(input, &[name])
        .into()
}
