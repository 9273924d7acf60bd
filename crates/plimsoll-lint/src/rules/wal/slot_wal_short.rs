//! Slots that are given up before the next checkpoint is over.

use plimsoll_model::{Bytes, Confidence};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_slot_wal_keep_size` below 2 GB and below `max_wal_size`.
    ///
    /// ## Why it matters
    ///
    /// Up to `max_wal_size` the WAL is there anyway. A slot that falls further behind than
    /// its bound is invalidated at the next checkpoint: a replica that was restarted for an
    /// update, or a consumer that was slow for a minute, has to be built anew, with
    /// "requested WAL segment has already been removed". A bound below what normally stands
    /// saves no disk.
    ///
    /// ## Example
    ///
    /// `max_slot_wal_keep_size = 512MB` with `max_wal_size = 8GB`.
    ///
    /// ## What to do instead
    ///
    /// At least `max_wal_size`, better the WAL of some hours.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Replication / Sending Servers", `max_slot_wal_keep_size`
    /// - `KeepLogSeg` and `InvalidateObsoleteReplicationSlots` (xlog.c, slot.c)
    SLOT_WAL_SHORT {
        postgresql: Some("PG-WAL-009"),
        mysql: None,
        name: "slot-wal-short",
        worst: Warning,
        look: Look::Ask(look),
    }
}

/// A busy server writes it in a minute.
const FEW: u64 = 2 << 30;

fn look(input: &Input<'_>) -> Answer {
    let names = ["max_slot_wal_keep_size", "max_wal_size"];
    let (Some(kept), Some(size)) = (
        input.settings.bytes(names[0]),
        input.settings.bytes(names[1]),
    ) else {
        return Answer::QUIET;
    };
    if kept >= size.min(FEW) {
        return Answer::QUIET;
    }
    let message = format!(
        "a slot that falls {} behind is given up, though {} of WAL may stand anyway",
        Bytes(kept),
        Bytes(size)
    );
    Found::warning(message)
        .sure(Confidence::Medium)
        .blames(input, &names[..1])
        .weighs(input, names[1])
        .into()
}
