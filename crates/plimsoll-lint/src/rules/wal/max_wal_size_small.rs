//! A gigabyte of WAL between checkpoints for large buffers.

use plimsoll_model::{Bytes, Confidence};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_wal_size` of 1 GB, the default, or less, with `shared_buffers` of 8 GB or more.
    ///
    /// ## Why it matters
    ///
    /// When so much WAL has come, a checkpoint is forced, whatever `checkpoint_timeout` says.
    /// Each one writes every changed buffer, and after each the first change of a page puts
    /// the whole page into WAL: the shorter the distance, the more WAL, and the sooner the
    /// next. A server with such buffers is there to write more than a gigabyte in five
    /// minutes; one that only reads has nothing to fear.
    ///
    /// ## Example
    ///
    /// `shared_buffers = 32GB` and the built-in 1 GB: "checkpoints are occurring too
    /// frequently" in the log of every load.
    ///
    /// ## What to do instead
    ///
    /// The WAL of one `checkpoint_timeout` under load, twice over: 8 to 64 GB where there is
    /// disk for it. Crash recovery may replay that much.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "WAL Configuration"
    MAX_WAL_SIZE_SMALL {
        postgresql: Some("PG-WAL-001"),
        mysql: None,
        name: "max-wal-size-small",
        worst: Info,
        look: Look::Ask(look),
    }
}

const LARGE_BUFFERS: u64 = 8 << 30;
const SMALL_WAL: u64 = 1 << 30;

fn look(input: &Input<'_>) -> Answer {
    let name = "max_wal_size";
    let size = |name| input.settings.bytes(name).unwrap_or(0);
    if size("shared_buffers") < LARGE_BUFFERS || size(name) > SMALL_WAL {
        return Answer::QUIET;
    }
    let message = format!(
        "a checkpoint is forced after {} of WAL; with {} of shared_buffers a load reaches that in moments",
        Bytes(size(name)),
        input.shown("shared_buffers")
    );
    Found::info(message)
        .sure(Confidence::Medium)
        .blames(input, &[name])
        .weighs(input, "shared_buffers")
        .into()
}
