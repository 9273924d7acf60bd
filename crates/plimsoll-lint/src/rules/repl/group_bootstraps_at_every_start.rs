//! `group_replication_bootstrap_group` in the file: a second group after a
//! restart.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `group_replication_bootstrap_group = ON` in a file.
    ///
    /// ## Why it matters
    ///
    /// A member with it founds a group instead of joining one. In the file it does so at
    /// every start: after a restart there are two groups of one name, both take writes, and
    /// one of the two histories is lost.
    ///
    /// ## Example
    ///
    /// `loose-group_replication_bootstrap_group = ON` in the first member's file.
    ///
    /// ## What to do instead
    ///
    /// OFF in every file; `SET GLOBAL` it for the one start that founds the group, and off
    /// again at once.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Bootstrapping the Group"
    GROUP_BOOTSTRAPS_AT_EVERY_START {
        postgresql: None,
        mysql: Some("MY-REPL-021"),
        name: "group-bootstraps-at-every-start",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "group_replication_bootstrap_group";
    if input.settings.is_on(NAME) != Some(true) {
        return Answer::QUIET;
    }
    Found::warning("the member founds a new group at every start: after a restart there are two that take writes")
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "OFF")])
        .into()
}
