//! An `archive_command` that nothing runs.

use super::archive;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// An `archive_command` that would archive, with `archive_mode = off`.
    ///
    /// ## Why it matters
    ///
    /// The command looks like a backup and is none: it is not run until `archive_mode` is on,
    /// and that takes a restart, not a reload.
    ///
    /// ## Example
    ///
    /// `archive_command` set by the backup tool's guide, and the restart forgotten.
    ///
    /// ## What to do instead
    ///
    /// `archive_mode = on` and a restart; then see `pg_stat_archiver`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / Archiving", `archive_mode`
    ARCHIVE_COMMAND_UNUSED {
        postgresql: Some("PG-DUR-017"),
        mysql: None,
        name: "archive-command-unused",
        worst: Info,
        controls: ["SOC 2 A1.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let command = archive::command(input);
    let unused = !command.is_empty() && !archive::discards(command);
    // What is set nowhere here may be set elsewhere.
    let is_told = input.is_set("archive_mode") || input.is_whole();
    if archive::is_on(input) || !unused || !is_told {
        return Answer::QUIET;
    }
    let message = "archive_command is never run: archive_mode is off";
    Found::info(message)
        .blames(input, &["archive_mode"])
        .weighs(input, "archive_command")
        .into()
}
