//! A parameter of another build, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A parameter that MySQL itself does not have and another build of it adds, where
    /// nobody said which build reads the file: Percona Server's `userstat`, Aurora's
    /// `aurora_…`. A file with `wsrep_…` or `pxc_…` is taken for a cluster's, which alone
    /// starts with them.
    ///
    /// ## Why it matters
    ///
    /// On that build it is as it should be; MySQL refuses to start with it. Which of the two
    /// holds cannot be told from the file.
    ///
    /// ## Example
    ///
    /// `userstat = ON`, in a file that was written for Percona Server and is read by MySQL
    /// after a migration.
    ///
    /// ## What to do instead
    ///
    /// Say the version as the server shows it: `--server-version 8.0.36-28`, or `version` in
    /// plimsoll.toml. For MySQL itself take the parameter out, or put `loose-` in front.
    ///
    /// ## Sources
    ///
    /// - Percona Server's manual, "List of variables introduced in Percona Server"
    /// - Percona `XtraDB` Cluster's manual, "Index of wsrep system variables"
    FORK_PARAMETER {
        postgresql: None,
        mysql: Some("MY-READ-028"),
        name: "parameter-of-another-build",
        worst: Warning,
        look: Look::Problem(ProblemKind::ForkParameter, Severity::Warning),
    }
}
