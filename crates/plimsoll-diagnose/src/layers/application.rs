//! The server's clients: cleared where they worked until the server failed.

use super::{Look, clock, span};
use crate::signal::{ClientSignal, WatchSignal};
use crate::story::Story;

pub(super) fn look(story: &Story) -> Look<'_> {
    let own = story.clients_said(|said| matches!(said, ClientSignal::OwnFailure { .. }));
    if !own.is_empty() {
        return Look::Odd("it failed by itself".to_owned(), own);
    }
    let failed = story.clients_said(is_of_database);
    let services = story.watch_saw(|saw| saw == WatchSignal::ServiceFell);
    let fell = story.fall();
    let first = failed.first().and_then(|signal| signal.at);
    match (fell, first) {
        (Some(fell), Some(first)) if first >= fell => Look::Worked(
            format!(
                "it first failed at {}, after the server fell at {}",
                clock(first),
                clock(fell)
            ),
            failed,
        ),
        (_, None) if !services.is_empty() => Look::Worked(
            format!(
                "what stands on the server failed only once that did not answer any more, {}",
                span(&services)
            ),
            services,
        ),
        (Some(_), Some(_)) => {
            Look::Unknown("it failed before the server fell: its own log decides")
        }
        _ => Look::Unknown("its log of that time decides: what failed first, it or the server"),
    }
}

/// What a client says when its database is not there.
fn is_of_database(said: &ClientSignal) -> bool {
    matches!(
        said,
        ClientSignal::Refused
            | ClientSignal::Unreachable { .. }
            | ClientSignal::Cut
            | ClientSignal::PoolExhausted
            | ClientSignal::TooManySessions
            | ClientSignal::DatabaseUnavailable
            | ClientSignal::StatementFailed { .. }
    )
}
