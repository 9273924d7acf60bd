//! An `io_capacity` for flash on a spinning disk.

use plimsoll_model::Storage;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_io_capacity` of 1,000 or more on a spinning disk.
    ///
    /// ## Why it matters
    ///
    /// InnoDB takes the number for what the disk can do in a second and writes in the
    /// background up to it. A spinning disk does one to two hundred: the queue is always
    /// full, and reads that queries wait for stand behind it. MySQL 8.4 and later have 10,000
    /// built in.
    ///
    /// ## Example
    ///
    /// MySQL 8.4 on a spinning disk, nothing said.
    ///
    /// ## What to do instead
    ///
    /// `innodb_io_capacity = 100` to 200 for each disk, `innodb_io_capacity_max` twice that.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Configuring InnoDB I/O Capacity"
    FLUSHING_TOO_FAST_FOR_THE_DISK {
        postgresql: None,
        mysql: Some("MY-WAL-004"),
        name: "flushing-too-fast-for-the-disk",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_io_capacity";
    let capacity = input.settings.count(NAME).unwrap_or(0);
    if input.facts.storage.get() != Some(&Storage::Hdd) || capacity < 1000 {
        return Answer::QUIET;
    }
    Found::warning(format!(
        "{capacity} writes a second are asked of a spinning disk: reads queue behind them"
    ))
    .blames(input, &[NAME])
    .fact(
        "storage",
        "hdd",
        input.facts.storage.source().unwrap_or_default(),
    )
    .into()
}
