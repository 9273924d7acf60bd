//! `max_allowed_packet` for everybody, as large as it goes.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use plimsoll_bill::sessions_allowed;

rule! {
    /// ## What it finds
    ///
    /// A `max_allowed_packet` of 256 MB or more that, once in every session, would be more
    /// than the memory.
    ///
    /// ## Why it matters
    ///
    /// The buffer of a session grows to the largest packet it has seen and stays so until the
    /// statement's end; parsing and logging take copies besides. The limit is for all
    /// sessions, so every account may do it.
    ///
    /// ## Example
    ///
    /// `max_allowed_packet = 1G` with 2,000 connections, for one import.
    ///
    /// ## What to do instead
    ///
    /// 64M for all; clients that load dumps ask for more on their side, and the import's
    /// server has it for that time.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `max_allowed_packet`; "Packet Too Large"
    PACKETS_MAY_FILL_THE_MEMORY {
        postgresql: None,
        mysql: Some("MY-MEM-015"),
        name: "packets-may-fill-the-memory",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "max_allowed_packet";
    const HUGE_BYTES: u64 = 256 << 20;
    let packet = input.settings.bytes(NAME).unwrap_or(0);
    let sessions = sessions_allowed(input.settings);
    let all = packet.saturating_mul(sessions);
    let fits = input
        .facts
        .ceiling_bytes()
        .get()
        .is_some_and(|room| all <= *room);
    if packet < HUGE_BYTES || fits {
        return Answer::QUIET;
    }
    Found::info(format!(
        "each of {sessions} sessions may send a packet of {}",
        Bytes(packet)
    ))
    .blames(input, &[NAME])
    .weighs(input, "max_connections")
    .into()
}
