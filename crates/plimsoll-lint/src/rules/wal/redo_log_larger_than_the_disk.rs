//! A redo log for which the disk has no room.

use plimsoll_model::Bytes;

use super::redo;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A redo log that is larger than the disk has room for data.
    ///
    /// ## Why it matters
    ///
    /// MySQL 5.7 and MariaDB write the whole of it when they first start, and cannot; MySQL
    /// 8.0.30 and later let it grow under load, and stop for want of room in the middle of
    /// it.
    ///
    /// ## Example
    ///
    /// `innodb_redo_log_capacity = 64G` on a volume of 50 GB.
    ///
    /// ## What to do instead
    ///
    /// A redo log of at most a tenth of the volume.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Redo Log"
    REDO_LOG_LARGER_THAN_THE_DISK {
        postgresql: None,
        mysql: Some("MY-WAL-003"),
        name: "redo-log-larger-than-the-disk",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let (Some((name, redo)), Some(disk)) = (redo::log(input), input.facts.disk_bytes.get()) else {
        return Answer::QUIET;
    };
    if redo < *disk {
        return Answer::QUIET;
    }
    Found::warning(format!(
        "the redo log takes {} and the disk has {}",
        Bytes(redo),
        Bytes(*disk)
    ))
    .blames(input, &[name])
    .fact(
        "disk",
        Bytes(*disk).to_string(),
        input.facts.disk_bytes.source().unwrap_or_default(),
    )
    .into()
}
