//! Pages that transactions fill and that are free again when data is counted.

use plimsoll_model::{Bytes, Pool, Range, Who};

use crate::ledger::{Entry, Ledger};
use crate::mysql::buffer_pool::spare_bytes;
use crate::mysql::view::{View, times};

/// Charges undo and row pages of open transactions in a pool that has room:
/// they are freed at the end of the transaction, not given back.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let written = view.sum_sessions(|group| group.transaction_bytes);
    let spare = spare_bytes(view);
    let likely = (written / 4).saturating_mul(3).min(spare);
    ledger.charge(
        Entry {
            what: "pages of open transactions",
            who: Who::Session,
            count: view.sessions_where(|group| group.transaction_bytes > 0),
            range: Range::new(0, likely, times(written, 1.5).min(spare).max(likely)),
            parameters: &["innodb_buffer_pool_size"],
            source: "trx0purge.cc, trx0undo.cc: freed pages stay in the pool; measured with transactions of 5 to 20 MB",
            pool: Pool::Limit,
        },
        || format!("{} written at once, {} free in the pool", Bytes(written), Bytes(spare)),
    );
}
