//! One log file that grows for ever.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// The collector is on and never begins a new file: both `log_rotation_age` and
    /// `log_rotation_size` are 0, or `log_filename` has nothing of the time in it and is not
    /// truncated.
    ///
    /// ## Why it matters
    ///
    /// "Rotating" opens the file of the name that `log_filename` makes now. Where that is
    /// always the same name, lines are appended to the same file, until its disk, often the
    /// data's, is full.
    ///
    /// ## Example
    ///
    /// `log_filename = 'postgresql.log'`.
    ///
    /// ## What to do instead
    ///
    /// `log_filename = 'postgresql-%a.log'` with `log_truncate_on_rotation = on` keeps a week
    /// and cleans up by itself. Where logrotate does it (with `pg_ctl logrotate`), leave it
    /// and ignore this rule there.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / Where to Log",
    ///   `log_filename`
    /// - PostgreSQL manual, section "Log File Maintenance"
    LOG_NEVER_ROTATES {
        postgresql: Some("PG-LOG-012"),
        mysql: None,
        name: "log-never-rotates",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if input.settings.is_on("logging_collector") != Some(true) {
        return Answer::QUIET;
    }
    let zero = |name| input.settings.int(name) == Some(0);
    if zero("log_rotation_age") && zero("log_rotation_size") {
        return Found::info(
            "log_rotation_age and log_rotation_size are 0: the log file grows for ever",
        )
        .blames(input, &["log_rotation_age", "log_rotation_size"])
        .into();
    }
    let constant = !input.text("log_filename").contains('%');
    let truncated = input.settings.is_on("log_truncate_on_rotation") == Some(true);
    if !constant || truncated && !zero("log_rotation_age") {
        return Answer::QUIET;
    }
    Found::info("log_filename is always the same name: rotating goes on in the same file")
        .blames(input, &["log_filename"])
        .into()
}
