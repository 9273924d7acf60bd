//! Unreadable file, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A file that could not be opened or read.
    ///
    /// ## Why it matters
    ///
    /// What it sets is not known. Where the server reads as another user than the one who
    /// ran Plimsoll, it may well be readable to the server.
    ///
    /// ## Example
    ///
    /// conf.d/secret.conf with mode 0600 of another user.
    ///
    /// ## What to do instead
    ///
    /// Run Plimsoll as a user who may read it, or give the file to the group.
    ///
    /// ## Sources
    ///
    /// - open(2)
    UNREADABLE_FILE {
        postgresql: Some("PG-READ-019"),
        mysql: Some("MY-READ-019"),
        name: "unreadable-file",
        worst: Critical,
        look: Look::Problem(ProblemKind::UnreadableFile, Severity::Warning),
    }
}
