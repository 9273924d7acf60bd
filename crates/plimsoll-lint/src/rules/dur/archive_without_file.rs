//! An `archive_command` that is not told which file.

use plimsoll_model::Confidence;

use super::archive;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `archive_mode` on with an `archive_command` in which neither `%p` nor `%f` stands.
    ///
    /// ## Why it matters
    ///
    /// The server puts the segment's path and name in their place; without them the command
    /// cannot know what it has to keep. If it succeeds all the same, the segment is removed.
    ///
    /// ## Example
    ///
    /// `archive_command = '/usr/local/bin/archive-wal.sh'`, whose `$1` is empty.
    ///
    /// ## What to do instead
    ///
    /// `'/usr/local/bin/archive-wal.sh %p %f'`. In a template of Ansible or of systemd, where
    /// `%` has a meaning of its own, it may have been lost on the way.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / Archiving", `archive_command`
    ARCHIVE_WITHOUT_FILE {
        postgresql: Some("PG-DUR-014"),
        mysql: None,
        name: "archive-command-without-file",
        worst: Warning,
        controls: ["SOC 2 A1.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let command = archive::command(input);
    let told = command.contains("%p") || command.contains("%f");
    if !archive::is_on(input) || command.is_empty() || told || archive::discards(command) {
        return Answer::QUIET;
    }
    let message = "archive_command is not told which file to keep: neither %p nor %f stands in it";
    Found::warning(message)
        .sure(Confidence::Medium)
        .blames(input, &["archive_command"])
        .into()
}
