//! `idle_session_timeout` for the whole server: it ends what pools keep.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use plimsoll_model::SessionsSource;

rule! {
    /// ## What it finds
    ///
    /// `idle_session_timeout` set for the whole server; a warning where a pooler is known to
    /// stand in front.
    ///
    /// ## Why it matters
    ///
    /// A pool keeps idle sessions on purpose. The server ends them, and the pool finds out
    /// when it hands one to the application: "terminating connection due to idle-session
    /// timeout", or a broken pipe. Monitoring and replication tools that keep one session
    /// meet it too. The manual warns of it for connections made through a pooler.
    ///
    /// ## Example
    ///
    /// `idle_session_timeout = '10min'` behind `PgBouncer`, whose own `server_idle_timeout`
    /// is 600 s as well: which comes first is a matter of luck.
    ///
    /// ## What to do instead
    ///
    /// Set it for the people who forget their sessions: `ALTER ROLE … SET
    /// idle_session_timeout`. Pools have an idle timeout of their own. Against transactions
    /// left open: `idle_in_transaction_session_timeout`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Client Connection Defaults / Statement Behavior",
    ///   `idle_session_timeout` (14 and later)
    IDLE_SESSIONS_ENDED {
        postgresql: Some("PG-CONN-006"),
        mysql: None,
        name: "idle-sessions-ended",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "idle_session_timeout";
    if input.settings.count(name).unwrap_or(0) == 0 {
        return Answer::QUIET;
    }
    let pooled = input
        .arrivals
        .is_some_and(|it| it.source == SessionsSource::Pooler);
    let message = format!(
        "the server ends every session that was idle for {}, a pool's too",
        input.shown(name)
    );
    let found = if pooled {
        Found::warning(message)
    } else {
        Found::info(message)
    };
    found.blames(input, &[name]).into()
}
