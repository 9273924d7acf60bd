//! fsync=off: a crash of the machine may leave no database.

use plimsoll_model::{Confidence, Safety, Severity};

use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `fsync = off`: the server does not wait until what it writes is on disk.
    ///
    /// ## Why it matters
    ///
    /// After a crash of the operating system or a loss of power, data files and WAL may
    /// hold any mixture of old and new pages. PostgreSQL cannot tell and cannot repair it:
    /// the whole cluster has to be restored from a backup. A crash of the server alone
    /// does no harm.
    ///
    /// ## Example
    ///
    /// `fsync = off`, left over from a bulk load.
    ///
    /// ## What to do instead
    ///
    /// `fsync = on`. To commit faster at the price of the last transactions alone, and
    /// never of the database: `synchronous_commit = off`. After running with it off, stop
    /// the server and `initdb --sync-only` before it counts as safe again.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / Settings", fsync
    FSYNC_OFF {
        postgresql: Some("PG-DUR-001"),
        mysql: None,
        name: "fsync-off",
        worst: Critical,
        controls: ["SOC 2 A1.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if input.settings.is_on("fsync") != Some(false) {
        return Answer::QUIET;
    }
    let message = "fsync is off: a crash of the machine can corrupt the whole cluster";
    Found::new(loss(input, Severity::Critical), Confidence::High, message)
        .blames(input, &["fsync"])
        .mended(input, Safety::Unsafe, &[("fsync", "on")])
        .into()
}
