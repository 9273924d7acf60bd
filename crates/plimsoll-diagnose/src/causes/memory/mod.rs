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

use crate::signal::ServerSignal;
use crate::story::Story;

/// The `InnoDB` buffer pool, as the server told its size last.
fn pool_bytes(story: &Story) -> Option<u64> {
    let told = story.server().filter_map(|(_, said)| match said {
        ServerSignal::PoolSize { bytes } => Some(*bytes),
        _ => None,
    });
    told.last()
}
