//! Thousands of connections, and no pooler that is known of.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_connections` above 1000 where no number of sessions was declared, seen or said by
    /// a pooler.
    ///
    /// ## Why it matters
    ///
    /// Each session is a process of one or two MB with a cache of its own. Thousands that
    /// become active at once have to share a few processors, and before 14 every snapshot
    /// looked at all of them. As a bound that nobody reaches it does no harm, and then a
    /// pooler is what keeps them from it.
    ///
    /// ## Example
    ///
    /// `max_connections = 5000`, and each of 200 instances opens what it likes.
    ///
    /// ## What to do instead
    ///
    /// A pooler, and say what it lets through with `--sessions`: the bill then prices that.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Connections and Authentication / Connection Settings",
    ///   `max_connections`
    /// - PostgreSQL 14 release notes (snapshots with many connections)
    MANY_CONNECTIONS_UNPOOLED {
        postgresql: Some("PG-CONN-013"),
        mysql: None,
        name: "many-connections-unpooled",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

const MANY: u64 = 1000;

fn look(input: &Input<'_>) -> Answer {
    let name = "max_connections";
    let count = input.settings.count(name).filter(|&count| count > MANY);
    let Some(count) = count.filter(|_| input.arrivals.is_none()) else {
        return Answer::QUIET;
    };
    let message =
        format!("{count} sessions may come, and nobody said how many a pooler lets through");
    Found::info(message).blames(input, &[name]).into()
}
