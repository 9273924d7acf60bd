//! Pages whose checksum was wrong.

use plimsoll_model::Row;

use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A database in which the server has read pages with a wrong checksum.
    ///
    /// ## Why it matters
    ///
    /// What was written is not what came back: a disk, a controller, a file system or memory
    /// that is failing, or a file that was copied while the server ran. Queries of those
    /// pages fail, and a base backup carries the damage along; the backups that do not have
    /// it yet are being rotated away.
    ///
    /// ## Example
    ///
    /// `checksum_failures = 3`, and the error was seen as "invalid page in block 8112" by one
    /// nightly job.
    ///
    /// ## What to do instead
    ///
    /// Stop the rotation of backups. Look at the kernel's log and the disk's own; find the
    /// pages with `pg_amcheck` (14 and later) or a dump; restore them from a backup or fail
    /// over to a standby that reads them well.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "`pg_stat_database`", `checksum_failures`, and "Data
    ///   Checksums"
    PAGE_CHECKSUMS_FAILED {
        postgresql: Some("PG-LIVE-016"),
        mysql: None,
        name: "page-checksums-failed",
        worst: Warning,
        controls: ["SOC 2 A1.2"],
        look: Look::Running(look),
    }
}

fn look(_: &Input<'_>, seen: &Seen) -> Answer {
    let databases = seen.snapshot.rows("databases");
    Answer::Found(databases.filter_map(|row| failed(&row)).collect())
}

fn failed(row: &Row<'_>) -> Option<Found> {
    let count = row.count("checksum_failures").filter(|count| *count > 0)?;
    let name = row.text("name").unwrap_or("the shared tables");
    let message = format!("{count} pages of database {name} were read with a wrong checksum");
    let found = Found::warning(message);
    Some(found.fact("checksum failures", count.to_string(), "pg_stat_database"))
}
