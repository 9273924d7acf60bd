//! What a server's processes, its memory cgroup and its machine held at one
//! moment, and how the figures that people see elsewhere follow from it.
//!
//! Plain figures; where they were read is not known here.

use crate::Known;

/// One look at the memory of a server and of where it runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostSample {
    /// The server's processes, the one that the others descend from first.
    pub processes: Known<Processes>,
    /// The memory cgroup that the server's first process is in.
    pub group: Known<GroupMemory>,
    /// The group above it that has the smallest limit on the path to the root;
    /// unknown where that is the server's own group, or none has a limit.
    pub limiting_group: Known<GroupMemory>,
    /// The machine.
    pub machine: Known<MachineMemory>,
    /// The container, where cAdvisor told of it in the place of its groups.
    pub container: Known<ContainerMemory>,
}

/// The processes of one server.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Processes {
    /// The server's process first, then its children by process id.
    pub all: Vec<ProcessSample>,
    /// Whether there were more than are kept.
    pub is_cut: bool,
}

impl Processes {
    /// What their anonymous memory comes to, each page once: at least and at most.
    /// What a child has of the server's own pages is not told cheaply: none of them,
    /// or as many as the server has.
    pub fn own_bytes(&self) -> (u64, u64) {
        let Some((server, children)) = self.all.split_first() else {
            return (0, 0);
        };
        let sum = |less: u64| {
            let own = children
                .iter()
                .map(|child| child.anon_bytes.saturating_sub(less));
            own.fold(server.anon_bytes, u64::saturating_add)
        };
        (sum(server.anon_bytes), sum(0))
    }
}

/// One process, as `/proc/PID` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessSample {
    /// Its process id.
    pub pid: u32,
    /// When it started, in clock ticks after the machine did: with the id, this
    /// names one process and never another that got the same id later.
    pub started_ticks: u64,
    /// What it does for the server.
    pub role: Role,
    /// Anonymous memory. A child shares with its parent the pages that neither has
    /// written since it was forked, and both count them: see [`Processes::own_bytes`].
    pub anon_bytes: u64,
    /// Shared memory that it has touched: also counted by every other that did.
    pub shmem_bytes: u64,
    /// Pages of files it maps: programs and libraries, page cache for the rest.
    pub file_bytes: u64,
    /// What of its own is swapped out.
    pub swap_bytes: u64,
    /// Its page tables.
    pub page_table_bytes: u64,
    /// Huge pages it maps from the pool set aside; in none of the others.
    pub hugetlb_bytes: u64,
    /// Its threads.
    pub threads: u32,
    /// What is added to its score when the kernel looks for one to kill, from
    /// −1000 (never) to 1000.
    pub oom_score_adj: Known<i32>,
    /// That score, from 0 to 2000: the highest is killed first.
    pub oom_score: Known<u32>,
}

/// What a process does for its server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The server itself: `PostgreSQL`'s postmaster, the one process of the others.
    Server,
    /// The session of one client.
    Session,
    /// Helps a session with one query.
    ParallelWorker,
    /// Cleans one database's tables.
    AutovacuumWorker,
    /// Sends WAL to a standby or a subscriber.
    Walsender,
    /// Applies what a publisher sends.
    ApplyWorker,
    /// Another of the server's own, by its title (`checkpointer`).
    Background(String),
    /// Its title says nothing known.
    Unknown,
}

/// What a memory cgroup, and those below it, held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupMemory {
    /// Its folder, as the kernel names it.
    pub folder: String,
    /// Processes in it, those of groups below not among them; `None`: not seen.
    pub processes: Option<u32>,
    /// Its own limit, if it has one.
    pub limit_bytes: Option<u64>,
    /// Where the kernel begins to slow it down (version 2), if set.
    pub high_bytes: Option<u64>,
    /// All that is charged to it, page cache included.
    pub usage_bytes: u64,
    /// The most that ever was; `None` on version 2 before Linux 5.19.
    pub peak_bytes: Option<u64>,
    /// Anonymous memory.
    pub anon_bytes: u64,
    /// Shared memory and tmpfs.
    pub shmem_bytes: u64,
    /// The kernel's own for its processes: page tables, stacks, sockets, file
    /// handles, dentries and what it keeps to find page cache again.
    pub kernel_bytes: u64,
    /// Of that, what the kernel would give back (version 2). It grows with page
    /// cache and files; it counts as held, as in the runs that the memory model is
    /// held against.
    pub kernel_reclaimable_bytes: Option<u64>,
    /// Page cache, without what is shared memory.
    pub file_bytes: u64,
    /// Page cache not used lately: the kernel takes it back first.
    pub inactive_file_bytes: u64,
    /// What is swapped out; `None` where swap is not accounted.
    pub swap_bytes: Option<u64>,
    /// Huge pages from the pool set aside; outside of the limit and of all else
    /// here. `None` where they are not accounted.
    pub hugetlb_bytes: Option<u64>,
    /// Processes that the kernel killed for its limit; on version 1 those of the
    /// group itself alone. `None` before Linux 4.13.
    pub oom_kills: Option<u64>,
    /// How long its processes waited for memory (version 2 with PSI).
    pub pressure: Option<Pressure>,
}

