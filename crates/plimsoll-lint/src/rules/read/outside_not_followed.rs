//! Outside not followed, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// An include, a link or a folder that leaves what is being checked; Plimsoll did not
    /// read it.
    ///
    /// ## Why it matters
    ///
    /// What it sets is not known, so the values shown may not be those in force. It is not
    /// followed unasked because a change from a stranger could otherwise make a pipeline
    /// print any file of its machine.
    ///
    /// ## Example
    ///
    /// `include '/etc/postgresql/common.conf'` in a repository's postgresql.conf.
    ///
    /// ## What to do instead
    ///
    /// Check the folder that holds both, or add `--follow-outside` where the files are your
    /// own.
    ///
    /// ## Sources
    ///
    /// - Plimsoll's own rule
    OUTSIDE_NOT_FOLLOWED {
        postgresql: Some("PG-READ-018"),
        mysql: Some("MY-READ-018"),
        name: "outside-not-followed",
        worst: Warning,
        look: Look::Problem(ProblemKind::OutsideNotFollowed, Severity::Warning),
    }
}
