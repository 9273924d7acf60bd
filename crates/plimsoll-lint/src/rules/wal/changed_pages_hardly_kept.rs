//! `innodb_max_dirty_pages_pct` near 0: every change is written at once.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_max_dirty_pages_pct` below 10.
    ///
    /// ## Why it matters
    ///
    /// InnoDB then writes changed pages all the time to stay below it. A page that is changed
    /// a hundred times a second is written again and again, and the disk is busy with it
    /// while queries wait.
    ///
    /// ## Example
    ///
    /// `innodb_max_dirty_pages_pct = 0`, for a quicker shutdown.
    ///
    /// ## What to do instead
    ///
    /// The built-in 90 (75 in MySQL 5.7); before a planned stop, `SET GLOBAL` it to 0 for
    /// some minutes.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Configuring Buffer Pool Flushing"
    CHANGED_PAGES_HARDLY_KEPT {
        postgresql: None,
        mysql: Some("MY-WAL-008"),
        name: "changed-pages-hardly-kept",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_max_dirty_pages_pct";
    if input.settings.real(NAME).is_none_or(|share| share >= 10.0) {
        return Answer::QUIET;
    }
    Found::info("changed pages are written almost at once, again and again")
        .blames(input, &[NAME])
        .into()
}
