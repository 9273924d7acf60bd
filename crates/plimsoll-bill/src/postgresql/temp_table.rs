//! Temporary tables: buffers of the session's own (localbuf.c), never given
//! back while it lasts.

use super::amount::{Amount, KB, MB};
use super::knobs::Knobs;

/// Descriptor, pointer, hash entry of a local buffer (`InitLocalBuffers`).
const DESCRIPTOR: f64 = 1.012;

/// The kernel's part of the table's file (measured on ext4).
const FILE: f64 = 0.028;

/// The session's local buffers with `operand` bytes of temporary tables.
pub(super) fn all(operand: f64, knobs: &Knobs) -> Amount {
    let held = operand.min(knobs.temp_buffers) * DESCRIPTOR;
    let file = if operand.is_finite() {
        operand * FILE
    } else {
        0.0
    };
    Amount::busy(
        held + 150.0 * KB + file,
        held * 1.05 + 1.0 * MB + 2.0 * file,
    )
}
