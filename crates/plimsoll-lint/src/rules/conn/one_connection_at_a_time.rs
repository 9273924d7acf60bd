//! `thread_handling` no-threads: the server serves one client.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `thread_handling = no-threads`.
    ///
    /// ## Why it matters
    ///
    /// The server has one thread for everything: while one client is connected, every other
    /// waits. It is there for a debugger.
    ///
    /// ## Example
    ///
    /// `thread_handling = no-threads`, left over.
    ///
    /// ## What to do instead
    ///
    /// `one-thread-per-connection`, or `pool-of-threads` where the server has it.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `thread_handling`
    /// - MariaDB manual, `thread_handling`
    ONE_CONNECTION_AT_A_TIME {
        postgresql: None,
        mysql: Some("MY-CONN-003"),
        name: "one-connection-at-a-time",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "thread_handling";
    if !input.is_one_of(NAME, &["no-threads"]) {
        return Answer::QUIET;
    }
    Found::warning("the server has one thread: while one client is connected, all others wait")
        .blames(input, &[NAME])
        .mended(
            input,
            Safety::Unsafe,
            &[(NAME, "one-thread-per-connection")],
        )
        .into()
}
