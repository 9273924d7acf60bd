//! A point to recover to, left in the file.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A `recovery_target_…` that is set: time, name, transaction, position or `immediate`.
    ///
    /// ## Why it matters
    ///
    /// The server heeds it whenever it recovers from an archive or follows as a standby. A
    /// restore years later stops at that point, and a standby set up with a copy of the file
    /// pauses or promotes itself there.
    ///
    /// ## Example
    ///
    /// `recovery_target_time = '2024-03-01 12:00'`, after the restore it was for.
    ///
    /// ## What to do instead
    ///
    /// Take it out when the restore is done.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / Recovery Target"
    RECOVERY_TARGET_LEFT {
        postgresql: Some("PG-REPL-015"),
        mysql: None,
        name: "recovery-target-left",
        worst: Info,
        look: Look::Ask(look),
    }
}

const TARGETS: [&str; 5] = [
    "recovery_target",
    "recovery_target_lsn",
    "recovery_target_name",
    "recovery_target_time",
    "recovery_target_xid",
];

fn look(input: &Input<'_>) -> Answer {
    let set = |name: &&str| !input.text(name).trim().is_empty();
    let Some(name) = TARGETS.into_iter().find(set) else {
        return Answer::QUIET;
    };
    let message =
        format!("{name} is set: the next recovery, or a standby with this file, stops there");
    Found::info(message).blames(input, &[name]).into()
}
