//! MySQL 5.7 does not start with a binary log and no `server_id`.

use plimsoll_model::{Confidence, Engine, Severity, Version};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::writes_binlog;

rule! {
    /// ## What it finds
    ///
    /// `log_bin` without `server_id` in MySQL 5.7.
    ///
    /// ## Why it matters
    ///
    /// MySQL 5.7 refuses to start: a binary log needs the number that its events carry. Later
    /// series take 1 where nothing is said.
    ///
    /// ## Example
    ///
    /// `log-bin = mysql-bin`, added to the file of a server that had no binary log.
    ///
    /// ## What to do instead
    ///
    /// `server_id` with a number of its own in the whole topology.
    ///
    /// ## Sources
    ///
    /// - MySQL 5.7 manual, "Replication and Binary Logging Options and Variables",
    ///   `server_id`
    BINLOG_WITHOUT_SERVER_ID {
        postgresql: None,
        mysql: Some("MY-REPL-002"),
        name: "binlog-without-server-id",
        worst: Critical,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let is_5_7 = input.config.engine == Engine::Mysql
        && input
            .version()
            .is_some_and(|version| version < Version::new(8, 0));
    if !is_5_7 || !writes_binlog(input) || input.is_set("server_id") {
        return Answer::QUIET;
    }
    let (severity, confidence) = if input.is_whole() {
        (Severity::Critical, Confidence::High)
    } else {
        (Severity::Warning, Confidence::Medium)
    };
    let message = "there is a binary log and no server_id: MySQL 5.7 refuses to start";
    Found::new(severity, confidence, message)
        .blames(input, &["server_id", "log_bin"])
        .into()
}
