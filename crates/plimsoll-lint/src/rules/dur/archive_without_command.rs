//! `archive_mode`=on and nothing to archive with: WAL piles up.

use super::archive;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `archive_mode` on or always, with an empty `archive_command` and no `archive_library`.
    ///
    /// ## Why it matters
    ///
    /// Every finished WAL segment waits to be archived and is kept until it is. Nothing
    /// archives them, so `pg_wal` grows until the disk is full and the server stops with
    /// PANIC. From 15 on the log says "`archive_mode` enabled, yet archiving is not
    /// configured".
    ///
    /// ## Example
    ///
    /// `archive_mode = on`, with the command to be filled in later.
    ///
    /// ## What to do instead
    ///
    /// The command of your backup tool, or `archive_mode = off`. To pause archiving on
    /// purpose, know how long the disk lasts.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Write Ahead Log / Archiving" and "Continuous Archiving"
    ARCHIVE_WITHOUT_COMMAND {
        postgresql: Some("PG-DUR-011"),
        mysql: None,
        name: "archive-without-command",
        worst: Warning,
        controls: ["SOC 2 A1.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let library = input.settings.text("archive_library").unwrap_or_default();
    let idle = archive::command(input).is_empty() && library.is_empty();
    if !archive::is_on(input) || !idle {
        return Answer::QUIET;
    }
    let message = "archive_mode is on and nothing archives: WAL is kept until the disk is full";
    Found::warning(message)
        .blames(input, &["archive_command", "archive_mode"])
        .into()
}
