//! Every cause, a file each, by class.

mod killed_by_hand;
mod memory;

use crate::cause::CauseKind;

/// In the order of their files; the order says nothing.
pub(crate) static CAUSES: &[&CauseKind] = &[
    &killed_by_hand::KILLED_BY_HAND,
    &memory::buffer_pool_too_large::BUFFER_POOL_TOO_LARGE,
    &memory::killed_while_starting::KILLED_WHILE_STARTING,
    &memory::limit_lowered::LIMIT_LOWERED,
    &memory::limit_too_small::LIMIT_TOO_SMALL,
    &memory::neighbour_took_memory::NEIGHBOUR_TOOK_MEMORY,
    &memory::one_statement_took_memory::ONE_STATEMENT_TOOK_MEMORY,
    &memory::session_buffers_times_sessions::SESSION_BUFFERS_TIMES_SESSIONS,
    &memory::shared_buffers_too_large::SHARED_BUFFERS_TOO_LARGE,
    &memory::start_refused_for_memory::START_REFUSED_FOR_MEMORY,
    &memory::too_many_sessions_allowed::TOO_MANY_SESSIONS_ALLOWED,
    &memory::upkeep_memory::UPKEEP_MEMORY,
    &memory::value_too_large::VALUE_TOO_LARGE,
    &memory::work_mem_times_sessions::WORK_MEM_TIMES_SESSIONS,
];
