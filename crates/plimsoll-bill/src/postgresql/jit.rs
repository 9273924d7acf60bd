//! Just-in-time compilation: LLVM in every process of a statement whose plan
//! costs more than `jit_above_cost`.

use plimsoll_model::{Kind, Known, Operation};

use super::amount::{Amount, MB};
use super::knobs::Knobs;
use crate::case::{Case, Group};

/// What the steps of a compilation take of a process. LLVM loaded with one
/// statement compiled: relocated data and code of the library become the
/// process's own. Optimizing adds little; inlining reads the server's own code as
/// bitcode. Measured on Debian's 15 (LLVM 14) and 17 (LLVM 19): sorts, joins,
/// aggregates and point queries alike, anonymous and kernel memory.
struct Steps {
    compiled: Amount,
    optimized: Amount,
    inlined: Amount,
}

const fn steps(major: u16) -> Steps {
    let (compiled, inlined) = if major >= 17 {
        (8.4, 14.8)
    } else {
        (10.2, 12.6)
    };
    Steps {
        compiled: Amount::busy(compiled * MB, 12.0 * MB),
        optimized: Amount::busy(0.5 * MB, 1.5 * MB),
        inlined: Amount::busy(inlined * MB, 17.0 * MB),
    }
}

/// Whether the build has it; Debian's and PGDG's do, so that unknown means yes.
pub(super) fn in_build(case: &Case<'_>) -> bool {
    match &case.facts.jit {
        Known::Known(there, _) => *there,
        Known::Unknown(_) => true,
    }
}

/// What it takes in one process of the group. A cost that nobody gave counts
/// in `high` alone, where there is anything to compile.
pub(super) fn one(group: &Group, knobs: &Knobs, in_build: bool) -> Amount {
    if !in_build || !knobs.jit || knobs.jit_above_cost < 0.0 {
        return Amount::default();
    }
    let steps = steps(knobs.major);
    let Some(cost) = group.plan_cost else {
        // Utility statements have no plan whose expressions could be compiled
        // (`jit_compile_expr`: only under a plan node).
        let planned = |op: &Operation| op.kind != Kind::IndexBuild;
        let may = group.operations.iter().any(planned);
        return if may {
            Amount::busy(0.0, steps.compiled.high)
        } else {
            Amount::default()
        };
    };
    let above = |threshold: f64| threshold >= 0.0 && cost > threshold;
    if !above(knobs.jit_above_cost) {
        return Amount::default();
    }
    let mut sum = steps.compiled;
    if above(knobs.jit_optimize_above_cost) {
        sum += steps.optimized;
    }
    if above(knobs.jit_inline_above_cost) {
        sum += steps.inlined;
    }
    sum
}
