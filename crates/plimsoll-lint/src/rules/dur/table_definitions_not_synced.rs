//! `sync_frm` off: a table's definition may be missing after a crash.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `sync_frm = OFF` (MySQL 5.7, MariaDB).
    ///
    /// ## Why it matters
    ///
    /// The file that defines a table is not flushed when the table is created or altered.
    /// After a crash of the machine the table's data is there and its definition is empty or
    /// old: the server cannot open it.
    ///
    /// ## Example
    ///
    /// `sync_frm = 0` on a server that creates many tables.
    ///
    /// ## What to do instead
    ///
    /// `sync_frm = ON`. MySQL 8.0 has no such files any more.
    ///
    /// ## Sources
    ///
    /// - MySQL 5.7 manual, `sync_frm`
    /// - MariaDB manual, `sync_frm`
    TABLE_DEFINITIONS_NOT_SYNCED {
        postgresql: None,
        mysql: Some("MY-DUR-014"),
        name: "table-definitions-not-synced",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if input.settings.is_on("sync_frm") != Some(false) {
        return Answer::QUIET;
    }
    Found::info("definitions of new tables are not flushed: a crash of the machine may lose them")
        .blames(input, &["sync_frm"])
        .mended(input, Safety::Unsafe, &[("sync_frm", "ON")])
        .into()
}
