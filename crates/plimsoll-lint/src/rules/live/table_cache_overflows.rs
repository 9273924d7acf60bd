//! Tables that are closed to make room for others, all the time.

use plimsoll_model::Confidence;

use super::told::{counted, rate};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// One table a second, or more, that was closed since the start because the cache of open
    /// tables was full.
    ///
    /// ## Why it matters
    ///
    /// The next statement on it opens it again: its definition is looked up and a handler
    /// made, under locks that other sessions wait for. A session holds one entry for each
    /// table it uses at a time, so that it is sessions times tables that count and not the
    /// number of tables.
    ///
    /// ## Example
    ///
    /// 600 busy sessions that join eight tables each, and `table_open_cache = 2000`.
    ///
    /// ## What to do instead
    ///
    /// A larger `table_open_cache`, as far as `open_files_limit` and the memory bill allow.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, sections "How MySQL Opens and Closes Tables" and "Server Status
    ///   Variables", `Table_open_cache_overflows`
    TABLE_CACHE_OVERFLOWS {
        postgresql: None,
        mysql: Some("MY-LIVE-012"),
        name: "table-cache-overflows",
        worst: Info,
        look: Look::Running(look),
    }
}

const CLOSED: &str = "Table_open_cache_overflows";

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let Some(a_second) = rate(seen, CLOSED, 1).filter(|a_second| *a_second >= 1.0) else {
        return Answer::QUIET;
    };
    let message =
        format!("{a_second:.0} tables a second are closed to make room for others in the cache");
    let found = Found::info(message).sure(Confidence::Medium);
    counted(found, seen, &[CLOSED, "Opened_tables", "Uptime"])
        .blames(input, &["table_open_cache"])
        .into()
}
