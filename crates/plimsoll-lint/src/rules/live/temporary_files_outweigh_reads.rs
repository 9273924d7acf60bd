//! More is written to temporary files than is read of the data.

use plimsoll_model::{Bytes, Confidence, Row};

use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A database that has written more to temporary files than it has read of its tables
    /// and indexes from beyond `shared_buffers`: 100 GB or more.
    ///
    /// ## Why it matters
    ///
    /// Sorts and hash tables that outgrow `work_mem` are written and read again. Where that
    /// is more than the data itself, the disk's main work is what a little more memory, or
    /// an index, would spare; and a full disk is one large query away where
    /// `temp_file_limit` sets no bound. Both figures are counted since the same moment, so
    /// that their age does not matter.
    ///
    /// ## Example
    ///
    /// 9 TB of temporary files beside 2 TB of reads: one report sorts 6 GB every ten minutes
    /// with `work_mem = 4MB`.
    ///
    /// ## What to do instead
    ///
    /// `log_temp_files = 64MB` names the statements, `pg_stat_statements` has
    /// `temp_blks_written`. Raise `work_mem` for the role that runs them, not for all: it is
    /// allowed to each of their operations, in each session.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "`pg_stat_database`" and "Resource Consumption / Memory"
    TEMPORARY_FILES_OUTWEIGH_READS {
        postgresql: Some("PG-LIVE-015"),
        mysql: None,
        name: "temporary-files-outweigh-reads",
        worst: Info,
        look: Look::Running(look),
    }
}

const BYTES_MIN: u64 = 100 << 30;
const USUAL_BLOCK_BYTES: u64 = 8 << 10;

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let databases = seen.snapshot.rows("databases");
    let found = databases.filter_map(|row| outweighed(input, &row));
    Answer::Found(found.collect())
}

fn outweighed(input: &Input<'_>, row: &Row<'_>) -> Option<Found> {
    let block = input.settings.count("block_size");
    let written = row.count("temp_bytes")?;
    let blocks = row.count("blocks_read")?;
    let read = blocks.saturating_mul(block.unwrap_or(USUAL_BLOCK_BYTES));
    if written < BYTES_MIN || written <= read {
        return None;
    }
    let name = row.text("name").unwrap_or("?");
    let (written, read) = (Bytes(written), Bytes(read));
    let message = format!(
        "database {name} has written {written} to temporary files and read {read} of its data"
    );
    let source = "pg_stat_database";
    let found = Found::info(message)
        .sure(Confidence::Medium)
        .fact("temporary files", written.to_string(), source)
        .fact("read", read.to_string(), source)
        .blames(input, &["work_mem"]);
    Some(found)
}
