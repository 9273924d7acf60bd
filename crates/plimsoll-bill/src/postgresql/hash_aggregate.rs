//! Hash aggregates (nodeAgg.c): no bound before 13, spilling at `hash_mem` from
//! 13 on.

use super::amount::{Amount, MB};
use super::knobs::Knobs;
use super::spill;

/// One that spills stops at the limit, which counts what its contexts have
/// allocated, its last block half used (measured: 0.96 to 1.01 of it).
const SPILLING: (f64, f64) = (0.98, 1.02);
/// One that fits: against what EXPLAIN shows, which counts the array's untouched
/// end (measured: 0.84 to 1.12).
const FITTING: (f64, f64) = (0.94, 1.16);

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
    let (likely, high) = if operand > limit { SPILLING } else { FITTING };
    let spilled = if operand > limit && operand.is_finite() {
        operand
    } else {
        0.0
    };
    Amount::busy(held * likely, held * high + 0.7 * MB) + spill::kernel(spilled)
}
