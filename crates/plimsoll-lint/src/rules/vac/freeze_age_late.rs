//! Vacuum against wraparound that begins when little is left.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `autovacuum_freeze_max_age` or `autovacuum_multixact_freeze_max_age` of 1.5 billion or
    /// more, or (14 and later) `vacuum_failsafe_age` or `vacuum_multixact_failsafe_age` above
    /// 2 billion.
    ///
    /// ## Why it matters
    ///
    /// There are some 2.1 billion transaction numbers before the oldest must be gone; a few
    /// million before that the server takes no more writes until vacuum has caught up.
    /// Whoever begins at 1.5 billion has a quarter of them left for the vacuum of the largest
    /// table. A busy server uses that up in days, and an open transaction or a forgotten slot
    /// in less.
    ///
    /// ## Example
    ///
    /// `autovacuum_freeze_max_age = 2000000000`, to be rid of the vacuums "to prevent
    /// wraparound".
    ///
    /// ## What to do instead
    ///
    /// 200 million, the default, up to a billion where the age is watched and the vacuums are
    /// fast. The failsafe at 1.6 billion.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Routine Vacuuming", "Preventing Transaction ID
    ///   Wraparound Failures"
    /// - `SetTransactionIdLimit` (varsup.c)
    FREEZE_AGE_LATE {
        postgresql: Some("PG-VAC-010"),
        mysql: None,
        name: "freeze-age-late",
        worst: Warning,
        controls: ["SOC 2 A1.1"],
        look: Look::Ask(look),
    }
}

const AGES: [(&str, u64); 4] = [
    ("autovacuum_freeze_max_age", 1_500_000_000),
    ("autovacuum_multixact_freeze_max_age", 1_500_000_000),
    ("vacuum_failsafe_age", 2_000_000_001),
    ("vacuum_multixact_failsafe_age", 2_000_000_001),
];
/// The distance between the oldest number and the newest that there can be.
const NUMBERS: u64 = 1 << 31;

fn look(input: &Input<'_>) -> Answer {
    let found = AGES.into_iter().filter_map(|(name, late)| {
        let age = input.settings.count(name).filter(|&age| age >= late)?;
        let left = NUMBERS.saturating_sub(age) / 1_000_000;
        let message = format!(
            "{name} = {age}: {left} million transaction numbers are left when it begins, \
             and without any the server takes no writes"
        );
        Some(Found::warning(message).blames(input, &[name]))
    });
    Answer::Found(found.collect())
}
