//! Wrong unit, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A unit that the server does not take, or takes for another than it looks.
    ///
    /// ## Why it matters
    ///
    /// PostgreSQL's units are case-sensitive: `4mb` stops the server. MySQL and MariaDB
    /// read one letter and may pass over what follows it.
    ///
    /// ## Example
    ///
    /// `work_mem = 64mb`; `shared_buffers = 4GiB`.
    ///
    /// ## What to do instead
    ///
    /// PostgreSQL: `B`, `kB`, `MB`, `GB`, `TB`; `us`, `ms`, `s`, `min`, `h`, `d`. MySQL and
    /// MariaDB: `K`, `M`, `G`, `T`, `P`, `E`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Parameter Interaction via the Configuration File"
    /// - MySQL manual, section "Using Options to Set Program Variables"
    WRONG_UNIT {
        postgresql: Some("PG-READ-009"),
        mysql: Some("MY-READ-009"),
        name: "wrong-unit",
        worst: Critical,
        look: Look::Problem(ProblemKind::WrongUnit, Severity::Warning),
    }
}
