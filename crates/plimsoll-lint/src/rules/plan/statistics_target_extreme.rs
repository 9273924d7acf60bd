//! Statistics of every column far too fine or too coarse.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `default_statistics_target` above 1000 or below 10.
    ///
    /// ## Why it matters
    ///
    /// ANALYZE samples 300 rows for each step of it, and keeps up to as many common values
    /// and histogram bounds for every column of every table. In the thousands ANALYZE reads
    /// millions of rows, `pg_statistic` grows, and planning gets slower with every join,
    /// since each compares the lists. Below 10 there is too little to tell a rare value by.
    ///
    /// ## Example
    ///
    /// `default_statistics_target = 10000`, the greatest value there is.
    ///
    /// ## What to do instead
    ///
    /// 100 to 500, and more for single columns: `ALTER TABLE … ALTER COLUMN … SET STATISTICS
    /// 2000`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Query Planning / Other Planner Options",
    ///   `default_statistics_target`
    /// - PostgreSQL manual, section "Statistics Used by the Planner"
    STATISTICS_TARGET_EXTREME {
        postgresql: Some("PG-PLAN-012"),
        mysql: None,
        name: "statistics-target-extreme",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "default_statistics_target";
    let Some(target) = input.settings.count(name) else {
        return Answer::QUIET;
    };
    let message = match target {
        0..10 => format!("{name} is {target}: too few values are kept to estimate by"),
        10..=1000 => return Answer::QUIET,
        1001.. => format!(
            "{name} is {target}: ANALYZE samples {} rows of every table, and planning compares lists as long",
            target * 300
        ),
    };
    Found::info(message).blames(input, &[name]).into()
}
