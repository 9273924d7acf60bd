//! A `wait_timeout` of seconds: pooled connections die between two uses.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `wait_timeout` below 30 seconds.
    ///
    /// ## Why it matters
    ///
    /// The server closes a session that was idle that long. A pool hands out a connection
    /// that is gone, and the client gets "MySQL server has gone away" (2006, 2013) at random;
    /// with a transaction open, its work is rolled back.
    ///
    /// ## Example
    ///
    /// `wait_timeout = 5`, after connections had run out.
    ///
    /// ## What to do instead
    ///
    /// Longer than the pool keeps an idle connection (its `maxLifetime`, `idle timeout`), a
    /// minute at least; the pool's own limits against too many.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `wait_timeout`; "MySQL server has gone away"
    IDLE_SESSIONS_CUT_OFF_AT_ONCE {
        postgresql: None,
        mysql: Some("MY-CONN-002"),
        name: "idle-sessions-cut-off-at-once",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "wait_timeout";
    if input
        .settings
        .count(NAME)
        .is_none_or(|seconds| seconds >= 30)
    {
        return Answer::QUIET;
    }
    Found::info(format!(
        "idle sessions are closed after {} seconds: a pool hands out connections that are gone",
        input.shown(NAME)
    ))
    .sure(Confidence::Medium)
    .blames(input, &[NAME])
    .into()
}
