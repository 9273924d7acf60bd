//! The server stood still for a while and went on, and nothing that was read says why.

use jiff::{SignedDuration, Timestamp};

use crate::cause::{Weighed, Weight, cause};
use crate::causes::benign::server_hurts;
use crate::signal::{ClientSignal, KernelSignal, ServerSignal, Signal};
use crate::story::Story;

/// So many together are no chance.
const OFTEN: u64 = 3;

/// How far a client's failure and the end of a standstill may lie apart.
const NEAR: SignedDuration = SignedDuration::from_mins(2);

cause! {
    /// ## What it is
    ///
    /// For many seconds the server did nothing at all, then everything at once: its virtual
    /// machine was paused or moved, its disk hung, its processors or its memory were taken.
    /// The server itself cannot know which.
    ///
    /// ## How it shows
    ///
    /// Statements that have nothing to wait for (`BEGIN`, `SELECT 1`) took as long as all
    /// others; InnoDB's page cleaner came round after tens of seconds instead of one; clients
    /// lost their sessions or ran into their time-outs at that time.
    ///
    /// ## What speaks against it
    ///
    /// A server that went down; a kernel that tells of a disk or of memory.
    ///
    /// ## What to do
    ///
    /// Bring the kernel's log of that time (hung tasks, a clock that jumped), the
    /// hypervisor's events, steal time and the disk's times; `plimsoll watch` keeps the
    /// machine's pressure.
    STOOD_STILL {
        name: "stood-still",
        class: Unknown,
        layer: None,
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let still = story.servers_said(|said| *said == ServerSignal::StoodStill);
    if still.is_empty() {
        return None;
    }
    let is_often = still.iter().map(|signal| signal.times).sum::<u64>() >= OFTEN;
    let hit = story.clients_said(|said| {
        matches!(
            said,
            ClientSignal::Cut
                | ClientSignal::Unreachable { .. }
                | ClientSignal::UpstreamFailed { .. }
                | ClientSignal::PoolExhausted
        )
    });
    let hit = hit.into_iter().filter(|it| is_near(it, &still));
    let lost = story.servers_said(|said| *said == ServerSignal::ClientLost);
    let lost = lost.into_iter().filter(|it| is_near(it, &still));
    let told = story.kernel_said(|said| {
        matches!(
            said,
            KernelSignal::OomKill(_)
                | KernelSignal::DiskError { .. }
                | KernelSignal::FilesystemError { .. }
        )
    });
    let message = "the server stood still for a while and went on, and nothing that was read says why: bring the kernel's log of that time, the hypervisor's events, steal time and the disk's times";
    let weighed = Weighed::new(message)
        .shown(Weight::Fair, still.iter().copied())
        .holds(Weight::Fair, is_often)
        .shown(Weight::Fair, hit)
        .shown(Weight::Slight, lost)
        .against(
            Weight::Strong,
            server_hurts(story),
            "it went down or refused work besides",
        )
        .against(
            Weight::Strong,
            !told.is_empty(),
            "the kernel tells of a disk or of memory",
        );
    Some(weighed)
}

fn is_near(signal: &Signal, still: &[&Signal]) -> bool {
    let from = |it: &Signal| it.at;
    let to = |it: &Signal| it.until.or(it.at);
    still.iter().any(|it| {
        let starts = from(it).zip(to(signal));
        let ends = from(signal).zip(to(it));
        let is_within = |pair: (Timestamp, Timestamp)| pair.0.duration_since(pair.1) <= NEAR;
        starts.is_some_and(is_within) && ends.is_some_and(is_within)
    })
}
