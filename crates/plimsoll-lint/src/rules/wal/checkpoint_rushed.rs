//! Checkpoints that write everything at once.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A file that sets `checkpoint_completion_target` below 0.5; a warning below 0.1.
    ///
    /// ## Why it matters
    ///
    /// It is the part of the time to the next checkpoint over which the writing is spread.
    /// Near 0 all changed buffers go out as fast as the disk takes them, and every commit and
    /// read waits behind them: stalls every few minutes, which look like a disk too slow.
    ///
    /// ## Example
    ///
    /// `checkpoint_completion_target = 0`, to have it over with.
    ///
    /// ## What to do instead
    ///
    /// 0.9, the default from 14 on. A longer distance between checkpoints spares more than a
    /// faster one.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Write Ahead Log / Checkpoints" and "WAL Configuration"
    /// - PostgreSQL 14 release notes (default raised to 0.9)
    CHECKPOINT_RUSHED {
        postgresql: Some("PG-WAL-004"),
        mysql: None,
        name: "checkpoint-rushed",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "checkpoint_completion_target";
    let target = input.settings.real(name).filter(|_| input.is_set(name));
    let Some(target) = target.filter(|&target| target < 0.5) else {
        return Answer::QUIET;
    };
    let message = format!(
        "checkpoints write all changed buffers in {:.0} % of the time there is, and sessions wait meanwhile",
        target * 100.0
    );
    let found = if target < 0.1 {
        Found::warning(message)
    } else {
        Found::info(message)
    };
    found
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "0.9")])
        .into()
}
