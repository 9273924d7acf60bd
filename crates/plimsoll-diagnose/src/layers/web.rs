//! The web server and proxies: cleared where they answered, and failed only
//! once what is behind them was gone.

use super::found::{Look, clock};
use crate::record::Speaker;
use crate::signal::ClientSignal;
use crate::story::Story;

pub(super) fn look(story: &Story) -> Look<'_> {
    let served = story.clients_said(|said| matches!(said, ClientSignal::Served));
    let failed = story.clients_said(|said| {
        matches!(
            said,
            ClientSignal::UpstreamFailed { .. }
                | ClientSignal::ServedError { .. }
                | ClientSignal::BackendDown { .. }
        )
    });
    let first = failed.first().and_then(|signal| signal.at);
    match (story.fall(), first) {
        (Some(fell), Some(first)) if first >= fell => Look::Worked(
            format!(
                "it first failed at {}, after the server fell at {}: it passes on what is behind it",
                clock(first),
                clock(fell)
            ),
            failed,
        ),
        (_, None) if !served.is_empty() => Look::Worked("it answered all along".to_owned(), served),
        _ if story.is_told_by(&[Speaker::Web, Speaker::Proxy]) => Look::Unknown(
            "its log of that time does not say that what is behind it failed first: the log of what is behind it decides",
        ),
        _ => Look::Unknown(
            "its error log of that time decides: what it could not reach, and since when",
        ),
    }
}
