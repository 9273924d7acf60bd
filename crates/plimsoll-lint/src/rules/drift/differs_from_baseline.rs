//! A value in force that is not the one agreed.

use plimsoll_model::DriftKind;

use super::told::{of_kind, told};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A parameter that has another value in force than the stored baseline of this server.
    /// What changes with the server's role (`read_only`, `primary_conninfo` and their like)
    /// is left out.
    ///
    /// ## Why it matters
    ///
    /// The baseline is what was agreed and tried. A value beside it was set in a hurry, by a
    /// tool or by an upgrade, and nobody has looked at it since.
    ///
    /// ## Example
    ///
    /// `max_connections` was agreed at 200; the server runs with 900.
    ///
    /// ## What to do instead
    ///
    /// Set the value back, or agree on the new one and store the baseline again.
    ///
    /// ## Sources
    ///
    /// - NIST SP 800-128, "Guide for Security-Focused Configuration Management": baseline
    ///   configurations and the monitoring of them
    DIFFERS_FROM_BASELINE {
        postgresql: Some("PG-DRIFT-004"),
        mysql: Some("MY-DRIFT-005"),
        name: "differs-from-baseline",
        worst: Warning,
        controls: ["SOC 2 CC7.1", "SOC 2 CC8.1"],
        look: Look::Running(look),
    }
}

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let found = of_kind(seen, DriftKind::FromBaseline).map(|drift| {
        let agreed = drift.other.as_deref().unwrap_or("something else");
        let (name, now, source) = (&drift.parameter, &drift.in_force, &drift.other_source);
        let message = format!("{name} is {now}; {source} has {agreed}");
        told(input, Found::warning(message), drift)
    });
    Answer::Found(found.collect())
}
