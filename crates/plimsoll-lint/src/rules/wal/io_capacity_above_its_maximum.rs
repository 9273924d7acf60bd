//! `innodb_io_capacity` above `innodb_io_capacity_max`: lowered at start.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_io_capacity` above an `innodb_io_capacity_max` that the file sets.
    ///
    /// ## Why it matters
    ///
    /// The server starts with the smaller one and a warning in its log; the larger number in
    /// the file is not in force.
    ///
    /// ## Example
    ///
    /// `innodb_io_capacity = 4000` and `innodb_io_capacity_max = 2000`.
    ///
    /// ## What to do instead
    ///
    /// A maximum of about twice the capacity.
    ///
    /// ## Sources
    ///
    /// - Seen on MySQL 9.7.4 (MY-010874), MariaDB 10.11 and 11.8
    IO_CAPACITY_ABOVE_ITS_MAXIMUM {
        postgresql: None,
        mysql: Some("MY-WAL-006"),
        name: "io-capacity-above-its-maximum",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const CAPACITY: &str = "innodb_io_capacity";
    const MAX: &str = "innodb_io_capacity_max";
    let above = input.settings.count(CAPACITY) > input.settings.count(MAX);
    if !input.is_set(MAX) || !input.is_set(CAPACITY) || !above {
        return Answer::QUIET;
    }
    Found::info(format!(
        "the server lowers innodb_io_capacity to its maximum, {}",
        input.shown(MAX)
    ))
    .blames(input, &[MAX, CAPACITY])
    .into()
}
