//! Include loop, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// Files that include each other in a circle, or deeper than the server follows.
    ///
    /// ## Why it matters
    ///
    /// PostgreSQL gives up at a depth of ten and does not start.
    ///
    /// ## Example
    ///
    /// a.conf has `include 'b.conf'` and b.conf has `include 'a.conf'`.
    ///
    /// ## What to do instead
    ///
    /// Take one of the includes out.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL source, guc-file.l, `CONF_FILE_MAX_DEPTH`
    /// - MySQL source, `mysys/my_default.cc`
    INCLUDE_LOOP {
        postgresql: Some("PG-READ-017"),
        mysql: Some("MY-READ-017"),
        name: "include-loop",
        worst: Critical,
        look: Look::Problem(ProblemKind::IncludeLoop, Severity::Warning),
    }
}
