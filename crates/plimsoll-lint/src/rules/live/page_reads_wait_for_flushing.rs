//! Reads that wait until a page of the buffer pool is free.

use plimsoll_model::Confidence;

use super::told::{counted, counter, rate};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// One read from disk in a hundred, or more, that had to wait for a free page of the
    /// buffer pool; and one a minute or more since the start.
    ///
    /// ## Why it matters
    ///
    /// A page that is read needs a place. Where all are changed and not yet written, the
    /// query itself waits for the flush: a read becomes a write and a read. Page cleaners are
    /// there to prevent that; where they do not, the pool is too small for what changes in
    /// it, or the flushing is held down.
    ///
    /// ## Example
    ///
    /// `innodb_buffer_pool_size = 128M`, the default, and an import of 20 GB each night.
    ///
    /// ## What to do instead
    ///
    /// A larger `innodb_buffer_pool_size` where the memory bill has room; else
    /// `innodb_io_capacity` at what the disk does, and a larger `innodb_lru_scan_depth` for
    /// more free pages ahead.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, sections "Server Status Variables", `Innodb_buffer_pool_wait_free`, and
    ///   "Configuring Buffer Pool Flushing"
    PAGE_READS_WAIT_FOR_FLUSHING {
        postgresql: None,
        mysql: Some("MY-LIVE-010"),
        name: "page-reads-wait-for-flushing",
        worst: Warning,
        look: Look::Running(look),
    }
}

const WAITS: &str = "Innodb_buffer_pool_wait_free";
const READS: &str = "Innodb_buffer_pool_reads";

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let (Some(waits), Some(reads)) = (counter(seen, WAITS), counter(seen, READS)) else {
        return Answer::QUIET;
    };
    let often = rate(seen, WAITS, 60).is_some_and(|a_minute| a_minute >= 1.0);
    if !often || waits.saturating_mul(100) < reads {
        return Answer::QUIET;
    }
    let message = format!(
        "{waits} reads waited until a page was free, beside {reads} from disk: flushing does \
         not keep up"
    );
    let found = Found::warning(message).sure(Confidence::Medium);
    counted(found, seen, &[WAITS, READS, "Uptime"])
        .blames(input, &["innodb_buffer_pool_size", "innodb_io_capacity"])
        .into()
}
