//! No archive of the WAL: recovery to a point in time is not possible.

use plimsoll_model::{Confidence, Severity};

use super::archive;
use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `archive_mode = off`.
    ///
    /// ## Why it matters
    ///
    /// Without an archive a backup brings back the moment it was made and nothing after it,
    /// and not the moment before someone dropped a table. A backup tool that streams WAL
    /// (`pg_receivewal`, Barman) does without; files cannot tell whether one does.
    ///
    /// ## Example
    ///
    /// A nightly dump, and a disk that dies in the evening.
    ///
    /// ## What to do instead
    ///
    /// `archive_mode = on` with the command of a backup tool, or a tool that streams.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Continuous Archiving and Point-in-Time Recovery (PITR)"
    NO_ARCHIVE {
        postgresql: Some("PG-DUR-021"),
        mysql: None,
        name: "no-archive",
        worst: Info,
        on: false,
        controls: ["SOC 2 A1.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if archive::is_on(input) {
        return Answer::QUIET;
    }
    let message = "no WAL is archived: what came after the last backup cannot be brought back";
    Found::new(loss(input, Severity::Info), Confidence::High, message)
        .blames(input, &["archive_mode"])
        .into()
}
