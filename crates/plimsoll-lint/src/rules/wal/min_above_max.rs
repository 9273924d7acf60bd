//! `min_wal_size` above `max_wal_size`: the larger one has no effect.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `min_wal_size` above `max_wal_size`.
    ///
    /// ## Why it matters
    ///
    /// The server starts (tried on 12 to 18) and no one is told. It keeps old segments for
    /// reuse up to `min_wal_size` but never beyond `max_wal_size`, and forces checkpoints by
    /// the latter: most likely only one of the two was raised.
    ///
    /// ## Example
    ///
    /// `min_wal_size = 4GB`, with the built-in `max_wal_size` of 1 GB.
    ///
    /// ## What to do instead
    ///
    /// `max_wal_size` several times `min_wal_size`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "WAL Configuration"
    /// - `XLOGfileslop` (xlog.c)
    MIN_ABOVE_MAX {
        postgresql: Some("PG-WAL-003"),
        mysql: None,
        name: "min-wal-size-above-max",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let names = ["max_wal_size", "min_wal_size"];
    let [most, least] = names.map(|name| input.settings.bytes(name).unwrap_or(0));
    if least <= most {
        return Answer::QUIET;
    }
    let message = format!(
        "min_wal_size ({}) is above max_wal_size ({}) and has no effect beyond it",
        Bytes(least),
        Bytes(most)
    );
    Found::info(message).blames(input, &names).into()
}
