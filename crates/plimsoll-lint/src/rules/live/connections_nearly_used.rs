//! Almost as many sessions as the server lets in.

use plimsoll_model::{Confidence, Engine};

use super::told::{STATUS, counter};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// Nine tenths or more of the sessions that ordinary users may open are open now:
    /// `max_connections`, in PostgreSQL less what is reserved.
    ///
    /// ## Why it matters
    ///
    /// The next one beyond the last is refused, and what needs it is most often not the
    /// cause: the deploy that starts new processes beside the old ones, the worker that
    /// reconnects, the person who comes to look. A tenth is less than what one more instance
    /// of an application with a pool of its own asks for.
    ///
    /// ## Example
    ///
    /// `max_connections = 100`, and six pods with 16 sessions each; the seventh, of a rolling
    /// deploy, does not become ready.
    ///
    /// ## What to do instead
    ///
    /// See who holds them and how many are idle: pools that are too large are the usual
    /// cause, a pooler (PgBouncer, `ProxySQL`) the usual cure. Raise `max_connections` only
    /// with a look at the memory bill: `plimsoll bill`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Connections and Authentication / Connection Settings"
    /// - MySQL manual, section "Too many connections"
    CONNECTIONS_NEARLY_USED {
        postgresql: Some("PG-LIVE-008"),
        mysql: Some("MY-LIVE-001"),
        name: "connections-nearly-used",
        worst: Warning,
        controls: ["SOC 2 A1.1"],
        look: Look::Running(look),
    }
}

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let (open, source) = match input.config.engine {
        Engine::Postgresql => (clients(seen, |_| true), "pg_stat_activity"),
        Engine::Mysql | Engine::Mariadb => (counter(seen, "Threads_connected"), STATUS),
    };
    let (Some(open), Some(allowed)) = (open, allowed(input)) else {
        return Answer::QUIET;
    };
    if open * 10 < allowed * 9 {
        return Answer::QUIET;
    }
    let mut found = Found::warning(format!(
        "{open} of the {allowed} sessions that ordinary users may have are open"
    ))
    .sure(Confidence::Medium)
    .fact("sessions open", open.to_string(), source);
    let is_idle = |state: &str| state == "idle";
    if let Some(idle) = clients(seen, is_idle).filter(|_| source != STATUS) {
        found = found.fact("of them idle", idle.to_string(), source);
    }
    found.blames(input, &["max_connections"]).into()
}

/// Sessions of clients in a state.
fn clients(seen: &Seen, is_counted: impl Fn(&str) -> bool) -> Option<u64> {
    let rows = seen.snapshot.rows("sessions");
    let clients = rows.filter(|row| row.text("backend_type") == Some("client backend"));
    let counted = clients.filter(|row| is_counted(row.text("state").unwrap_or_default()));
    let count = counted.filter_map(|row| row.count("count")).sum();
    seen.snapshot.has("sessions").then_some(count)
}

/// Sessions that are not kept for administrators.
fn allowed(input: &Input<'_>) -> Option<u64> {
    let count = |name| input.settings.count(name);
    let reserved = match input.config.engine {
        Engine::Postgresql => ["superuser_reserved_connections", "reserved_connections"]
            .into_iter()
            .filter_map(count)
            .sum(),
        // One more than max_connections is let in, for administrators.
        Engine::Mysql | Engine::Mariadb => 0,
    };
    count("max_connections")?.checked_sub(reserved)
}
