//! The kernel of its machine: cleared where its log covers the moment and tells
//! of nothing.

use super::found::{Look, clock, span};
use crate::process::is_server;
use crate::record::Speaker;
use crate::signal::{KernelSignal, OomKill, OomScope, WatchSignal};
use crate::story::Story;

const DECIDES: &str = "its log of that time decides (journalctl -k, dmesg --time-format iso)";

pub(super) fn look(story: &Story) -> Look<'_> {
    let said = story.kernel_said(|said| {
        !matches!(
            said,
            KernelSignal::LinkUp { .. } | KernelSignal::LinkDown { .. }
        )
    });
    if !said.is_empty() {
        let why = "the kernel tells of failures of its own or of kills".to_owned();
        let grave = story.kernel_said(|said| {
            matches!(
                said,
                KernelSignal::HardwareError
                    | KernelSignal::Panic
                    | KernelSignal::AllocationFailed { .. }
                    | KernelSignal::TaskHung { .. }
            )
        });
        let ours: Vec<_> = story
            .oom_kills()
            .filter(|(_, kill)| is_ours(kill))
            .collect();
        if grave.is_empty() && ours.len() == said.len() {
            let why = "it killed for the limit of the server's own group, which the server's own processes had filled";
            let kills = ours.into_iter().map(|(signal, _)| signal);
            return Look::Worked(why.to_owned(), kills.collect());
        }
        return if grave.is_empty() {
            Look::Unknown("it did what limits and disks made it do: see those layers")
        } else {
            Look::Odd(why, grave)
        };
    }
    if story.is_killed_for_memory() && story.is_told_by(&[Speaker::Kernel]) {
        return Look::Unknown(
            "something was killed for memory, and its log of that time does not tell of it, for a full ring buffer loses lines: the counts of the group and the state of the container decide (memory.events, docker inspect)",
        );
    }
    if story.is_killed_for_memory() {
        return Look::Unknown(
            "something was killed for memory, and its own account of it decides (journalctl -k, dmesg --time-format iso)",
        );
    }
    match (story.moment, story.covered(Speaker::Kernel)) {
        (Some(moment), Some((from, to))) if from <= moment && moment <= to => Look::Worked(
            format!(
                "its log from {} to {} tells of no kill and no failure",
                clock(from),
                clock(to)
            ),
            Vec::new(),
        ),
        _ if story.is_none_killed() => {
            let room = story.watch_saw(|saw| saw == WatchSignal::MachineRoom);
            let none = story.watch_saw(|saw| saw == WatchSignal::NoneKilled);
            if room.is_empty() {
                return Look::Unknown(DECIDES);
            }
            let why = format!(
                "the machine had memory left and nothing was killed for it, {}",
                span(&none)
            );
            Look::Worked(why, room.into_iter().chain(none).collect())
        }
        _ => Look::Unknown(DECIDES),
    }
}

/// Whether a kill is for a group's limit, and the server's processes held nearly
/// all that its table shows.
fn is_ours(kill: &OomKill) -> bool {
    const OTHERS_MAX: u64 = 10;
    let sum = |of_server: bool| -> u64 {
        let tasks = kill.tasks.iter();
        tasks
            .filter(|task| is_server(&task.name) == of_server)
            .map(|task| task.resident_bytes)
            .sum()
    };
    matches!(kill.scope, OomScope::Cgroup(_))
        && sum(true) > 0
        && sum(false) * OTHERS_MAX <= sum(true)
}
