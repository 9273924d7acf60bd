//! CREATE INDEX (nbtsort.c): a sort in `maintenance_work_mem`, which the
//! participants of a parallel build share.

use super::amount::Amount;
use super::knobs::Knobs;
use super::sort;

/// Slots of the sort and the pages being written, beside what the operand says, of
/// one that fits (measured 1.15 to 1.2); one that spills gives its rows back before
/// it writes pages.
const PAGES: f64 = 1.12;

/// What a worker of a build may take beside its part of the build's memory:
/// tapes and the heap around them (measured: below 1.5 MB).
pub(super) const APART: f64 = 1.5 * super::amount::MB;

/// One participant of `participants`, with `operand` bytes of keys in all.
pub(super) fn participant(operand: f64, participants: f64, sessions: f64, knobs: &Knobs) -> Amount {
    let share = knobs.maintenance_work_mem / participants;
    let rows = if operand.is_finite() {
        operand
    } else {
        knobs.maintenance_work_mem
    };
    let repeated = sort::repeating(rows, sessions);
    let sort = sort::sort(operand / participants, share, false, repeated, knobs.major);
    let pages = if sort.spills { 1.0 } else { PAGES };
    Amount::busy(sort.amount.likely * pages, sort.amount.high * PAGES) + sort.kernel
}

/// Builds fill up while they read and let go while they write, each in its own
/// time: of `builds` at once, as many are full as the mean and the spread of
/// such a saw-tooth come to.
pub(super) fn in_step(builds: f64) -> f64 {
    if builds > 0.0 {
        (0.3 + 1.0 / builds.sqrt()).min(1.0)
    } else {
        1.0
    }
}
