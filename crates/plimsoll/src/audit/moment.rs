//! The memory of one moment: what the bill says of the sessions that are there,
//! what was measured, and how other tools count the same memory.

use plimsoll_bill::{Observed, weigh};
use plimsoll_model::{HostSample, Known, Load, Range, Role};
use plimsoll_report::{Elsewhere, Now};

use crate::read::Case;

/// Predicted beside measured.
pub(super) fn now(case: &Case, seen: Option<&Observed>, sample: Option<&HostSample>) -> Now {
    let predicted = seen.and_then(|seen| predicted(case, &seen.now));
    let sessions = seen.map(|seen| {
        let groups = seen.now.groups.iter();
        groups.filter_map(|group| group.sessions).sum()
    });
    Now {
        sessions,
        predicted,
        measured_bytes: sample.map_or_else(
            || Known::Unknown("its processes are not on this machine".to_owned()),
            measured,
        ),
        elsewhere: sample.map(elsewhere).unwrap_or_default(),
    }
}

/// How large the operation of an active session is no server shows: it is taken
/// to be small, and at the most it fills the memory that it may take.
fn predicted(case: &Case, now: &Load) -> Option<Range> {
    let weighed = |load| weigh(&case.settings, &case.facts, load, case.profile, None).ok();
    let mut filling = now.clone();
    let groups = filling.groups.iter_mut();
    for operation in groups.flat_map(|group| group.operations.iter_mut().flatten()) {
        operation.operand_bytes = None;
    }
    let small = weighed(now)?;
    Some(Range {
        high_bytes: small.high_bytes.max(weighed(&filling)?.likely_bytes),
        ..small
    })
}

/// What its memory cgroup holds, where nothing but the server is in it. Summed
/// over processes the memory is not: they share what only a walk through every
/// page tells apart.
fn measured(sample: &HostSample) -> Known<u64> {
    let own = sample.processes.get().filter(|own| !own.is_cut);
    let own = own.map(|own| own.all.len());
    let group = match &sample.group {
        Known::Known(group, _) => group,
        Known::Unknown(why) => return Known::Unknown(why.clone()),
    };
    match (
        own,
        group
            .processes
            .and_then(|count| usize::try_from(count).ok()),
    ) {
        // A few come and go between two looks (autovacuum, a new session).
        (Some(own), Some(all)) if all <= own + own / 10 + 2 => {
            Known::Known(group.held_bytes(), group.folder.clone())
        }
        (Some(_), Some(_)) => Known::Unknown(format!(
            "other programs run in its memory cgroup {}",
            group.folder
        )),
        (None, _) | (_, None) => {
            Known::Unknown("who is in its memory cgroup cannot be seen".to_owned())
        }
    }
}

fn elsewhere(sample: &HostSample) -> Vec<Elsewhere> {
    let views = sample.views();
    let processes = sample.processes.get();
    let many = processes.is_some_and(|them| them.all.iter().any(|it| it.role != Role::Server));
    let figures = [
        (
            "top and ps, RES summed",
            views.sum_of_resident_bytes.filter(|_| many),
            "shared memory counts there once for every process that touched it",
        ),
        (
            "its cgroup's usage (docker stats)",
            views.usage_bytes,
            "page cache is in it, which the kernel takes back",
        ),
        (
            "kubectl top, the working set",
            views.working_set_bytes,
            "page cache in use is in it, which the kernel can take back",
        ),
        (
            "the cgroup, what cannot be taken back",
            views.held_bytes,
            "the kernel's part and whatever else runs in the group are in it",
        ),
    ];
    let known = figures.into_iter().filter_map(|(tool, bytes, why)| {
        Some(Elsewhere {
            tool,
            bytes: bytes?,
            why,
        })
    });
    known.collect()
}
