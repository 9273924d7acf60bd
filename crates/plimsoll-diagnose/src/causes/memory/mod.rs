//! Memory ran out: whose it was, and what let it.
//!
//! The kernel tells who held what at a kill (`crate::scene`); a cause is a pattern in
//! that table, and what was changed or running before tells for it.

mod billed;
pub(super) mod buffer_pool_too_large;
mod changed;
mod context;
pub(super) mod extension_took_memory;
pub(super) mod host_ran_short;
pub(super) mod kept_plans_took_memory;
pub(super) mod killed_for_memory;
pub(super) mod killed_while_starting;
pub(super) mod limit_lowered;
pub(super) mod limit_too_small;
pub(super) mod neighbour_took_memory;
pub(super) mod one_statement_took_memory;
pub(super) mod parallel_workers_took_memory;
mod pressure;
pub(super) mod session_buffers_times_sessions;
pub(super) mod shared_buffers_too_large;
pub(super) mod start_refused_for_memory;
pub(super) mod too_many_sessions_allowed;
pub(super) mod upkeep_memory;
pub(super) mod value_too_large;
mod watched;
pub(super) mod work_mem_times_sessions;
mod workers;

use crate::signal::{ServerSignal, Signal};
use crate::story::Story;

/// The `InnoDB` buffer pool that was there at the fall, and where the server told its size:
/// what it began anew with may be another, for a value set while it runs need not stand in
/// a file. Where nothing tells of a size before the fall the next start's counts.
fn pool(story: &Story) -> Option<(&Signal, u64)> {
    let fall = story.fall();
    let told = story.server().filter_map(|(signal, said)| match said {
        ServerSignal::PoolSize { bytes, .. } => Some((signal, *bytes)),
        _ => None,
    });
    let told: Vec<_> = told.collect();
    let before = told.iter().rev().find(|(signal, _)| signal.at <= fall);
    before.filter(|_| fall.is_some()).or(told.last()).copied()
}

/// How large it was.
fn pool_bytes(story: &Story) -> Option<u64> {
    pool(story).map(|(_, bytes)| bytes)
}
