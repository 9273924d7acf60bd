//! Data in tables that a crash may break.

use plimsoll_model::{Bytes, Row};

use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// Tables of the engine MyISAM with data in them.
    ///
    /// ## Why it matters
    ///
    /// MyISAM has no log: after a crash or a kill a table that was being written is marked
    /// as crashed and has to be repaired, and rows are lost with no word of which. A backup
    /// that reads all tables in one transaction does not hold still for them either.
    ///
    /// ## Example
    ///
    /// A shop that was moved from MySQL 5.1: 40 tables, the sessions among them.
    ///
    /// ## What to do instead
    ///
    /// `ALTER TABLE … ENGINE=InnoDB` (in MariaDB `Aria` with `TRANSACTIONAL=1` outlives a
    /// crash too), with room for it in the buffer pool. Nothing, where the tables can be made
    /// again from elsewhere.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, sections "Corrupted MyISAM Tables" and "Converting Tables from MyISAM
    ///   to InnoDB"
    TABLES_BROKEN_BY_A_CRASH {
        postgresql: None,
        mysql: Some("MY-LIVE-009"),
        name: "tables-broken-by-a-crash",
        worst: Info,
        look: Look::Running(look),
    }
}

fn look(_: &Input<'_>, seen: &Seen) -> Answer {
    let breaks = |row: &Row<'_>| {
        let engine = row.text("engine").unwrap_or_default();
        engine.eq_ignore_ascii_case("myisam")
    };
    let rows = seen.snapshot.rows("schemas").filter(breaks);
    let (mut tables, mut bytes) = (0, 0);
    for row in rows {
        tables += row.count("tables").unwrap_or(0);
        bytes += row.count("data_bytes").unwrap_or(0);
    }
    if bytes == 0 {
        return Answer::QUIET;
    }
    let message = format!(
        "{tables} tables with {} of data are MyISAM: a crash may break them",
        Bytes(bytes)
    );
    Found::info(message)
        .fact("MyISAM tables", tables.to_string(), "information_schema")
        .into()
}
