//! The server and its parameters: cleared where it worked before and after, and
//! said of nothing in between that it failed.

use super::{Look, span};
use crate::signal::ServerSignal;
use crate::story::Story;

pub(super) fn look(story: &Story) -> Look<'_> {
    let fell = story.servers_said(failed);
    if !fell.is_empty() {
        return Look::Odd("the server itself tells of failures".to_owned(), fell);
    }
    let worked =
        story.servers_said(|said| matches!(said, ServerSignal::Worked | ServerSignal::Ready));
    let (Some(moment), true) = (story.moment, story.oom_kills().next().is_none()) else {
        return Look::Unknown("the server's own log of that time decides");
    };
    let around = worked
        .iter()
        .any(|signal| signal.at.is_some_and(|at| at <= moment))
        && worked
            .iter()
            .any(|signal| signal.until.is_some_and(|at| at >= moment));
    if around {
        let why = format!("it worked {} and tells of no failure", span(&worked));
        return Look::Worked(why, worked);
    }
    Look::Unknown("the server's own log of that time decides")
}

fn failed(said: &ServerSignal) -> bool {
    matches!(
        said,
        ServerSignal::ProcessDied { .. }
            | ServerSignal::Crashed { .. }
            | ServerSignal::AssertionFailed
            | ServerSignal::StartRefused(_)
            | ServerSignal::AllocationFailed { .. }
            | ServerSignal::LockTableFull { .. }
            | ServerSignal::Corrupt { .. }
            | ServerSignal::Severe { .. }
    )
}
