//! `full_page_writes`=off: a page that was half written at a crash stays so.

use plimsoll_model::{Confidence, Safety, Severity};

use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `full_page_writes = off`. A warning only where `wal_init_zero` and `wal_recycle` are
    /// off too: such a file was written for a file system that copies on write.
    ///
    /// ## Why it matters
    ///
    /// A page of 8 kB reaches the disk in pieces of 4 kB or 512 bytes. A crash of the machine
    /// in between leaves half an old page and half a new one, and recovery, which only
    /// replays changes, cannot mend it. With the option on, the first change of a page after
    /// each checkpoint puts the whole page into WAL, and recovery starts from that. Without
    /// it the cluster is corrupt after a crash, silently.
    ///
    /// File systems that never write in place (ZFS) cannot tear a page that is not larger
    /// than their record.
    ///
    /// ## Example
    ///
    /// `full_page_writes = off` to halve the WAL, on ext4.
    ///
    /// ## What to do instead
    ///
    /// `full_page_writes = on`. Less WAL: `wal_compression = on`, and checkpoints further
    /// apart (`max_wal_size`, `checkpoint_timeout`).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Write Ahead Log / Settings", `full_page_writes`, and
    ///   "Reliability"
    FULL_PAGE_WRITES_OFF {
        postgresql: Some("PG-DUR-002"),
        mysql: None,
        name: "full-page-writes-off",
        worst: Critical,
        controls: ["SOC 2 A1.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let off = |name| input.settings.is_on(name) == Some(false);
    if !off("full_page_writes") {
        return Answer::QUIET;
    }
    let copies_on_write = off("wal_init_zero") && off("wal_recycle");
    let (severity, confidence) = if copies_on_write {
        (Severity::Warning, Confidence::Medium)
    } else {
        (Severity::Critical, Confidence::High)
    };
    let message = "full_page_writes is off: a page that is half written when the machine crashes \
                   stays corrupt, unless the file system never writes in place";
    Found::new(loss(input, severity), confidence, message)
        .blames(input, &["full_page_writes"])
        .mended(input, Safety::Unsafe, &[("full_page_writes", "on")])
        .into()
}
