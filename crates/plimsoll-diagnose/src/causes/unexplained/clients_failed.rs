//! Clients got no answer, and nothing that was read says why.

use crate::cause::{Weighed, Weight, cause};
use crate::record::Speaker;
use crate::signal::{ClientSignal, Signal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A web server, a proxy or an application waited in vain: the database was slow, the
    /// network lost packets, or what stands between them had no session left.
    ///
    /// ## How it shows
    ///
    /// Upstreams that time out, and a server's log of that time with nothing in it,
    /// or none; sessions that were cut, and no server's log.
    ///
    /// ## What speaks against it
    ///
    /// Anything in the server's log that names a reason.
    ///
    /// ## What to do
    ///
    /// Bring what the sessions waited for at that time (`pg_stat_activity`, the processlist),
    /// the slow statements' log and the disk's times; `plimsoll watch` keeps them.
    CLIENTS_FAILED {
        name: "clients-failed",
        class: Unknown,
        layer: None,
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let failed = story.clients_said(|said| matches!(said, ClientSignal::UpstreamFailed { .. }));
    let cut = cut_alone(story);
    if failed.is_empty() && cut.is_empty() {
        return None;
    }
    let often = failed.iter().map(|signal| signal.times).sum::<u64>() >= 3;
    let message = "clients got no answer in time and nothing that was read says why: bring what the sessions waited for, the slow statements' log and the disk's times";
    let weighed = Weighed::new(message)
        .shown(Weight::Fair, failed)
        .shown(Weight::Fair, cut)
        .holds(Weight::Fair, often);
    Some(weighed)
}

/// Clients whose sessions were cut, where no server's log was read that could say why.
fn cut_alone(story: &Story) -> Vec<&Signal> {
    let is_heard = [Speaker::Postgresql, Speaker::Mysql]
        .into_iter()
        .any(|it| story.was_read(it));
    let cut = story.clients_said(|said| matches!(said, ClientSignal::Cut));
    if is_heard { Vec::new() } else { cut }
}
