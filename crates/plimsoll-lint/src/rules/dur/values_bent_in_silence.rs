//! `sql_mode` without a strict mode: values are cut to fit.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// An `sql_mode` that leaves out both `STRICT_TRANS_TABLES` and `STRICT_ALL_TABLES`.
    ///
    /// ## Why it matters
    ///
    /// A value that does not fit its column is stored as something else, with a warning that
    /// few clients read: text is cut, a number is moved to the edge of its range, a wrong
    /// date becomes 0000-00-00. What was written is lost at the moment of writing. Since
    /// MySQL 5.7 and MariaDB 10.2 strict mode is built in.
    ///
    /// ## Example
    ///
    /// `sql_mode = NO_ENGINE_SUBSTITUTION`, so that an old application runs.
    ///
    /// ## What to do instead
    ///
    /// Add `STRICT_TRANS_TABLES`, and let the old application set its own `sql_mode` when it
    /// connects.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Server SQL Modes"
    /// - MariaDB manual, "`SQL_MODE`"
    VALUES_BENT_IN_SILENCE {
        postgresql: None,
        mysql: Some("MY-DUR-015"),
        name: "values-bent-in-silence",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let Some(mode) = input.settings.text("sql_mode") else {
        return Answer::QUIET;
    };
    let strict = |word: &str| {
        let word = word.trim().to_ascii_uppercase();
        word.starts_with("STRICT_") || word == "TRADITIONAL"
    };
    if !input.is_set("sql_mode") || mode.split(',').any(strict) {
        return Answer::QUIET;
    }
    Found::info("strict mode is off: a value that does not fit its column is stored as another")
        .blames(input, &["sql_mode"])
        .into()
}
