//! A replica with a binary log that leaves out what it replicates.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::writes_binlog;

rule! {
    /// ## What it finds
    ///
    /// `log_replica_updates = OFF` (`log_slave_updates`) set on a server with a binary log.
    ///
    /// ## Why it matters
    ///
    /// The binary log then holds what was written here alone. A replica of this replica gets
    /// nothing, a backup taken here has no logs to go on from, and after a failover to it the
    /// others cannot follow.
    ///
    /// ## Example
    ///
    /// `log_slave_updates = 0`, so that a replica writes less.
    ///
    /// ## What to do instead
    ///
    /// ON, built into MySQL 8.0 and later; or no binary log at all (`skip_log_bin`).
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `log_replica_updates`
    /// - MariaDB manual, `log_slave_updates`
    UPDATES_OF_THE_SOURCE_NOT_LOGGED {
        postgresql: None,
        mysql: Some("MY-REPL-023"),
        name: "updates-of-the-source-not-logged",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = input.named(&["log_replica_updates", "log_slave_updates"]);
    let off = |name: &&'static str| input.is_set(name) && input.settings.is_on(name) == Some(false);
    let Some(name) = name.filter(off).filter(|_| writes_binlog(input)) else {
        return Answer::QUIET;
    };
    Found::info("what is replicated to here is not in the binary log: nothing can follow or be recovered from it")
        .blames(input, &[name])
        .into()
}
