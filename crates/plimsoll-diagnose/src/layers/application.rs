//! The server's clients: cleared where they worked until the server failed, and not for
//! want of room, which may be their doing.

use super::found::{Look, SERVERS, clock, span};
use crate::record::Speaker;
use crate::signal::{ClientSignal, ServerSignal, WatchSignal};
use crate::story::Story;

pub(super) fn look(story: &Story) -> Look<'_> {
    let own = story.clients_said(|said| matches!(said, ClientSignal::OwnFailure { .. }));
    if !own.is_empty() {
        return Look::Odd("it failed by itself".to_owned(), own);
    }
    let failed = story.clients_said(is_of_database);
    let services = story.watch_saw(|saw| saw == WatchSignal::ServiceFell);
    let fell = story.fall();
    let full = story.servers_said(|said| matches!(said, ServerSignal::NoSlotsLeft(_)));
    let full = full.first().and_then(|signal| signal.at);
    let first = failed.first().and_then(|signal| signal.at);
    let is_read = story.is_told_by(&[Speaker::Application]);
    match (fell, first) {
        // Who filled it failed no earlier than the others.
        (Some(_), Some(_)) if is_disk_full(story) => Look::Unknown(
            "a disk was full: whose rows or temporary files filled it, or who fetched no more of what was kept for it, decides (pg_stat_database, pg_replication_slots, the size of each table)",
        ),
        // Who took the slots is refused once they are taken.
        (Some(fell), Some(_)) if full.is_some_and(|full| full <= fell) => Look::Unknown(
            "slots ran out, and clients take them: who held them decides (pg_stat_activity, the processlist, its pool's figures)",
        ),
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
        (Some(_), Some(_)) if is_read => Look::Unknown(
            "it failed before the server fell, and its log does not say by whose fault: what changed before decides (--events)",
        ),
        (Some(_), Some(_)) => {
            Look::Unknown("it failed before the server fell: its own log decides")
        }
        (None, Some(_)) if story.is_told_by(SERVERS) => Look::Unknown(
            "it failed, and the server's log of that time tells of no fall: what stands between them decides (a pooler's or a proxy's log)",
        ),
        (None, Some(_)) => {
            Look::Unknown("it failed: whether the server fell before, its own log decides")
        }
        (_, None) if is_read => Look::Unknown(
            "its log of that time tells of no failure: how many sessions it held decides (its pool's figures, pg_stat_activity)",
        ),
        _ => Look::Unknown("its log of that time decides: what failed first, it or the server"),
    }
}

/// Whether the server could not write for want of room.
fn is_disk_full(story: &Story) -> bool {
    let full = story.servers_said(|said| matches!(said, ServerSignal::DiskFull(_)));
    !full.is_empty()
}

/// What a client says when its database is not there.
fn is_of_database(said: &ClientSignal) -> bool {
    matches!(
        said,
        ClientSignal::Refused
            | ClientSignal::Unreachable { .. }
            | ClientSignal::Cut
            | ClientSignal::CertificateRefused { .. }
            | ClientSignal::PoolExhausted
            | ClientSignal::TooManySessions
            | ClientSignal::AccountFull
            | ClientSignal::DatabaseUnavailable
            | ClientSignal::StatementFailed { .. }
    )
}
