//! `innodb_stats_persistent` off: plans that change at a restart.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_stats_persistent = OFF`, or `innodb_stats_on_metadata = ON`.
    ///
    /// ## Why it matters
    ///
    /// Without it a table's statistics are sampled anew, from 8 pages, at every start and
    /// whenever enough rows have changed: the same query gets another plan after a restart.
    /// With `innodb_stats_on_metadata` besides, every look into the information schema, as
    /// monitoring does each minute, samples all tables again.
    ///
    /// ## Example
    ///
    /// `innodb_stats_persistent = 0`, since ANALYZE TABLE was slow.
    ///
    /// ## What to do instead
    ///
    /// ON, and `innodb_stats_persistent_sample_pages` for tables that need a closer look.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Configuring Persistent Optimizer Statistics Parameters"
    STATISTICS_NOT_KEPT {
        postgresql: None,
        mysql: Some("MY-PLAN-005"),
        name: "statistics-not-kept",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const KEPT: &str = "innodb_stats_persistent";
    const ON_METADATA: &str = "innodb_stats_on_metadata";
    let lost = input.settings.is_on(KEPT) == Some(false);
    let again = input.settings.is_on(ON_METADATA) == Some(true);
    let (names, message): (&[&str], &str) = match (lost, again) {
        (true, true) => (
            &[ON_METADATA, KEPT],
            "every look into the information schema samples all tables again and may change plans",
        ),
        (true, false) => (
            &[KEPT],
            "statistics are sampled anew at every start: plans change with it",
        ),
        (false, _) => return Answer::QUIET,
    };
    Found::info(message).blames(input, names).into()
}
