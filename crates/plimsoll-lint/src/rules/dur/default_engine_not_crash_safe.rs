//! New tables go to an engine that a crash corrupts.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `default_storage_engine` at an engine without crash recovery: MyISAM, MEMORY, CSV,
    /// MERGE, BLACKHOLE.
    ///
    /// ## Why it matters
    ///
    /// Every table created without an engine of its own lands there. MyISAM has neither
    /// transactions nor a log: a crash in the middle of a write leaves table and index apart,
    /// they need a repair that reads the whole table and may drop rows, and a failed
    /// statement stays half done. MEMORY tables are empty after every restart.
    ///
    /// ## Example
    ///
    /// `default-storage-engine = MyISAM`, kept from the days of MySQL 5.1.
    ///
    /// ## What to do instead
    ///
    /// `default_storage_engine = InnoDB`, and `ALTER TABLE … ENGINE = InnoDB` for the tables
    /// that are there.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "The MyISAM Storage Engine" and `default_storage_engine`
    /// - MariaDB manual, "Choosing the Right Storage Engine"
    DEFAULT_ENGINE_NOT_CRASH_SAFE {
        postgresql: None,
        mysql: Some("MY-DUR-009"),
        name: "default-engine-not-crash-safe",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "default_storage_engine";
    const UNSAFE: &[&str] = &[
        "myisam",
        "memory",
        "heap",
        "csv",
        "merge",
        "mrg_myisam",
        "blackhole",
    ];
    if !input.is_one_of(NAME, UNSAFE) {
        return Answer::QUIET;
    }
    Found::warning(format!(
        "new tables are {} tables unless they say otherwise: a crash corrupts or empties them",
        input.shown(NAME)
    ))
    .blames(input, &[NAME])
    .mended(input, Safety::Unsafe, &[(NAME, "InnoDB")])
    .into()
}
