//! Sessions have to write other sessions' pages.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `bgwriter_lru_maxpages = 0`: the background writer does nothing.
    ///
    /// ## Why it matters
    ///
    /// A session that needs a buffer and finds only changed ones has to write one out first,
    /// and its query waits for the disk. The background writer goes ahead and cleans them.
    /// Without it, only checkpoints do.
    ///
    /// ## Example
    ///
    /// 0, from an advice that it "writes pages twice".
    ///
    /// ## What to do instead
    ///
    /// 100, the default; more on a server that changes much (`buffers_clean` and
    /// `maxwritten_clean` of `pg_stat_bgwriter`).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Background Writer"
    BACKGROUND_WRITER_OFF {
        postgresql: Some("PG-WAL-012"),
        mysql: None,
        name: "background-writer-off",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "bgwriter_lru_maxpages";
    if input.settings.count(name) != Some(0) {
        return Answer::QUIET;
    }
    let message = "the background writer is off: queries have to write changed pages themselves";
    Found::info(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "100")])
        .into()
}
