//! A value that is worked out elsewhere, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A value that a parameter group of Amazon RDS or Aurora leaves to be worked out on the
    /// instance, by a formula like `{DBInstanceClassMemory/32768}`, where that cannot be done
    /// here or not to the last digit; a listing that is not the whole group.
    ///
    /// ## Why it matters
    ///
    /// What hangs on the value is not judged, and there is no bill. Where the memory is known
    /// the value is a few percent too high: Amazon takes off what its own programs have of
    /// the class, and does not tell how much.
    ///
    /// ## Example
    ///
    /// `shared_buffers` = `{DBInstanceClassMemory/32768}`, checked without `--memory`.
    ///
    /// ## What to do instead
    ///
    /// Give the memory of the instance's class (`--memory 16GiB`), and its processors
    /// (`--cpus 2`) where a formula asks for them. `SHOW` on the instance tells the exact
    /// value, `plimsoll audit` reads it.
    ///
    /// ## Sources
    ///
    /// - Amazon RDS user guide, "Specifying DB parameters"
    UNRESOLVED_VALUE {
        postgresql: Some("PG-READ-029"),
        mysql: Some("MY-READ-029"),
        name: "unresolved-value",
        worst: Info,
        look: Look::Problem(ProblemKind::Unresolved, Severity::Info),
    }
}
