//! WAL files that are made anew on a file system that likes them reused.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `wal_recycle = off` or `wal_init_zero = off`.
    ///
    /// ## Why it matters
    ///
    /// Both are for file systems that copy on write (ZFS, Btrfs), where an old file is no
    /// faster than a new one. On ext4 or XFS each new segment then has to be laid out while
    /// commits wait for it, and a full disk shows in the middle of a transaction. Files do
    /// not tell the file system.
    ///
    /// ## Example
    ///
    /// Copied from a guide for ZFS to a server on XFS.
    ///
    /// ## What to do instead
    ///
    /// Both `on`, unless `pg_wal` lies on such a file system.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / Settings", `wal_init_zero` and
    ///   `wal_recycle`
    WAL_FILES_MADE_ANEW {
        postgresql: Some("PG-WAL-015"),
        mysql: None,
        name: "wal-files-made-anew",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let names = ["wal_recycle", "wal_init_zero"].into_iter();
    let off: Vec<&str> = names
        .filter(|name| input.settings.is_on(name) == Some(false))
        .collect();
    if off.is_empty() {
        return Answer::QUIET;
    }
    let message =
        "WAL files are made anew: right where the file system copies on write, slower elsewhere";
    Found::info(message).blames(input, &off).into()
}
