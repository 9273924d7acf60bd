//! `expire_logs_days` beside `binlog_expire_logs_seconds`: one does nothing.

use plimsoll_model::Engine;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// Both `expire_logs_days` and `binlog_expire_logs_seconds` set above 0 in MySQL 8.0.
    ///
    /// ## Why it matters
    ///
    /// The seconds count and the days are ignored, with a warning at start. Whoever changes
    /// the days later changes nothing, and 8.4 no longer knows them.
    ///
    /// ## Example
    ///
    /// `expire_logs_days = 3` in the old file, `binlog_expire_logs_seconds = 2592000` in a
    /// newer one.
    ///
    /// ## What to do instead
    ///
    /// Keep the seconds alone.
    ///
    /// ## Sources
    ///
    /// - MySQL 8.0 manual, `binlog_expire_logs_seconds`
    TWO_BINLOG_EXPIRIES {
        postgresql: None,
        mysql: Some("MY-REPL-007"),
        name: "two-binlog-expiries",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const SECONDS: &str = "binlog_expire_logs_seconds";
    const DAYS: &str = "expire_logs_days";
    let above_zero = |name| input.is_set(name) && input.settings.count(name) > Some(0);
    if input.config.engine != Engine::Mysql || !above_zero(SECONDS) || !above_zero(DAYS) {
        return Answer::QUIET;
    }
    Found::info("expire_logs_days does nothing beside binlog_expire_logs_seconds")
        .blames(input, &[DAYS, SECONDS])
        .into()
}
