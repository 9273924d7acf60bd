//! A redo log of a hundred megabytes beside a pool of many gigabytes.

use plimsoll_model::{Bytes, Confidence};

use super::redo;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A buffer pool of 8 GB or more that the file sets, and a redo log of 128 MB or less:
    /// the built-in one, or one that is set.
    ///
    /// ## Why it matters
    ///
    /// InnoDB may have no more changed pages than the redo log has room for. Once it is
    /// nearly full, every write waits until old pages are on disk: throughput falls in waves,
    /// and a page that many transactions change is written again and again instead of once. A
    /// large pool cannot hold back any of it. It is likely and not sure: a server that mostly
    /// reads does not notice.
    ///
    /// ## Example
    ///
    /// `innodb_buffer_pool_size = 64G` and nothing of the redo log: 100 MB in MySQL 8.0, 96
    /// MB in MariaDB.
    ///
    /// ## What to do instead
    ///
    /// Room for about an hour of writes: 2 to 16 GB, by `innodb_redo_log_capacity` (MySQL
    /// 8.0.30 and later) or `innodb_log_file_size`. Recovery after a crash takes longer with
    /// it, with today's versions minutes.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Redo Log", "Optimizing InnoDB Redo Logging"
    /// - MariaDB manual, "InnoDB Redo Log"
    REDO_LOG_TINY_FOR_THE_POOL {
        postgresql: None,
        mysql: Some("MY-WAL-001"),
        name: "redo-log-tiny-for-the-pool",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const POOL: &str = "innodb_buffer_pool_size";
    const LARGE_POOL_BYTES: u64 = 8 << 30;
    const TINY_REDO_BYTES: u64 = 128 << 20;
    let pool = input.settings.bytes(POOL).unwrap_or(0);
    let dedicated = input.settings.is_on("innodb_dedicated_server") == Some(true);
    if !input.is_set(POOL) || pool < LARGE_POOL_BYTES || dedicated {
        return Answer::QUIET;
    }
    let Some((name, redo)) = redo::log(input) else {
        return Answer::QUIET;
    };
    if redo > TINY_REDO_BYTES {
        return Answer::QUIET;
    }
    Found::warning(format!(
        "a redo log of {} beside a pool of {}: under steady writes every commit waits for pages to be written",
        Bytes(redo),
        Bytes(pool)
    ))
    .sure(Confidence::Medium)
    .blames(input, &[name])
    .weighs(input, POOL)
    .into()
}
