//! Ignored group, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// Settings of a server in a group of the option file that this server does not read.
    ///
    /// ## Why it matters
    ///
    /// They have no effect, silently: the server runs with its defaults.
    ///
    /// ## Example
    ///
    /// `innodb_buffer_pool_size = 8G` under `[mariadb-10.6]` on MariaDB 10.11.
    ///
    /// ## What to do instead
    ///
    /// Move the lines under `[mysqld]`, or under the group of the version that runs.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "Using Option Files"
    /// - MariaDB documentation, "Configuring MariaDB with Option Files"
    IGNORED_GROUP {
        postgresql: None,
        mysql: Some("MY-READ-015"),
        name: "ignored-group",
        worst: Warning,
        look: Look::Problem(ProblemKind::IgnoredGroup, Severity::Info),
    }
}
