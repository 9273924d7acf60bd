//! A server was started once more while it ran.

use jiff::SignedDuration;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{ServerSignal, Signal, StartRefusal};
use crate::story::Story;

/// How long before and behind it a life that begins or ends makes it another story.
const NEAR: SignedDuration = SignedDuration::from_hours(1);

cause! {
    /// ## What it is
    ///
    /// Somebody started a server on data that one already serves: the second one saw the lock
    /// file and ended, the first one works on.
    ///
    /// ## How it shows
    ///
    /// `lock file "postmaster.pid" already exists`, and in the same log the work of the running
    /// server before and behind it, with no start and no stop.
    ///
    /// ## What speaks against it
    ///
    /// A server that stopped or fell shortly before: then the lock keeps it down. An address
    /// that is in use, which is another server's.
    ///
    /// ## What to do
    ///
    /// Nothing. Never remove the lock file of a process that lives.
    STARTED_TWICE {
        name: "started-twice",
        class: Benign,
        layer: None,
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = refused_beside_a_running_one(story);
    if said.is_empty() {
        return None;
    }
    let message = "the server was started once more while it ran, which was refused: it works on, and there is nothing to mend";
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, said)
        .holds(Weight::Fair, !super::is_severe(story));
    Some(weighed)
}

/// Starts refused because a server has the data, whose log shows it at work before and
/// behind them.
pub(in crate::causes) fn refused_beside_a_running_one(story: &Story) -> Vec<&Signal> {
    let refused = story
        .servers_said(|said| *said == ServerSignal::StartRefused(StartRefusal::AlreadyRunning));
    let is_all = refused.iter().all(|it| runs_on(story, it));
    if is_all { refused } else { Vec::new() }
}

/// Whether the same log tells of work on either side of a moment, and of no begin and no end
/// of a life near it.
fn runs_on(story: &Story, refused: &Signal) -> bool {
    let Some((from, to)) = refused.at.zip(refused.until) else {
        return false;
    };
    let of_it = || {
        story
            .server()
            .filter(|(it, _)| it.line.file == refused.line.file)
    };
    let is_near = |it: &Signal| {
        it.at
            .is_none_or(|at| from.duration_since(at) <= NEAR && at.duration_since(to) <= NEAR)
    };
    let mut lives = of_it().filter(|(it, said)| begins_or_ends(said) && is_near(it));
    let mut before = of_it().filter(|(it, said)| works(said) && it.at.is_some_and(|at| at <= from));
    let mut behind =
        of_it().filter(|(it, said)| works(said) && it.until.is_some_and(|at| at >= to));
    lives.next().is_none() && before.next().is_some() && behind.next().is_some()
}

fn begins_or_ends(said: &ServerSignal) -> bool {
    matches!(
        said,
        ServerSignal::Starting { .. }
            | ServerSignal::Ready
            | ServerSignal::StopRequested { .. }
            | ServerSignal::Stopped
            | ServerSignal::CrashFound
            | ServerSignal::ProcessDied { .. }
            | ServerSignal::Crashed { .. }
    )
}

/// What only a server that runs says.
fn works(said: &ServerSignal) -> bool {
    matches!(
        said,
        ServerSignal::Worked
            | ServerSignal::Reloaded
            | ServerSignal::TemporaryFile { .. }
            | ServerSignal::LoginRefused { .. }
            | ServerSignal::ClientLost
            | ServerSignal::StatementCancelled { .. }
            | ServerSignal::LockWait
            | ServerSignal::Deadlock
    )
}
