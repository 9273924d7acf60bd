//! What one process of the server costs for being there, by version.
//!
//! Measured on the servers themselves (npm builds 12.22 to 18.4, Debian's 15.18
//! and 17.11; x86-64, glibc): slope of the cgroup's anonymous and kernel memory
//! between few and many sessions that ran `select 1`, and ones that ran point
//! queries; background processes from an idle server.

use super::amount::{KB, MB};
use super::knobs::Knobs;

/// Costs of processes, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Process {
    /// Anonymous memory of a session that has only connected.
    pub(super) fresh: f64,
    /// Anonymous memory of a session that has run queries of a few tables.
    pub(super) used: f64,
    /// Kernel memory of a process: stack, page tables of its own, files, socket.
    pub(super) kernel: f64,
    /// Anonymous memory of the postmaster and the background processes.
    pub(super) background: f64,
    /// Kernel memory of those.
    pub(super) background_kernel: f64,
}

/// Anonymous memory: fresh session, used session, background; kB.
const BY_MAJOR: [(u16, f64, f64, f64); 7] = [
    (12, 955.0, 1080.0, 3020.0),
    (13, 995.0, 1112.0, 3050.0),
    (14, 1008.0, 1130.0, 3080.0),
    (15, 1065.0, 1190.0, 3010.0),
    (16, 1080.0, 1190.0, 3110.0),
    (17, 1080.0, 1190.0, 3130.0),
    (18, 1180.0, 1300.0, 3350.0),
];

/// The costs of this version. A build with JIT links more libraries: its
/// processes have larger page tables and 1.2 MB more in the background.
pub(super) fn process(knobs: &Knobs, jit_build: bool) -> Process {
    let (_, fresh, used, background) = BY_MAJOR
        .into_iter()
        .find(|(major, ..)| *major == knobs.major)
        .unwrap_or(BY_MAJOR[6]);
    // 12 to 14 run a statistics collector besides (it became shared memory in 15).
    let background_kernel = if knobs.major < 15 { 1.36 } else { 1.20 };
    let (anonymous, kernel) = if jit_build { (1.15, 65.0) } else { (0.0, 0.0) };
    Process {
        fresh: fresh * KB,
        used: used * KB,
        kernel: (192.0 + kernel) * KB,
        background: background * KB + anonymous * MB,
        background_kernel: (background_kernel + kernel * 2.0 / 1024.0) * MB,
    }
}
