//! `delay_key_write`=ALL: every MyISAM index is broken after a crash.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `delay_key_write = ALL`.
    ///
    /// ## Why it matters
    ///
    /// Changed index blocks of every MyISAM table stay in the key buffer until the table is
    /// closed, which may be days. After a crash all of these indexes are wrong and have to be
    /// rebuilt; until then queries through them miss rows.
    ///
    /// ## Example
    ///
    /// `delay_key_write = ALL` for a faster import.
    ///
    /// ## What to do instead
    ///
    /// `delay_key_write = ON`, which asks each table's own option, and InnoDB for what
    /// matters.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `delay_key_write`
    INDEX_WRITES_DELAYED_FOR_ALL {
        postgresql: None,
        mysql: Some("MY-DUR-010"),
        name: "index-writes-delayed-for-all",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "delay_key_write";
    if !input.is_one_of(NAME, &["ALL"]) {
        return Answer::QUIET;
    }
    Found::info("changes to every MyISAM index wait in memory: a crash breaks all of them")
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "ON")])
        .into()
}
