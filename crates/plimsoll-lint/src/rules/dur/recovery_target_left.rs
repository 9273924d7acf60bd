//! A recovery target left over from a restore.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `recovery_target`, `recovery_target_lsn`, `recovery_target_name`,
    /// `recovery_target_time` or `recovery_target_xid` set.
    ///
    /// ## Why it matters
    ///
    /// It does nothing while the server runs as a primary. The next time the server recovers
    /// from the archive or is made a replica of, with this file, replay stops at that point:
    /// a replica that does not follow, or a restore that ends years too early and calls
    /// itself done.
    ///
    /// ## Example
    ///
    /// `recovery_target_time = '2023-04-02 11:00'` in the file from which new replicas are
    /// cloned.
    ///
    /// ## What to do instead
    ///
    /// Take it out once the restore is done.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / Recovery Target"
    RECOVERY_TARGET_LEFT {
        postgresql: Some("PG-DUR-020"),
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
    let given = |name: &&str| {
        input
            .settings
            .text(name)
            .is_some_and(|text| !text.is_empty())
    };
    let set: Vec<&str> = TARGETS.into_iter().filter(given).collect();
    if set.is_empty() {
        return Answer::QUIET;
    }
    let message =
        "a recovery target is set: the next recovery or replica made with this file stops there";
    Found::info(message).blames(input, &set).into()
}
