//! Checkpoints every minute or two.

use plimsoll_model::{Confidence, Safety};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `checkpoint_timeout` under two minutes.
    ///
    /// ## Why it matters
    ///
    /// After each checkpoint the first change of every page writes the whole page into WAL, 8
    /// kB instead of some hundred bytes. With checkpoints every minute most changes are first
    /// ones: WAL, archive and replication carry a multiple. What is gained is a crash
    /// recovery that is shorter by little.
    ///
    /// ## Example
    ///
    /// `checkpoint_timeout = 30s`, to lose less in a crash: nothing committed is lost either
    /// way, WAL sees to that.
    ///
    /// ## What to do instead
    ///
    /// 5 minutes, the default, to 30.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Write Ahead Log / Checkpoints" and "WAL Configuration"
    CHECKPOINTS_FREQUENT {
        postgresql: Some("PG-WAL-005"),
        mysql: None,
        name: "checkpoints-frequent",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "checkpoint_timeout";
    let Some(seconds) = input.settings.count(name).filter(|&seconds| seconds < 120) else {
        return Answer::QUIET;
    };
    let message = format!(
        "a checkpoint every {seconds} s makes WAL a multiple: each page is written whole after each of them"
    );
    Found::warning(message)
        .sure(Confidence::Medium)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "5min")])
        .into()
}