impl GroupMemory {
    /// What the kernel cannot take back without swap or a kill: the part that
    /// meets the limit. Page cache goes first and is not in it.
    pub const fn held_bytes(&self) -> u64 {
        self.anon_bytes
            .saturating_add(self.shmem_bytes)
            .saturating_add(self.kernel_bytes)
    }
}

/// What cAdvisor exports of a container's memory, each figure if it does. Shared memory
/// is among the page cache there, and nothing says how much it is: what the kernel
/// cannot take back does not follow from these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContainerMemory {
    /// All that is charged to it (`container_memory_usage_bytes`).
    pub usage_bytes: Option<u64>,
    /// That without inactive page cache.
    pub working_set_bytes: Option<u64>,
    /// Anonymous memory; what is swapped out is not in it.
    pub rss_bytes: Option<u64>,
    /// Page cache and shared memory.
    pub cache_bytes: Option<u64>,
    /// Of that, what processes map: shared memory that they touched, programs.
    pub mapped_bytes: Option<u64>,
}

/// Pressure stall information: the share of time lost waiting for memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pressure {
    /// Percent of the last ten seconds in which some process waited.
    pub some_percent: f64,
    /// Percent of the last ten seconds in which all did.
    pub full_percent: f64,
    /// Microseconds since the group began in which some process waited.
    pub some_total_us: u64,
    /// Microseconds since the group began in which all waited.
    pub full_total_us: u64,
}

/// What the machine says of its memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MachineMemory {
    /// All of it.
    pub total_bytes: u64,
    /// What new work could have without swapping, the kernel's estimate.
    pub available_bytes: Option<u64>,
    /// Swap.
    pub swap_total_bytes: u64,
    /// Swap in use.
    pub swap_used_bytes: u64,
    /// Memory promised to processes.
    pub committed_bytes: u64,
    /// What may be promised under `vm.overcommit_memory` = 2.
    pub commit_limit_bytes: u64,
    /// Huge pages: set aside, free, and of those promised, in pages.
    pub hugepages: (u64, u64, u64),
    /// Size of one.
    pub hugepage_bytes: u64,
    /// Its NUMA nodes; `None` where it does not say.
    pub numa_nodes: Option<u32>,
    /// Size of /dev/shm and what of it is used; `None` where not seen.
    pub shm_bytes: Option<(u64, u64)>,
    /// Size of the file system of the data and what of it is free.
    pub disk_bytes: Known<(u64, u64)>,
    /// The type of that file system.
    pub disk_kind: Known<String>,
    /// Files open on the whole machine and its limit of them.
    pub open_files: Option<(u64, u64)>,
    /// Files that the server's first process has open.
    pub server_open_files: Known<u64>,
    /// Kills for want of memory since the machine started, of any process.
    pub oom_kills: Option<u64>,
    /// Waiting for memory on the whole machine.
    pub pressure: Option<Pressure>,
}

/// The same memory as different tools count it, to explain why they differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Views {
    /// RES of `top` or RSS of `ps`, summed: shared memory counts once for every
    /// process that touched it, program files likewise.
    pub sum_of_resident_bytes: Option<u64>,
    /// What of that is shared memory counted again.
    pub counted_again_bytes: Option<u64>,
    /// What the processes hold at least, each page once: own memory, page tables,
    /// and the shared memory of the one that touched most.
    pub processes_hold_bytes: Option<u64>,
    /// `docker stats` without its cache term, `memory.current`: page cache included.
    pub usage_bytes: Option<u64>,
    /// `kubectl top` and the kubelet's evictions: usage less inactive page cache.
    /// Active page cache is in it though the kernel can take it back.
    pub working_set_bytes: Option<u64>,
    /// What the kernel cannot take back: what a limit is reached with.
    pub held_bytes: Option<u64>,
    /// cAdvisor's `container_memory_rss`: anonymous memory, shared memory not.
    pub rss_bytes: Option<u64>,
    /// cAdvisor's `container_memory_cache`: page cache, shared memory among it.
    pub cache_bytes: Option<u64>,
    /// cAdvisor's `container_memory_mapped_file`: the part of that which processes map.
    pub mapped_bytes: Option<u64>,
    /// `FreeableMemory` of Amazon RDS, and `free`'s "available": what the machine
    /// could still give, page cache counted as free.
    pub available_bytes: Option<u64>,
}

