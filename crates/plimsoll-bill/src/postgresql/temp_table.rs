//! Temporary tables: buffers of the session's own (localbuf.c), never given
//! back while it lasts.

use super::amount::{Amount, KB, MB};
use super::knobs::Knobs;

/// Descriptor, pointer, hash entry of a local buffer (`InitLocalBuffers`).
const DESCRIPTOR: f64 = 1.012;

/// A session that makes the table anew each time does not find the old one's
/// buffers first (localbuf.c's clock goes on): several rounds touch several
/// times the table, up to all there are (measured: 64 MB for tables of 21).
const ROUNDS: f64 = 8.0;

/// The kernel's part of the table's file (measured on ext4).
const FILE: f64 = 0.028;

/// The session's local buffers with `operand` bytes of temporary tables.
pub(super) fn all(operand: f64, knobs: &Knobs) -> Amount {
    let held = (operand * ROUNDS).min(knobs.temp_buffers) * DESCRIPTOR;
    let most = knobs.temp_buffers * DESCRIPTOR;
    let file = if operand.is_finite() {
        operand * FILE
    } else {
        0.0
    };
    Amount::busy(
        held + 150.0 * KB + file,
        most * 1.03 + 1.0 * MB + 2.0 * file,
    )
}
