//! Hours between checkpoints: a crash recovery of that length.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `checkpoint_timeout` above one hour.
    ///
    /// ## Why it matters
    ///
    /// After a crash the server replays all WAL since the last checkpoint before anyone gets
    /// in: with one process, and often as long as it took to write. `max_wal_size` may force
    /// checkpoints sooner; it is then the one to look at.
    ///
    /// ## Example
    ///
    /// `checkpoint_timeout = 6h` with `max_wal_size = 500GB`: an outage of hours after a
    /// crash of seconds.
    ///
    /// ## What to do instead
    ///
    /// 15 minutes to an hour.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "WAL Configuration"
    CHECKPOINTS_RARE {
        postgresql: Some("PG-WAL-006"),
        mysql: None,
        name: "checkpoints-rare",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "checkpoint_timeout";
    if input.settings.count(name).unwrap_or(0) <= 3600 {
        return Answer::QUIET;
    }
    let message = format!(
        "up to {} of work have to be replayed after a crash, or {} of WAL, before anyone gets in",
        input.shown(name),
        input.shown("max_wal_size")
    );
    Found::info(message)
        .blames(input, &[name])
        .weighs(input, "max_wal_size")
        .into()
}