impl HostSample {
    /// The figures that other tools show of this moment.
    pub fn views(&self) -> Views {
        let whole = self.processes.get().filter(|them| !them.is_cut);
        let processes = whole.map(|them| them.all.as_slice());
        let sum = |part: fn(&ProcessSample) -> u64| {
            processes.map(|them| them.iter().map(part).fold(0, u64::saturating_add))
        };
        let shared = sum(|it| it.shmem_bytes);
        let most_shared = processes.map(|them| {
            let touched = them.iter().map(|it| it.shmem_bytes);
            touched.max().unwrap_or(0)
        });
        let tables = sum(|it| it.page_table_bytes);
        let own = whole.map(|them| them.own_bytes().0).zip(tables);
        let own = own.map(|(own, tables)| own.saturating_add(tables));
        let group = self.group.get();
        let container = self.container.get().copied().unwrap_or_default();
        let usage = group.map(|group| group.usage_bytes);
        let working_set =
            group.map(|group| group.usage_bytes.saturating_sub(group.inactive_file_bytes));
        Views {
            sum_of_resident_bytes: sum(|it| {
                let resident = it.anon_bytes.saturating_add(it.shmem_bytes);
                resident.saturating_add(it.file_bytes)
            }),
            counted_again_bytes: shared.zip(most_shared).map(|(all, most)| all - most),
            processes_hold_bytes: own
                .zip(most_shared)
                .map(|(own, most)| own.saturating_add(most)),
            usage_bytes: usage.or(container.usage_bytes),
            working_set_bytes: working_set.or(container.working_set_bytes),
            held_bytes: group.map(GroupMemory::held_bytes),
            rss_bytes: container.rss_bytes,
            cache_bytes: container.cache_bytes,
            mapped_bytes: container.mapped_bytes,
            available_bytes: self.machine.get().and_then(|it| it.available_bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ContainerMemory, GroupMemory, HostSample, ProcessSample, Processes, Role, Views};
    use crate::Known;

    fn process(pid: u32, anon_bytes: u64, shmem_bytes: u64) -> ProcessSample {
        ProcessSample {
            pid,
            started_ticks: 1,
            role: Role::Session,
            anon_bytes,
            shmem_bytes,
            file_bytes: 10,
            swap_bytes: 0,
            page_table_bytes: 1,
            hugetlb_bytes: 0,
            threads: 1,
            oom_score_adj: Known::not_given(),
            oom_score: Known::not_given(),
        }
    }

    #[test]
    fn shared_memory_counts_once_in_what_is_held_and_often_in_what_top_shows() {
        let processes = Processes {
            all: vec![process(1, 5, 100), process(2, 6, 90), process(3, 7, 0)],
            is_cut: false,
        };
        let group = GroupMemory {
            usage_bytes: 900,
            anon_bytes: 18,
            shmem_bytes: 120,
            kernel_bytes: 4,
            file_bytes: 758,
            inactive_file_bytes: 700,
            ..GroupMemory::default()
        };
        let sample = HostSample {
            processes: Known::Known(processes, "test".to_owned()),
            group: Known::Known(group, "test".to_owned()),
            ..HostSample::default()
        };
        let views = Views {
            sum_of_resident_bytes: Some(238),
            counted_again_bytes: Some(90),
            processes_hold_bytes: Some(111),
            usage_bytes: Some(900),
            working_set_bytes: Some(200),
            held_bytes: Some(142),
            ..Views::default()
        };
        assert_eq!(sample.views(), views);
    }

    #[test]
    fn a_container_told_by_cadvisor_has_its_figures_and_nothing_held() {
        let container = ContainerMemory {
            usage_bytes: Some(900),
            working_set_bytes: Some(200),
            rss_bytes: Some(18),
            cache_bytes: Some(878),
            mapped_bytes: None,
        };
        let sample = HostSample {
            container: Known::Known(container, "test".to_owned()),
            ..HostSample::default()
        };
        let views = Views {
            usage_bytes: Some(900),
            working_set_bytes: Some(200),
            rss_bytes: Some(18),
            cache_bytes: Some(878),
            ..Views::default()
        };
        assert_eq!(sample.views(), views);
    }

    #[test]
    fn processes_left_out_leave_no_sum() {
        let processes = Processes {
            all: vec![process(1, 5, 100)],
            is_cut: true,
        };
        let sample = HostSample {
            processes: Known::Known(processes, "test".to_owned()),
            ..HostSample::default()
        };
        assert_eq!(sample.views(), Views::default());
    }
}
