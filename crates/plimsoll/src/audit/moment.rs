//! The memory of one moment: what the bill says of the sessions that are there,
//! what was measured, and how other tools count the same memory.

use plimsoll_bill::{Observed, weigh};
use plimsoll_live::read::host::Pss;
use plimsoll_model::{HostSample, Known, Load, Range, Role};
use plimsoll_report::{Elsewhere, Now};

use crate::read::Case;

/// Predicted beside measured.
pub(super) fn now(
    case: &Case,
    seen: Option<&Observed>,
    sample: Option<&HostSample>,
    pss: Option<&Pss>,
) -> Now {
    let predicted = seen.and_then(|seen| predicted(case, &seen.now));
    let sessions = seen.map(|seen| {
        let groups = seen.now.groups.iter();
        groups.filter_map(|group| group.sessions).sum()
    });
    Now {
        sessions,
        active_sessions: seen.map(|seen| seen.active),
        most_sessions: seen.and_then(|seen| seen.counted),
        predicted,
        measured_bytes: sample.map_or_else(
            || Known::Unknown("its processes are not on this machine".to_owned()),
            |sample| measured(sample, pss),
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

/// What its memory cgroup holds, where nothing but the server is in it; else what
/// its processes share, if that was asked for.
fn measured(sample: &HostSample, pss: Option<&Pss>) -> Known<u64> {
    match (by_group(sample), pss) {
        (Known::Unknown(_), Some(pss)) => by_shares(sample, pss),
        (Known::Unknown(why), None) if sample.processes.get().is_some() => {
            Known::Unknown(format!("{why}; --pss adds up its processes"))
        }
        (told @ (Known::Known(..) | Known::Unknown(_)), _) => told,
    }
}

fn by_group(sample: &HostSample) -> Known<u64> {
    let unknown = |why: &str| Known::Unknown(why.to_owned());
    let group = match &sample.group {
        Known::Known(group, _) => group,
        Known::Unknown(why) => return Known::Unknown(why.clone()),
    };
    let own = sample.processes.get().filter(|own| !own.is_cut);
    let all = group
        .processes
        .and_then(|count| usize::try_from(count).ok());
    match own.map(|own| own.all.len()).zip(all) {
        // A few come and go between two looks (autovacuum, a new session).
        Some((own, all)) if all <= own + own / 10 + 2 => {
            Known::Known(group.held_bytes(), group.folder.clone())
        }
        Some(_) => Known::Unknown(format!(
            "other programs run in its memory cgroup {}",
            group.folder
        )),
        None => unknown("who is in its memory cgroup cannot be seen"),
    }
}

/// Every page once, divided among the processes that map it, and their page
/// tables. What only sessions that are gone had touched is in none of them.
fn by_shares(sample: &HostSample, pss: &Pss) -> Known<u64> {
    let missed = pss.refused + pss.left;
    if missed > 0 {
        return Known::Unknown(format!(
            "the shares of {missed} of its processes could not be read in time or for want of rights"
        ));
    }
    let processes = sample.processes.get().into_iter();
    let tables = processes
        .flat_map(|it| &it.all)
        .map(|it| it.page_table_bytes);
    let bytes = pss.anon_bytes + pss.shmem_bytes + tables.sum::<u64>();
    Known::Known(bytes, "its processes' shares of each page".to_owned())
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
        (
            "cAdvisor's container_memory_rss",
            views.rss_bytes,
            "anonymous memory alone: buffers in shared memory are not in it",
        ),
        (
            "cAdvisor's container_memory_cache",
            views.cache_bytes,
            "shared memory is in it, which the kernel cannot take back, beside page cache",
        ),
        (
            "cAdvisor's container_memory_mapped_file",
            views.mapped_bytes,
            "of its cache what processes map: the shared memory that they touched, and programs",
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

#[cfg(test)]
mod tests {
    use plimsoll_live::read::host::Pss;
    use plimsoll_model::{GroupMemory, HostSample, Known, ProcessSample, Processes, Role};

    use super::measured;

    fn sample(in_group: u32) -> HostSample {
        let process = |pid| ProcessSample {
            pid,
            started_ticks: 1,
            role: Role::Session,
            anon_bytes: 50,
            shmem_bytes: 40,
            file_bytes: 0,
            swap_bytes: 0,
            page_table_bytes: 3,
            hugetlb_bytes: 0,
            threads: 1,
            oom_score_adj: Known::not_given(),
            oom_score: Known::not_given(),
        };
        let group = GroupMemory {
            folder: "/db".to_owned(),
            processes: Some(in_group),
            anon_bytes: 500,
            ..GroupMemory::default()
        };
        let processes = Processes {
            all: (1..=2).map(process).collect(),
            is_cut: false,
        };
        HostSample {
            processes: Known::Known(processes, "test".to_owned()),
            group: Known::Known(group, "/db".to_owned()),
            ..HostSample::default()
        }
    }

    #[test]
    fn shares_count_where_others_are_in_the_group_and_only_whole() {
        let shares = Pss {
            anon_bytes: 70,
            shmem_bytes: 60,
            read: 2,
            ..Pss::default()
        };
        let cut = Pss { left: 1, ..shares };
        assert_eq!(measured(&sample(2), Some(&shares)).get(), Some(&500));
        assert_eq!(measured(&sample(9), Some(&shares)).get(), Some(&136));
        assert_eq!(measured(&sample(9), Some(&cut)).get(), None);
        let why = measured(&sample(9), None);
        assert!(
            why.why().is_some_and(|why| why.contains("--pss")),
            "{why:?}"
        );
    }
}
