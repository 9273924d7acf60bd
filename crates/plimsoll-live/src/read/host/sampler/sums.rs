//! What a server's processes hold and have used, summed one by one: for servers whose
//! group tells nothing of them. Dear: some files of each process.

use plimsoll_model::{ProcessSample, Processes};

use crate::read::host::Tree;
use crate::read::host::processes::{PROCESSES_MAX, Stat, children, held, listed_children, pids};

/// What its processes used, and what they hold where that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) processes: u64,
    /// Of those that have ended too, once the server has waited for them.
    pub(super) cpu_ticks: u64,
    pub(super) held: Option<Held>,
}

/// What they hold in bytes, each page of memory once as far as is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) anon: u64,
    /// The shared memory of the process that touched most of it.
    pub(super) shmem: u64,
    /// Page tables: of the kernel's own all that a process tells.
    pub(super) kernel: u64,
    pub(super) swap: u64,
}

impl Sums {
    /// Of a server's process and its children; what each holds is the dearer part.
    pub(super) fn of(
        tree: &Tree,
        pid: u32,
        stat: &Stat,
        with_memory: bool,
    ) -> Result<Self, String> {
        let children = children(tree, candidates(tree, pid)?, pid);
        let children: Vec<(u32, Stat)> = children.take(PROCESSES_MAX).collect();
        let times = children.iter().map(|(_, child)| child.cpu_ticks);
        Ok(Self {
            processes: children.len() as u64 + 1,
            cpu_ticks: times.fold(stat.cpu_ticks, u64::saturating_add),
            held: if with_memory {
                Some(Held::of(tree, held(tree, pid, stat)?, &children))
            } else {
                None
            },
        })
    }
}

impl Held {
    fn of(tree: &Tree, server: ProcessSample, children: &[(u32, Stat)]) -> Self {
        let children = children.iter();
        let children = children.filter_map(|(pid, stat)| held(tree, *pid, stat).ok());
        let processes = Processes {
            all: std::iter::once(server).chain(children).collect(),
            is_cut: false,
        };
        let all = &processes.all;
        Self {
            anon: processes.own_bytes().0,
            shmem: all.iter().map(|it| it.shmem_bytes).max().unwrap_or(0),
            kernel: all.iter().map(|it| it.page_table_bytes).sum(),
            swap: all.iter().map(|it| it.swap_bytes).sum(),
        }
    }
}

/// Those among which its children are: the kernel's own list, else every process.
fn candidates(tree: &Tree, pid: u32) -> Result<Vec<u32>, String> {
    listed_children(tree, pid).map_or_else(|| pids(tree), Ok)
}
