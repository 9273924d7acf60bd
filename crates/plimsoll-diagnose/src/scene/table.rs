//! Who held what at a kill, as the kernel printed it. Knows no story.

use crate::process::is_server;
use crate::signal::{OomKill, OomTask};

/// Anonymous memory above which a session does more than wait: an idle one that
/// has been used holds 2 to 8 MB (truth/).
const BUSY_BYTES: u64 = 12 << 20;

/// Who held what.
pub(crate) struct Table<'a> {
    /// The group's limit, else what all of the table held: the machine.
    pub(crate) limit_bytes: u64,
    /// Anonymous memory of the server's processes.
    pub(crate) server_bytes: u64,
    /// The largest of its processes.
    pub(crate) largest_bytes: u64,
    /// How many of its processes did more than wait.
    pub(crate) busy: usize,
    /// What these held.
    pub(crate) busy_bytes: u64,
    /// How many processes it had.
    pub(crate) processes: usize,
    /// Shared memory: buffers that were touched.
    pub(crate) shmem_bytes: u64,
    /// Anonymous memory of everybody else.
    pub(crate) others_bytes: u64,
    /// The largest of them.
    pub(crate) other: Option<&'a OomTask>,
}

impl Table<'_> {
    /// Whether `bytes` are at least this share of the limit.
    pub(crate) fn is_share(&self, bytes: u64, share: f64) -> bool {
        self.limit_bytes > 0 && bytes as f64 >= share * self.limit_bytes as f64
    }
}

/// Who held what, where the kernel printed its table or the group's sums.
pub(super) fn table(kill: &OomKill) -> Option<Table<'_>> {
    let (own, others): (Vec<&OomTask>, Vec<&OomTask>) =
        kill.tasks.iter().partition(|task| is_server(&task.name));
    let shmem_bytes = kill.group_shmem_bytes.unwrap_or_else(|| {
        let of_tasks = own.iter().filter_map(|task| task.shmem_bytes).max();
        of_tasks.or(kill.shmem_bytes).unwrap_or(0)
    });
    // Before 6.8 a row has resident memory alone, shared pages with it: what the
    // victim shared is taken to be shared by the others of its kind.
    let shared = kill.shmem_bytes.unwrap_or(0) + kill.file_bytes.unwrap_or(0);
    let anon = |task: &OomTask| {
        let resident = task.resident_bytes.saturating_sub(shared);
        task.anon_bytes.unwrap_or(if task.pid == kill.pid {
            kill.anon_bytes.unwrap_or(resident)
        } else {
            resident
        })
    };
    let busy: Vec<u64> = own
        .iter()
        .map(|task| anon(task))
        .filter(|bytes| *bytes >= BUSY_BYTES)
        .collect();
    let others_bytes = others.iter().map(|task| task.resident_bytes).sum();
    let in_rows: u64 = own.iter().map(|task| anon(task)).sum();
    let of_group = kill
        .group_anon_bytes
        .map(|all| all.saturating_sub(others_bytes));
    let server_bytes = of_group
        .unwrap_or(0)
        .max(in_rows)
        .max(kill.anon_bytes.unwrap_or(0));
    let held = server_bytes + shmem_bytes + others_bytes;
    let limit_bytes = kill.limit_bytes.or(kill.usage_bytes).unwrap_or(held);
    (limit_bytes > 0).then(|| Table {
        limit_bytes,
        server_bytes,
        largest_bytes: own
            .iter()
            .map(|task| anon(task))
            .chain(kill.anon_bytes.filter(|_| is_server(&kill.victim)))
            .max()
            .unwrap_or(0),
        busy: busy.len(),
        busy_bytes: busy.iter().sum(),
        processes: own.len(),
        shmem_bytes,
        others_bytes,
        other: others.into_iter().max_by_key(|task| task.resident_bytes),
    })
}
