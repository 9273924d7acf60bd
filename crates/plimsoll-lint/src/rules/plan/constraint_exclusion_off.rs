//! Children of inherited tables scanned though their constraints rule them out.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `constraint_exclusion = off`.
    ///
    /// ## Why it matters
    ///
    /// Tables partitioned by inheritance and UNION ALL views then read every child, also
    /// those whose CHECK constraint says that no row can match. Declarative partitions are
    /// pruned by `enable_partition_pruning` and are not touched by it.
    ///
    /// ## Example
    ///
    /// `constraint_exclusion = off`, to save planning.
    ///
    /// ## What to do instead
    ///
    /// The built-in `partition`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Table Partitioning", "Partitioning and Constraint
    ///   Exclusion"
    CONSTRAINT_EXCLUSION_OFF {
        postgresql: Some("PG-PLAN-016"),
        mysql: None,
        name: "constraint-exclusion-off",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "constraint_exclusion";
    if input.settings.is_on(name) != Some(false) {
        return Answer::QUIET;
    }
    let message = "constraint_exclusion is off: tables partitioned by inheritance are read in full";
    Found::info(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "partition")])
        .into()
}
