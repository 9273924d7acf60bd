//! `MariaDB`'s redo log: two buffers, each touched as far as it was used.

use plimsoll_model::{Bytes, Kind, Pool, Range, Who};

use crate::ledger::{Entry, Ledger};
use crate::mysql::view::{View, times};

/// Charges both buffers.
///
/// At start the server reads the rest of its circular log into the first
/// buffer: min(`innodb_log_buffer_size`, file - position). The position is in no
/// file that a configuration has; over a run of the log it is anywhere, so the
/// mean is likely and the whole buffer is the bound. The second
/// buffer (`flush_buf`) is touched as transactions write.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let buffer = view.size("innodb_log_buffer_size");
    let file = match view.size("innodb_log_file_size") {
        0 => buffer,
        file => file,
    };
    let redo = written_bytes(view).saturating_mul(ROUNDS);
    let second = buffer.min(redo).min(BURST_BYTES);
    let likely = rest_bytes(buffer, file).max(second).saturating_add(second);
    let high = times(buffer.min(file), 1.02).saturating_add(buffer.min(redo));
    ledger.charge(
        Entry {
            what: "redo log buffers",
            who: Who::Server,
            count: 1,
            range: Range::new(buffer.min(4 << 20), likely, high),
            parameters: &["innodb_log_buffer_size", "innodb_log_file_size"],
            source: "log0log.cc, log_t::create; log0recv.cc, parse; measured 1.007 of min(buffer, rest of the log)",
            pool: Pool::Limit,
        },
        || {
            format!(
                "{} with a log of {}, its position unknown: {} + {} of redo between writes",
                Bytes(buffer),
                Bytes(file),
                Bytes(likely - second),
                Bytes(second)
            )
        },
    );
}

/// Redo that gathers before the buffers change places: 16 to 22 MB with
/// transactions of 1 to 20 MB and buffers of 16 to 96 MB.
const BURST_BYTES: u64 = 20 << 20;
/// Transactions of one session that gather there, one after the other.
const ROUNDS: u64 = 4;

/// What the rest of the log is, its position unknown: the whole buffer where two
/// of three positions leave that much, else the mean over all positions.
fn rest_bytes(buffer: u64, file: u64) -> u64 {
    if buffer <= file / 3 {
        return buffer;
    }
    let used = buffer.min(file);
    let square = u128::from(used) * u128::from(used) / (2 * u128::from(file.max(1)));
    used - used.min(square as u64)
}

/// What transactions write at one moment.
fn written_bytes(view: &View<'_>) -> u64 {
    let said = view.sum_sessions(|group| group.transaction_bytes);
    view.doing(Kind::BinlogCache).fold(said, |sum, doing| {
        let bytes = doing.operation.operand_bytes.unwrap_or(0);
        sum.saturating_add(doing.count().saturating_mul(bytes))
    })
}
