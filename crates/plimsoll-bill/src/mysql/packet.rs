//! Large statements, rows and results.

use plimsoll_model::Kind;

use super::operations::{self, Words};
use super::view::{View, size, summed, times};
use crate::ledger::Ledger;

/// Charges a packet and its copies: the network buffer grows from
/// `net_buffer_length` to the packet, the statement's text, the literal and its
/// converted copy follow. Nothing larger than `max_allowed_packet` comes in.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let copies = view.costs.packet_copies;
    let sum = summed(view.doing(Kind::Packet), |doing| {
        let packet = doing.capped_bytes(size(doing.settings, "max_allowed_packet"));
        (
            times(packet, copies),
            times(packet, copies * 1.35).saturating_add(256 << 10),
        )
    });
    operations::charge(ledger, &WORDS, &sum);
}

const WORDS: Words = Words {
    what: "large packets",
    each: "3.8 copies of min(packet, max_allowed_packet)",
    parameters: &["max_allowed_packet", "net_buffer_length"],
    source: "net_serv.cc, net_realloc; sql_parse.cc, alloc_query; measured 3.3 to 4.1 (MariaDB), 3.7 to 4.8 (MySQL) bytes a byte",
};
