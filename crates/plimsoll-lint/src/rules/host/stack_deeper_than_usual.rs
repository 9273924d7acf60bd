//! A stack deeper than most hosts allow.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_stack_depth` above 7680 kB.
    ///
    /// ## Why it matters
    ///
    /// The server compares it with the limit of the stack less half a megabyte, and does not
    /// start where it is more: `"max_stack_depth" must not exceed 7680kB` under the 8 MB that
    /// Linux gives unless told otherwise.
    ///
    /// ## Example
    ///
    /// `max_stack_depth = 16MB`, after a "stack depth limit exceeded".
    ///
    /// ## What to do instead
    ///
    /// `7MB`; more only together with `LimitSTACK` of the unit.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Memory", `max_stack_depth`
    /// - seen on PostgreSQL 18.4
    STACK_DEEPER_THAN_USUAL {
        postgresql: Some("PG-HOST-012"),
        mysql: None,
        name: "stack-deeper-than-usual",
        worst: Warning,
        look: Look::Ask(look),
    }
}

/// 8 MB less the server's own margin.
const USUAL_KB: u64 = 7680;

fn look(input: &Input<'_>) -> Answer {
    let name = "max_stack_depth";
    if input
        .settings
        .count(name)
        .is_none_or(|depth| depth <= USUAL_KB)
    {
        return Answer::QUIET;
    }
    let message = format!(
        "max_stack_depth is {}: under the usual stack limit of 8 MB the server does not start with it",
        input.shown(name)
    );
    Found::warning(message)
        .sure(Confidence::Medium)
        .blames(input, &[name])
        .into()
}
