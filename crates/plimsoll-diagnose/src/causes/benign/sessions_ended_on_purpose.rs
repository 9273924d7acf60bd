//! Statements and sessions ended by their time-outs or by a person.

use super::{DOUBTED, is_hurt, is_severe, stood_still};
use crate::cause::{Weighed, Weight, cause};
use crate::causes::replication::queries_in_the_way::are_repeated;
use crate::causes::stops::sessions_terminated::is_felt;
use crate::signal::{Replication, ServerSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Time-outs of statements, of locks or of idle transactions did what they are for; an
    /// administrator ended a session; a standby cancelled what stood in the way of replay, for
    /// clients that repeat it.
    ///
    /// ## How it shows
    ///
    /// Cancelled statements and ended sessions, each with its reason, and nothing that went
    /// down.
    ///
    /// ## What speaks against it
    ///
    /// A server that went down, slots that ran out.
    ///
    /// ## What to do
    ///
    /// Nothing; where they come by the hundred, look at what is slow.
    SESSIONS_ENDED_ON_PURPOSE {
        name: "sessions-ended-on-purpose",
        class: Benign,
        layer: None,
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let is_repeated = are_repeated(story);
    let ended = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::StatementCancelled { .. }
                | ServerSignal::SessionEnded { .. }
                | ServerSignal::Deadlock
                | ServerSignal::LockWait
        ) || is_repeated && *said == ServerSignal::Replication(Replication::ConflictWithQueries)
    });
    if ended.is_empty() {
        return None;
    }
    let hurt = is_hurt(story);
    let message = "statements and sessions ended by their time-outs, a deadlock or a person, as they should: nothing to mend";
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, ended)
        .holds(Weight::Fair, !hurt)
        .against(Weight::Proof, hurt, "something graver happened")
        .against(
            Weight::Strong,
            is_severe(story) || stood_still(story),
            DOUBTED,
        )
        .against(
            Weight::Strong,
            is_felt(story),
            "clients at work lost their sessions, all at once",
        );
    Some(weighed)
}
