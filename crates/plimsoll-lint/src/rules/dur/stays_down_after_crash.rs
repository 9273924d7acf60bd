//! `restart_after_crash`=off: one killed session ends the service.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `restart_after_crash = off`.
    ///
    /// ## Why it matters
    ///
    /// When one process of the server is killed or crashes, all sessions end and the server
    /// goes through recovery and comes back. With the option off it stops instead, and stays
    /// down until something starts it: right where a cluster manager decides, an outage
    /// elsewhere.
    ///
    /// ## Example
    ///
    /// The kernel kills one session for its memory at night; the server is down till morning.
    ///
    /// ## What to do instead
    ///
    /// `on`, unless a cluster manager (Pacemaker and the like) watches the server and starts
    /// it.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Handling", `restart_after_crash`
    STAYS_DOWN_AFTER_CRASH {
        postgresql: Some("PG-DUR-010"),
        mysql: None,
        name: "stays-down-after-crash",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "restart_after_crash";
    if input.settings.is_on(name) != Some(false) {
        return Answer::QUIET;
    }
    let message = "after the crash of one session the server stays down until something starts it";
    Found::info(message).blames(input, &[name]).into()
}
