//! What carries packets: cleared where the server's own answers came through at
//! the time, refusals among them.

use super::found::{Look, span};
use crate::signal::{ClientSignal, KernelSignal, Replication, ServerSignal, WatchSignal};
use crate::story::Story;

pub(super) fn look(story: &Story) -> Look<'_> {
    let link = story.kernel_said(|said| {
        matches!(
            said,
            KernelSignal::LinkDown { .. } | KernelSignal::ConntrackFull
        )
    });
    let cut = story
        .servers_said(|said| matches!(said, ServerSignal::Replication(Replication::Partitioned)));
    if !link.is_empty() || !cut.is_empty() {
        let odd = link.into_iter().chain(cut).collect();
        return Look::Odd("links or nodes were lost".to_owned(), odd);
    }
    let unreachable = story.clients_said(|said| matches!(said, ClientSignal::Unreachable { .. }));
    if !unreachable.is_empty() {
        return Look::Unknown(
            "clients timed out: whether packets or answers were missing, a look from another host decides",
        );
    }
    let answered = story.clients_said(|said| {
        matches!(
            said,
            ClientSignal::TooManySessions
                | ClientSignal::AccountFull
                | ClientSignal::DatabaseUnavailable
        )
    });
    let refused = story.servers_said(|said| matches!(said, ServerSignal::NoSlotsLeft(_)));
    let through: Vec<_> = answered.into_iter().chain(refused).collect();
    if through.is_empty() {
        // That it fell is known by itself, and that packets came and went.
        let gone = story.watch_saw(|saw| saw == WatchSignal::Ended);
        let to_watch = story.watch_saw(|saw| saw == WatchSignal::AnsweredNo);
        if !to_watch.is_empty() && (!gone.is_empty() || story.fall().is_some()) {
            let why = format!(
                "the server itself went down, and its machine answered {}",
                span(&to_watch)
            );
            return Look::Worked(why, gone.into_iter().chain(to_watch).collect());
        }
        return Look::Unknown(
            "whether clients' packets reached the server: a client's or a proxy's log decides",
        );
    }
    let why = format!(
        "the server's own answers reached its clients {}",
        span(&through)
    );
    Look::Worked(why, through)
}
