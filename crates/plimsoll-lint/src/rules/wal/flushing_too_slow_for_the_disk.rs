//! An `io_capacity` for a spinning disk on flash.

use plimsoll_model::Storage;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_io_capacity` of 200 or less, or `innodb_flush_neighbors` on, with flash
    /// storage.
    ///
    /// ## Why it matters
    ///
    /// 200 is what a spinning disk does. On flash InnoDB holds back: changed pages pile up in
    /// quiet times and have to be written in a hurry when the redo log is nearly full.
    /// Writing neighbours along saves a spinning disk's head a way; flash has none, and
    /// writes more for nothing.
    ///
    /// ## Example
    ///
    /// MariaDB on flash with nothing said: 200 and neighbours on.
    ///
    /// ## What to do instead
    ///
    /// `innodb_io_capacity` of 1,000 to 10,000 and `innodb_flush_neighbors = 0`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Configuring InnoDB I/O Capacity", `innodb_flush_neighbors`
    /// - MariaDB manual, `innodb_io_capacity`
    FLUSHING_TOO_SLOW_FOR_THE_DISK {
        postgresql: None,
        mysql: Some("MY-WAL-005"),
        name: "flushing-too-slow-for-the-disk",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if input.facts.storage.get() != Some(&Storage::Ssd) {
        return Answer::QUIET;
    }
    let slow = input
        .settings
        .count("innodb_io_capacity")
        .is_some_and(|capacity| capacity <= 200);
    let neighbours = input
        .settings
        .count("innodb_flush_neighbors")
        .is_some_and(|mode| mode > 0);
    let names: &[&str] = match (slow, neighbours) {
        (true, true) => &["innodb_io_capacity", "innodb_flush_neighbors"],
        (true, false) => &["innodb_io_capacity"],
        (false, true) => &["innodb_flush_neighbors"],
        (false, false) => return Answer::QUIET,
    };
    Found::info("InnoDB writes as if to a spinning disk, and the storage is flash")
        .blames(input, names)
        .fact(
            "storage",
            "ssd",
            input.facts.storage.source().unwrap_or_default(),
        )
        .into()
}
