//! flush or `flush_time`: tables closed and synced again and again.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `flush = ON` or a `flush_time` above 0.
    ///
    /// ## Why it matters
    ///
    /// `flush` brings changed MyISAM files to disk after each statement; `flush_time` closes
    /// all tables every so many seconds, and each has to be opened anew. Both are for systems
    /// with hardly any memory.
    ///
    /// ## Example
    ///
    /// `flush_time = 1800`, from a file for Windows.
    ///
    /// ## What to do instead
    ///
    /// Remove the line.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, flush, `flush_time`
    TABLES_FLUSHED_ALL_THE_TIME {
        postgresql: None,
        mysql: Some("MY-WAL-012"),
        name: "tables-flushed-all-the-time",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = if input.settings.is_on("flush") == Some(true) {
        "flush"
    } else if input.settings.count("flush_time").unwrap_or(0) > 0 {
        "flush_time"
    } else {
        return Answer::QUIET;
    };
    Found::info("tables are synced or closed again and again and have to be opened anew")
        .blames(input, &[name])
        .into()
}
