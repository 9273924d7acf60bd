//! A member cut off from the majority waits without an end.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_group_member;

rule! {
    /// ## What it finds
    ///
    /// A member of a replication group with `group_replication_unreachable_majority_timeout`
    /// at 0.
    ///
    /// ## Why it matters
    ///
    /// Members that no longer see a majority keep every write waiting until the network is
    /// back, with clients hanging instead of getting an error and going elsewhere. 0 is built
    /// in.
    ///
    /// ## Example
    ///
    /// A group across two data centres, nothing said.
    ///
    /// ## What to do instead
    ///
    /// A timeout in seconds; then the member leaves, rolls back what waits, and does what
    /// `group_replication_exit_state_action` says.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `group_replication_unreachable_majority_timeout`
    GROUP_WAITS_FOREVER_FOR_A_MAJORITY {
        postgresql: None,
        mysql: Some("MY-REPL-022"),
        name: "group-waits-forever-for-a-majority",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "group_replication_unreachable_majority_timeout";
    if !is_group_member(input) || input.settings.count(NAME) != Some(0) {
        return Answer::QUIET;
    }
    Found::info("a member that is cut off keeps its clients' writes waiting without an end")
        .blames(input, &[NAME])
        .into()
}
