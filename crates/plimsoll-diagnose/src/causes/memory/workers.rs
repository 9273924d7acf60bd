//! Processes of `PostgreSQL` that ended by SIGKILL, by their kind as its log names it.

use crate::signal::{Death, ServerSignal, Signal};
use crate::story::Story;

const BACKGROUND: &str = "background worker ";
const PARALLEL: &str = "parallel worker";

/// Background workers of the server's own (src/backend/postmaster/bgworker.c).
const OWN: [&str; 6] = [
    PARALLEL,
    "logical replication",
    "slotsync",
    "autovacuum",
    "io worker",
    "walsummarizer",
];

/// Workers of parallel statements.
pub(super) fn parallel(story: &Story) -> Vec<&Signal> {
    killed(story, |process| process.contains(PARALLEL))
}

/// Background workers that an extension began.
pub(super) fn of_extensions(story: &Story) -> Vec<&Signal> {
    killed(story, |process| {
        let name = process.strip_prefix(BACKGROUND);
        let name = name.map(|name| name.trim_matches('"'));
        name.is_some_and(|name| !OWN.iter().any(|own| name.starts_with(own)))
    })
}

/// Background workers of any kind: none runs a client's statement by itself.
pub(super) fn background(story: &Story) -> Vec<&Signal> {
    killed(story, |process| process.starts_with(BACKGROUND))
}

/// What serves clients, and the server's other processes.
pub(super) fn others(story: &Story) -> Vec<&Signal> {
    killed(story, |process| !process.starts_with(BACKGROUND))
}

fn killed(story: &Story, is: impl Fn(&str) -> bool) -> Vec<&Signal> {
    story.servers_said(|said| match said {
        ServerSignal::ProcessDied {
            process,
            death: Death::Signal(9),
            ..
        } => is(process),
        _ => false,
    })
}
