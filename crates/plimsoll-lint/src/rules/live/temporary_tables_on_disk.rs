//! Temporary tables that end up on disk.

use plimsoll_model::Confidence;

use super::told::{counted, counter, rate};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// Half of the internal temporary tables or more on disk, and one a second or more.
    ///
    /// ## Why it matters
    ///
    /// A table that outgrows its memory is copied to disk and worked on there. It may be what
    /// slows a query down, and may be no matter at all: in MariaDB, and in MySQL before 8.0,
    /// a column of text or BLOB puts it there whatever its size.
    ///
    /// ## Example
    ///
    /// `GROUP BY` over a column of type TEXT, 40 times a second.
    ///
    /// ## What to do instead
    ///
    /// Look at the statements first (`sys.statements_with_temp_tables`). `tmp_table_size` is
    /// taken by each of them: see `plimsoll bill` before it is raised.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "Internal Temporary Table Use in MySQL"
    TEMPORARY_TABLES_ON_DISK {
        postgresql: None,
        mysql: Some("MY-LIVE-020"),
        name: "temporary-tables-on-disk",
        worst: Info,
        on: false,
        look: Look::Running(look),
    }
}

const ON_DISK: &str = "Created_tmp_disk_tables";
const ALL: &str = "Created_tmp_tables";

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let (Some(on_disk), Some(all)) = (counter(seen, ON_DISK), counter(seen, ALL)) else {
        return Answer::QUIET;
    };
    let often = rate(seen, ON_DISK, 1).is_some_and(|a_second| a_second >= 1.0);
    if !often || on_disk.saturating_mul(2) < all {
        return Answer::QUIET;
    }
    let message = format!("{on_disk} of {all} internal temporary tables went to disk");
    let found = Found::info(message).sure(Confidence::Low);
    counted(found, seen, &[ON_DISK, ALL, "Uptime"])
        .blames(input, &["tmp_table_size"])
        .into()
}
