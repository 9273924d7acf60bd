//! `archive_library` and `archive_command` both set.

use super::archive;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `archive_library` and `archive_command` both set, with `archive_mode` on.
    ///
    /// ## Why it matters
    ///
    /// From 16 on the archiver refuses: "both `archive_command` and `archive_library` set".
    /// It ends and is started again and again, nothing is archived, and `pg_wal` grows until
    /// the disk is full. On 15 the library is used and the command is ignored without a word.
    /// (Tried on 15 to 18; the server itself comes up.)
    ///
    /// ## Example
    ///
    /// A library added in a file of its own while the command stands in the main one.
    ///
    /// ## What to do instead
    ///
    /// One of them; the other as `''`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / Archiving", `archive_library`
    /// - PostgreSQL 16 release notes, "Migration to Version 16"
    ARCHIVE_TWICE {
        postgresql: Some("PG-DUR-016"),
        mysql: None,
        name: "archive-library-and-command",
        worst: Warning,
        controls: ["SOC 2 A1.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let library = input.settings.text("archive_library").unwrap_or_default();
    let command = archive::command(input);
    if !archive::is_on(input) || library.is_empty() || command.is_empty() {
        return Answer::QUIET;
    }
    let Some(version) = input.version() else {
        return Answer::needs("version");
    };
    let found = if version.major >= 16 {
        Found::warning("the archiver refuses to run with both: WAL is kept until the disk is full")
    } else {
        Found::info("archive_command is not used: archive_library is set")
    };
    found
        .blames(input, &["archive_command", "archive_library"])
        .into()
}
