//! An `archive_command` that writes over what is in the archive.

use plimsoll_model::Confidence;

use super::archive;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `archive_mode` on with a plain `cp` as `archive_command`, that neither tests for the
    /// file nor is told to leave it (`-n`, `-i`).
    ///
    /// ## Why it matters
    ///
    /// Two servers that archive to the same place, as a clone with the old file does, or the
    /// old primary after a failover, write over each other's segments without a word, and
    /// neither archive can be restored. A plain `cp` also leaves half a file when it is
    /// interrupted, and does not wait until it is on disk.
    ///
    /// ## Example
    ///
    /// `archive_command = 'cp %p /mnt/wal/%f'`.
    ///
    /// ## What to do instead
    ///
    /// A backup tool made for it (`pgBackRest`, Barman, WAL-G). With the shell alone: `test !
    /// -f /mnt/wal/%f && cp %p /mnt/wal/%f`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Continuous Archiving", "Setting Up WAL Archiving"
    ARCHIVE_OVERWRITES {
        postgresql: Some("PG-DUR-015"),
        mysql: None,
        name: "archive-command-overwrites",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if !archive::is_on(input) || !archive::overwrites(archive::command(input)) {
        return Answer::QUIET;
    }
    let message = "archive_command writes over a segment that is in the archive already, of another server too";
    Found::info(message)
        .sure(Confidence::Medium)
        .blames(input, &["archive_command"])
        .into()
}
