//! WAL that may take more than the disk has.

use plimsoll_model::Bytes;

use super::kept::kept_bytes;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_wal_size`, with the larger of `wal_keep_size` and `max_slot_wal_keep_size` on
    /// top, above the free disk.
    ///
    /// ## Why it matters
    ///
    /// The server lets that much WAL stand before it does anything about it, and
    /// `max_wal_size` is no hard limit: a checkpoint takes its time, while WAL goes on. At
    /// "No space left on device" in `pg_wal` it stops with PANIC, and does not start until
    /// there is room.
    ///
    /// ## Example
    ///
    /// `max_wal_size = 64GB` and `max_slot_wal_keep_size = 200GB` on a volume of 100 GB.
    ///
    /// ## What to do instead
    ///
    /// Together no more than two thirds of what is free for WAL; or a larger volume.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "WAL Configuration" and "Replication / Sending Servers"
    WAL_ABOVE_DISK {
        postgresql: Some("PG-WAL-002"),
        mysql: None,
        name: "wal-above-disk",
        worst: Warning,
        controls: ["SOC 2 A1.1"],
        look: Look::Ask(look),
    }
}

/// Settings that ask for so much are worth a question about the disk.
const WORTH_ASKING: u64 = 64 << 30;

fn look(input: &Input<'_>) -> Answer {
    let names = [
        "max_wal_size",
        "max_slot_wal_keep_size",
        "wal_keep_size",
        "wal_keep_segments",
    ];
    let size = input.settings.bytes(names[0]).unwrap_or(0);
    let most = size.saturating_add(kept_bytes(input));
    let blamed: Vec<&str> = names
        .into_iter()
        .filter(|name| input.is_set(name))
        .collect();
    if blamed.is_empty() {
        return Answer::QUIET;
    }
    let Some(&disk) = input.facts.disk_bytes.get() else {
        return if most >= WORTH_ASKING {
            Answer::needs("disk")
        } else {
            Answer::QUIET
        };
    };
    if most <= disk {
        return Answer::QUIET;
    }
    let message = format!(
        "WAL may come to {} and more before the server holds it back; the disk has {}",
        Bytes(most),
        Bytes(disk)
    );
    Found::warning(message)
        .blames(input, &blamed)
        .fact(
            "disk",
            Bytes(disk).to_string(),
            input.facts.disk_bytes.source().unwrap_or_default(),
        )
        .into()
}
