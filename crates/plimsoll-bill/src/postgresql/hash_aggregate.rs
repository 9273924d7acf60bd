//! Hash aggregates (nodeAgg.c): no bound before 13, spilling at hash_mem from
//! 13 on.

use super::amount::{Amount, MB};
use super::knobs::Knobs;
use super::spill;

/// The limit counts what the hash's contexts have allocated; blocks half used
/// and the emptied table's array are 4 % (measured: 0.99 to 1.05).
const OVERHEAD: f64 = 1.0;
const OVERHEAD_HIGH: f64 = 1.15;

/// One hash aggregate with `operand` bytes of groups (infinite: unknown).
pub(super) fn one(operand: f64, knobs: &Knobs) -> Amount {
    let bounded = knobs.major >= 13;
    // 12 plans a hash only where it expects it to fit; it is not held to it.
    let limit = if bounded || operand.is_infinite() {
        knobs.hash_mem
    } else {
        f64::INFINITY
    };
    let held = operand.min(limit);
    let spilled = if operand > limit && operand.is_finite() {
        operand
    } else {
        0.0
    };
    Amount::busy(held * OVERHEAD, held * OVERHEAD_HIGH + 1.0 * MB) + spill::kernel(spilled)
}
