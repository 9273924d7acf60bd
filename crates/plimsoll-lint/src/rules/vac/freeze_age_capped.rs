//! Ages of freezing that the server silently lowers.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `vacuum_freeze_table_age` above 95 % of `autovacuum_freeze_max_age`, or
    /// `vacuum_freeze_min_age` above half of it; the same for multixacts. Only where a file
    /// sets one of the two.
    ///
    /// ## Why it matters
    ///
    /// VACUUM uses no more than these parts, and says nothing: a vacuum that was meant to
    /// come later comes when it always did, and tables are scanned in full more often than
    /// the file says.
    ///
    /// ## Example
    ///
    /// `vacuum_freeze_table_age = 1000000000` with the built-in `autovacuum_freeze_max_age`
    /// of 200 million: it is 190 million.
    ///
    /// ## What to do instead
    ///
    /// Raise both, or neither.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Vacuuming / Freezing", `vacuum_freeze_table_age` and
    ///   `vacuum_freeze_min_age`
    /// - `vacuum_get_cutoffs` (vacuum.c; `vacuum_set_xid_limits` before 16)
    FREEZE_AGE_CAPPED {
        postgresql: Some("PG-VAC-012"),
        mysql: None,
        name: "freeze-age-capped",
        worst: Info,
        look: Look::Ask(look),
    }
}

/// An age, the age that bounds it, and the percent of that it may be.
const CAPS: [(&str, &str, u64); 4] = [
    ("vacuum_freeze_table_age", "autovacuum_freeze_max_age", 95),
    ("vacuum_freeze_min_age", "autovacuum_freeze_max_age", 50),
    (
        "vacuum_multixact_freeze_table_age",
        "autovacuum_multixact_freeze_max_age",
        95,
    ),
    (
        "vacuum_multixact_freeze_min_age",
        "autovacuum_multixact_freeze_max_age",
        50,
    ),
];

fn look(input: &Input<'_>) -> Answer {
    let found = CAPS.into_iter().filter_map(|(name, bound, percent)| {
        let age = input.settings.count(name)?;
        let most = input.settings.count(bound)? / 100 * percent;
        let capped = age > most && (input.is_set(name) || input.is_set(bound));
        let message = format!("{name} = {age} counts as {most}: {percent} % of {bound}");
        capped.then(|| Found::info(message).blames(input, &[name, bound]))
    });
    Answer::Found(found.collect())
}
