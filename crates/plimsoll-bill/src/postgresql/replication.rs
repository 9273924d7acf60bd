//! Logical decoding: each sender gathers transactions up to
//! `logical_decoding_work_mem`.

use plimsoll_model::{Bytes, Pool, Who};

use super::amount::{Amount, MB};
use super::knobs::Knobs;
use crate::case::Case;
use crate::ledger::{Entry, Ledger};

/// Before 13 a transaction spills after 4096 changes (`max_changes_in_memory`,
/// reorderbuffer.c); at 8 kB each.
const BEFORE_13: f64 = 32.0 * MB;

/// Changes are held in chunks; 12 to 16 leave some of them half empty.
const OVERHEAD_HIGH: f64 = 1.5;

/// Charges the senders, where WAL is decoded at all.
pub(super) fn charge(case: &Case<'_>, knobs: &Knobs, ledger: &mut Ledger) {
    if !knobs.wal_level_logical {
        return;
    }
    let senders = knobs.max_wal_senders.min(knobs.max_replication_slots);
    let each = if knobs.major >= 13 {
        knobs.logical_decoding_work_mem
    } else {
        BEFORE_13
    };
    let written = case
        .groups
        .iter()
        .map(|group| group.transaction_bytes as f64 * group.sessions as f64)
        .sum::<f64>();
    let one = written.min(each).min(senders * each);
    let amount = Amount::busy(one, one.max(senders * each * OVERHEAD_HIGH));
    ledger.charge(
        Entry {
            what: "logical decoding",
            who: Who::Worker,
            count: senders as u64,
            range: amount.range(),
            parameters: &["logical_decoding_work_mem", "max_wal_senders", "max_replication_slots"],
            source: "ReorderBufferCheckMemoryLimit (reorderbuffer.c), 13 to 18; 4096 changes before",
            pool: Pool::Limit,
        },
        || format!("up to {senders} senders × {}", Bytes(each as u64)),
    );
}
