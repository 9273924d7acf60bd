//! `MySQL`'s redo log buffer.

use plimsoll_model::{Bytes, Pool, Range, Who};

use super::view::{View, times};
use crate::ledger::{Entry, Ledger};

/// Charges the buffer: `MySQL` writes to all of it at start.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let buffer = view.size("innodb_log_buffer_size");
    ledger.charge(
        Entry {
            what: "redo log buffer",
            who: Who::Server,
            count: 1,
            range: Range::new(buffer, buffer, times(buffer, 1.01)),
            parameters: &["innodb_log_buffer_size"],
            source: "log0log.cc, log_allocate_buffer: zeroed when allocated; measured 0.997 of 4 to 128 MB",
            pool: Pool::Limit,
        },
        || Bytes(buffer).to_string(),
    );
}
