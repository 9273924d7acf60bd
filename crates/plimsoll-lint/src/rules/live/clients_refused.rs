//! Clients that were turned away because all sessions were taken.

use super::told::{counted, counter};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// Clients that the server has turned away with "Too many connections". A warning where
    /// it is one a day or more since the start; quiet where `max_connections` was raised
    /// since.
    ///
    /// ## Why it matters
    ///
    /// Each was a request that failed, however well the server was. One a day is no single
    /// event: the sessions run out again and again, at a deploy, at a peak, at a lock.
    ///
    /// ## Example
    ///
    /// `Connection_errors_max_connections = 4211` in a week, and the graph of sessions shows
    /// a peak each morning at nine.
    ///
    /// ## What to do instead
    ///
    /// Look at what came at `Max_used_connections_time`. Pools that are too large together,
    /// or statements that wait for a lock, are the usual causes; `max_connections` is to be
    /// raised only with a look at the memory bill: `plimsoll bill`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "Server Status Variables", `Connection_errors_max_connections`
    /// - MariaDB manual, section "Server Status Variables", the same
    CLIENTS_REFUSED {
        postgresql: None,
        mysql: Some("MY-LIVE-004"),
        name: "clients-refused",
        worst: Warning,
        controls: ["SOC 2 A1.1"],
        look: Look::Running(look),
    }
}

const REFUSED: &str = "Connection_errors_max_connections";
const MOST: &str = "Max_used_connections";

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let number = |name| counter(seen, name);
    let refused = number(REFUSED).filter(|refused| *refused > 0);
    let (Some(refused), Some(up)) = (refused, number("Uptime")) else {
        return Answer::QUIET;
    };
    let allowed = input.settings.count("max_connections");
    let was_raised = number(MOST)
        .zip(allowed)
        .is_some_and(|(most, now)| most < now);
    if was_raised {
        return Answer::QUIET;
    }
    let days = up / 86_400;
    let (found, often) = if refused >= days {
        (Found::warning(""), "again and again")
    } else {
        (Found::info(""), "now and then")
    };
    let message = format!("{refused} clients were turned away, {often}: all sessions were taken");
    let found = Found { message, ..found };
    let names = [REFUSED, MOST, "Max_used_connections_time", "Uptime"];
    counted(found, seen, &names)
        .blames(input, &["max_connections"])
        .into()
}
