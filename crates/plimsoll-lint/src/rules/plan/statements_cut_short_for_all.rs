//! A time limit for every statement, backups included.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_statement_time` (MariaDB) or `max_execution_time` (MySQL) below a minute for all
    /// sessions.
    ///
    /// ## Why it matters
    ///
    /// It ends everything that takes longer: reports, consistency checks, in MariaDB also
    /// ALTER TABLE, nightly jobs and older tools that copy tables. MySQL's ends only SELECTs.
    ///
    /// ## Example
    ///
    /// `max_statement_time = 10`, to guard against careless queries.
    ///
    /// ## What to do instead
    ///
    /// Per account (MariaDB: `GRANT … WITH MAX_STATEMENT_TIME`) or per session, so that
    /// maintenance has none.
    ///
    /// ## Sources
    ///
    /// - MariaDB manual, "Aborting Statements that Exceed a Certain Time to Execute"
    /// - MySQL manual, `max_execution_time`
    STATEMENTS_CUT_SHORT_FOR_ALL {
        postgresql: None,
        mysql: Some("MY-PLAN-008"),
        name: "statements-cut-short-for-all",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let short = |name: &str, minute: f64| {
        let time = input.settings.real(name).filter(|_| input.is_set(name));
        time.is_some_and(|time| time > 0.0 && time < minute)
    };
    let name = if short("max_statement_time", 60.0) {
        "max_statement_time"
    } else if short("max_execution_time", 60_000.0) {
        "max_execution_time"
    } else {
        return Answer::QUIET;
    };
    Found::info("every statement is ended early, maintenance and backups included")
        .sure(Confidence::Medium)
        .blames(input, &[name])
        .into()
}
