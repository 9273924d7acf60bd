//! A rotation that throws the last day away.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_truncate_on_rotation` on with a `log_filename` that is always the same, or
    /// repeats within a day.
    ///
    /// ## Why it matters
    ///
    /// Each rotation by time empties the file it opens. With one name there is never more
    /// than `log_rotation_age` of log, and right after a rotation, nothing: of an incident at
    /// night the morning shows nothing.
    ///
    /// ## Example
    ///
    /// `log_filename = 'postgresql.log'` with `log_truncate_on_rotation = on`.
    ///
    /// ## What to do instead
    ///
    /// Names that come round after a week (`%a`) or a month (`%d`).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / Where to Log",
    ///   `log_truncate_on_rotation`
    LOG_LOST_AT_ROTATION {
        postgresql: Some("PG-LOG-013"),
        mysql: None,
        name: "log-lost-at-rotation",
        worst: Info,
        look: Look::Ask(look),
    }
}

/// What differs from one day to the next.
const OF_THE_DAY: [&str; 16] = [
    "%a", "%A", "%c", "%d", "%D", "%e", "%F", "%G", "%j", "%m", "%s", "%u", "%U", "%w", "%x", "%y",
];

fn look(input: &Input<'_>) -> Answer {
    let on = |name| input.settings.is_on(name) == Some(true);
    let rotates = input.settings.int("log_rotation_age") != Some(0);
    if !(on("logging_collector") && on("log_truncate_on_rotation") && rotates) {
        return Answer::QUIET;
    }
    let name = input.text("log_filename");
    if OF_THE_DAY.iter().any(|escape| name.contains(escape)) || name.contains("%Y-%") {
        return Answer::QUIET;
    }
    Found::info("each rotation empties the log file: less than a day of it is kept")
        .blames(input, &["log_filename", "log_truncate_on_rotation"])
        .into()
}
