//! An `archive_command` that says yes and keeps nothing.

use super::archive;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `archive_mode` on with an `archive_command` that does nothing and succeeds:
    /// `/bin/true`, `:`, `exit 0`, `cd .`, a bare `echo`.
    ///
    /// ## Why it matters
    ///
    /// The server counts each segment as archived and removes it. There is no archive: no
    /// recovery to a point in time, and a base backup that needs its WAL from there cannot be
    /// restored. It is a known way to have `archive_mode` on without a restart later, and
    /// easily forgotten.
    ///
    /// ## Example
    ///
    /// `archive_command = '/bin/true'` until the backup host is ready.
    ///
    /// ## What to do instead
    ///
    /// The real command; a reload is enough. Where archiving is not wanted, `archive_mode =
    /// off`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Continuous Archiving", "Setting Up WAL Archiving"
    ARCHIVE_DISCARDS {
        postgresql: Some("PG-DUR-012"),
        mysql: None,
        name: "archive-command-discards",
        worst: Info,
        controls: ["SOC 2 A1.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if !archive::is_on(input) || !archive::discards(archive::command(input)) {
        return Answer::QUIET;
    }
    let message = "archive_command succeeds and keeps nothing: there is no archive to recover from";
    Found::info(message)
        .blames(input, &["archive_command"])
        .into()
}
