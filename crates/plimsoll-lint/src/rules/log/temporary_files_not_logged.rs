//! Spills to disk, unseen.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_temp_files = -1`.
    ///
    /// ## Why it matters
    ///
    /// A sort or hash that does not fit its memory goes to disk. Which statement did, and how
    /// much, is what `work_mem` is set by.
    ///
    /// ## Example
    ///
    /// A file that does not set it.
    ///
    /// ## What to do instead
    ///
    /// `log_temp_files = 64MB` or so; 0 logs each.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / What to Log",
    ///   `log_temp_files`
    TEMPORARY_FILES_NOT_LOGGED {
        postgresql: Some("PG-LOG-008"),
        mysql: None,
        name: "temporary-files-not-logged",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "log_temp_files";
    if input.settings.int(name) != Some(-1) {
        return Answer::QUIET;
    }
    Found::info("log_temp_files is -1: statements that spill to disk are not in the log")
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "64MB")])
        .into()
}
