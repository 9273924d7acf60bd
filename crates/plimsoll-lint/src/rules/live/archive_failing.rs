//! WAL that is not archived.

use super::told::span;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A server whose last try to archive a WAL file failed.
    ///
    /// ## Why it matters
    ///
    /// The server keeps every WAL file until it is archived, so that `pg_wal` grows until
    /// its disk is full and the server stops with a PANIC. Meanwhile a restore from backup
    /// reaches no further than the last file that was archived.
    ///
    /// ## Example
    ///
    /// The archive's host key changed; `archive_command` has failed 300 times since noon.
    ///
    /// ## What to do instead
    ///
    /// Run the `archive_command` by hand, as the server's user, with the file that
    /// `pg_stat_archiver.last_failed_wal` names; the server's log has what it printed. The
    /// server tries again by itself.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Continuous Archiving and Point-in-Time Recovery"
    /// - PostgreSQL manual, section "`pg_stat_archiver`"
    ARCHIVE_FAILING {
        postgresql: Some("PG-LIVE-001"),
        mysql: None,
        name: "archive-failing",
        worst: Warning,
        look: Look::Running(look),
    }
}

const ARCHIVER: &str = "pg_stat_archiver";

fn look(_: &Input<'_>, seen: &Seen) -> Answer {
    let archiver = seen.snapshot.row("archiver");
    let ago = |column| archiver.and_then(|row| row.count(column));
    let Some(failed) = ago("last_failed_seconds") else {
        return Answer::QUIET;
    };
    let archived = ago("last_archived_seconds");
    if archived.is_some_and(|archived| archived <= failed) {
        return Answer::QUIET;
    }
    let file = archiver.and_then(|row| row.text("last_failed_wal"));
    let file = file.unwrap_or("a WAL file");
    let message = format!("archiving {file} fails: WAL is kept until it is archived");
    let since = archived.map_or_else(|| "never".to_owned(), |ago| format!("{} ago", span(ago)));
    Found::warning(message)
        .fact("failed", format!("{} ago", span(failed)), ARCHIVER)
        .fact("last archived", since, ARCHIVER)
        .into()
}
