//! `low_priority_updates`: writes that never come to it.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `low_priority_updates = ON`.
    ///
    /// ## Why it matters
    ///
    /// For tables with table locks (MyISAM, MEMORY, MERGE) a write waits until nobody reads
    /// or wants to. Under steady reads it waits for ever, holding its connection. InnoDB does
    /// not ask for it.
    ///
    /// ## Example
    ///
    /// `low-priority-updates`, for a busy MyISAM table.
    ///
    /// ## What to do instead
    ///
    /// Leave it out; InnoDB for tables that are read and written at once.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `low_priority_updates`
    UPDATES_WAIT_FOR_READERS {
        postgresql: None,
        mysql: Some("MY-PLAN-010"),
        name: "updates-wait-for-readers",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "low_priority_updates";
    if input.settings.is_on(NAME) != Some(true) {
        return Answer::QUIET;
    }
    Found::info("writes to MyISAM tables wait until nobody reads, which may be never")
        .blames(input, &[NAME])
        .into()
}
