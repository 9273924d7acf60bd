//! More sessions said to come than the server admits.

use plimsoll_bill::sessions_allowed;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A declared or observed number of sessions, or a pooler's, above what `max_connections`
    /// leaves to ordinary users: less the reserved ones.
    ///
    /// ## Why it matters
    ///
    /// Those that are too many get "sorry, too many clients already", and an application that
    /// tries again at once makes it worse. It shows when every instance has filled its pool:
    /// after a deployment, when old and new ones run side by side, or under load.
    ///
    /// ## Example
    ///
    /// Twelve instances with pools of 20 on a server with `max_connections = 200`: 240
    /// against 197.
    ///
    /// ## What to do instead
    ///
    /// A pooler in front (`PgBouncer` in transaction mode) or smaller pools; more
    /// `max_connections` only with the memory for them (`plimsoll bill --sessions`).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Connections and Authentication / Connection Settings",
    ///   `max_connections`
    SESSIONS_ABOVE_MAX_CONNECTIONS {
        postgresql: Some("PG-CONN-003"),
        mysql: None,
        name: "sessions-above-max-connections",
        worst: Warning,
        controls: ["SOC 2 A1.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let Some(arrivals) = input.arrivals else {
        return Answer::QUIET;
    };
    let allowed = sessions_allowed(input.settings);
    if arrivals.sessions <= allowed {
        return Answer::QUIET;
    }
    let source = arrivals.source.as_str();
    let message = format!(
        "{} sessions are to come ({source}), and the server admits {allowed} of ordinary users: \
         the others are turned away",
        arrivals.sessions
    );
    Found::warning(message)
        .blames(input, &["max_connections"])
        .fact("sessions", arrivals.sessions.to_string(), source)
        .into()
}
