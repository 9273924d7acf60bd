//! Vacuum against wraparound that never ends.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `autovacuum_freeze_max_age` below 50 million.
    ///
    /// ## Why it matters
    ///
    /// When a table's oldest row is that old, all of it is vacuumed, needed or not, and that
    /// vacuum does not yield to ALTER TABLE and the like. A server with a thousand writes a
    /// second reaches 10 million in three hours: each table is under such a vacuum again and
    /// again.
    ///
    /// ## Example
    ///
    /// `autovacuum_freeze_max_age = 10000000`, to be on the safe side.
    ///
    /// ## What to do instead
    ///
    /// 200 million, the default.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Routine Vacuuming", "Preventing Transaction ID
    ///   Wraparound Failures"
    FREEZE_AGE_EARLY {
        postgresql: Some("PG-VAC-011"),
        mysql: None,
        name: "freeze-age-early",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "autovacuum_freeze_max_age";
    let Some(age) = input.settings.count(name).filter(|&age| age < 50_000_000) else {
        return Answer::QUIET;
    };
    let message = format!(
        "every table is vacuumed against wraparound each {age} transactions, needed or not"
    );
    Found::info(message).blames(input, &[name]).into()
}
