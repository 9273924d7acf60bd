//! One standby whose absence stops every commit.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `synchronous_standby_names` asks for as many standbys as it names.
    ///
    /// ## Why it matters
    ///
    /// With one of them down, restarting or cut off, every commit waits until it is back: two
    /// servers are then less available than one. Operators such as Patroni change the names
    /// when a standby goes; a file alone does not.
    ///
    /// ## Example
    ///
    /// `synchronous_standby_names = 's1'`.
    ///
    /// ## What to do instead
    ///
    /// One more standby than must answer: `ANY 1 (s1, s2)`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Synchronous Replication", "Planning for High
    ///   Availability"
    ONE_STANDBY_HOLDS_COMMITS {
        postgresql: Some("PG-REPL-003"),
        mysql: None,
        name: "one-standby-holds-commits",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "synchronous_standby_names";
    let Some((asked, named)) = asked_and_named(input.text(name)) else {
        return Answer::QUIET;
    };
    let waits = !matches!(input.text("synchronous_commit"), "off" | "local");
    if !waits || asked < named {
        return Answer::QUIET;
    }
    let message = format!(
        "{asked} of {named} synchronous standbys must answer: with one of them away every commit waits"
    );
    Found::info(message)
        .sure(Confidence::Medium)
        .blames(input, &[name])
        .into()
}

/// How many must answer, of how many; `None` where none is named, or any may.
fn asked_and_named(text: &str) -> Option<(usize, usize)> {
    let text = text.trim();
    let (head, names) = match text.split_once('(') {
        Some((head, names)) => (head.trim(), names.trim_end_matches(')')),
        None => ("1", text),
    };
    let names: Vec<&str> = names.split(',').map(str::trim).collect();
    if text.is_empty() || names.iter().any(|name| name.trim_matches('"') == "*") {
        return None;
    }
    let asked = head.rsplit(' ').next()?.parse().ok()?;
    Some((asked, names.len()))
}
