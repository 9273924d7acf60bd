//! What a server's processes hold and have used, summed one by one: for servers whose
//! group tells nothing of them. Dear: some files of each process.

use plimsoll_model::Processes;

use crate::read::host::Tree;
use crate::read::host::processes::{PROCESSES_MAX, Stat, children, held, pids};

/// The sums, each page of memory once as far as is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) processes: u64,
    pub(super) anon_bytes: u64,
    /// The shared memory of the process that touched most of it.
    pub(super) shmem_bytes: u64,
    /// Page tables: of the kernel's own all that a process tells.
    pub(super) kernel_bytes: u64,
    pub(super) swap_bytes: u64,
    /// Of those that have ended too, once the server has waited for them.
    pub(super) cpu_ticks: u64,
}

impl Sums {
    /// Of a server's process and its children.
    pub(super) fn of(tree: &Tree, pid: u32, stat: &Stat) -> Result<Self, String> {
        let server = held(tree, pid, stat)?;
        let children: Vec<_> = children(tree, candidates(tree, pid)?, pid)
            .take(PROCESSES_MAX)
            .filter_map(|(child, stat)| Some((held(tree, child, &stat).ok()?, stat.cpu_ticks)))
            .collect();
        let times = children.iter().map(|(_, ticks)| *ticks);
        let cpu_ticks = times.fold(stat.cpu_ticks, u64::saturating_add);
        let children = children.into_iter().map(|(held, _)| held);
        let processes = Processes {
            all: std::iter::once(server).chain(children).collect(),
            is_cut: false,
        };
        let all = &processes.all;
        Ok(Self {
            processes: all.len() as u64,
            anon_bytes: processes.own_bytes().0,
            shmem_bytes: all.iter().map(|it| it.shmem_bytes).max().unwrap_or(0),
            kernel_bytes: all.iter().map(|it| it.page_table_bytes).sum(),
            swap_bytes: all.iter().map(|it| it.swap_bytes).sum(),
            cpu_ticks,
        })
    }
}

/// Those among which its children are: the kernel's own list (`CONFIG_PROC_CHILDREN`,
/// which distributions set), else every process.
fn candidates(tree: &Tree, pid: u32) -> Result<Vec<u32>, String> {
    match tree.read(&format!("/proc/{pid}/task/{pid}/children")) {
        Ok(text) => Ok(text
            .split(' ')
            .filter_map(|word| word.trim().parse().ok())
            .collect()),
        Err(_) => pids(tree),
    }
}
