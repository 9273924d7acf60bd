//! Every cause, a file each, by subject.

mod benign;
mod disk;
mod files;
mod limits;
mod memory;
mod network;
mod replication;
mod sessions;
mod start;
mod stops;
mod unexplained;
mod upkeep;

#[cfg(test)]
mod tests;

use plimsoll_model::CauseClass;

use crate::cause::CauseKind;

/// The page of a cause, in Markdown, with its class.
pub fn page(name: &str) -> Option<(CauseClass, String)> {
    let kind = CAUSES.iter().find(|kind| kind.name == name)?;
    Some((kind.class, kind.markdown()))
}

/// The names of all causes, in the order of the alphabet.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = CAUSES.iter().map(|kind| kind.name).collect();
    names.sort_unstable();
    names
}

/// In the order of their names; the order says nothing.
pub(crate) static CAUSES: &[&CauseKind] = &[
    &benign::logins_refused::LOGINS_REFUSED,
    &benign::planned_restart::PLANNED_RESTART,
    &benign::sessions_ended_on_purpose::SESSIONS_ENDED_ON_PURPOSE,
    &benign::started_twice::STARTED_TWICE,
    &disk::archive_fails::ARCHIVE_FAILS,
    &disk::binary_logs_fill_disk::BINARY_LOGS_FILL_DISK,
    &disk::data_fills_disk::DATA_FILLS_DISK,
    &disk::disk_failed::DISK_FAILED,
    &disk::slot_holds_wal::SLOT_HOLDS_WAL,
    &disk::temporary_files_fill_disk::TEMPORARY_FILES_FILL_DISK,
    &files::collation_changed::COLLATION_CHANGED,
    &files::file_missing::FILE_MISSING,
    &files::folder_not_empty::FOLDER_NOT_EMPTY,
    &files::library_missing::LIBRARY_MISSING,
    &files::made_by_another_version::MADE_BY_ANOTHER_VERSION,
    &files::recovery_log_unusable::RECOVERY_LOG_UNUSABLE,
    &files::shape_differs::SHAPE_DIFFERS,
    &files::wrong_rights_or_owner::WRONG_RIGHTS_OR_OWNER,
    &limits::async_io_exhausted::ASYNC_IO_EXHAUSTED,
    &limits::huge_pages_missing::HUGE_PAGES_MISSING,
    &limits::ipc_lacking::IPC_LACKING,
    &limits::memory_overcommit_refused::MEMORY_OVERCOMMIT_REFUSED,
    &limits::open_files_exhausted::OPEN_FILES_EXHAUSTED,
    &limits::process_limit_reached::PROCESS_LIMIT_REACHED,
    &limits::shared_memory_device_full::SHARED_MEMORY_DEVICE_FULL,
    &memory::buffer_pool_too_large::BUFFER_POOL_TOO_LARGE,
    &memory::host_ran_short::HOST_RAN_SHORT,
    &memory::extension_took_memory::EXTENSION_TOOK_MEMORY,
    &memory::kept_plans_took_memory::KEPT_PLANS_TOOK_MEMORY,
    &memory::killed_for_memory::KILLED_FOR_MEMORY,
    &memory::killed_while_starting::KILLED_WHILE_STARTING,
    &memory::limit_lowered::LIMIT_LOWERED,
    &memory::limit_too_small::LIMIT_TOO_SMALL,
    &memory::neighbour_took_memory::NEIGHBOUR_TOOK_MEMORY,
    &memory::one_statement_took_memory::ONE_STATEMENT_TOOK_MEMORY,
    &memory::parallel_workers_took_memory::PARALLEL_WORKERS_TOOK_MEMORY,
    &memory::session_buffers_times_sessions::SESSION_BUFFERS_TIMES_SESSIONS,
    &memory::shared_buffers_too_large::SHARED_BUFFERS_TOO_LARGE,
    &memory::start_refused_for_memory::START_REFUSED_FOR_MEMORY,
    &memory::too_many_sessions_allowed::TOO_MANY_SESSIONS_ALLOWED,
    &memory::upkeep_memory::UPKEEP_MEMORY,
    &memory::value_too_large::VALUE_TOO_LARGE,
    &memory::work_mem_times_sessions::WORK_MEM_TIMES_SESSIONS,
    &network::nodes_cut_off::NODES_CUT_OFF,
    &replication::commits_wait_for_standby::COMMITS_WAIT_FOR_STANDBY,
    &replication::queries_in_the_way::QUERIES_IN_THE_WAY,
    &replication::replica_diverged::REPLICA_DIVERGED,
    &replication::replication_not_allowed::REPLICATION_NOT_ALLOWED,
    &replication::replication_refused::REPLICATION_REFUSED,
    &replication::too_few_senders::TOO_FEW_SENDERS,
    &replication::wal_gone_for_standby::WAL_GONE_FOR_STANDBY,
    &sessions::account_limit_reached::ACCOUNT_LIMIT_REACHED,
    &sessions::certificate_not_valid::CERTIFICATE_NOT_VALID,
    &sessions::host_blocked::HOST_BLOCKED,
    &sessions::sessions_exhausted::SESSIONS_EXHAUSTED,
    &sessions::sessions_exhausted_after_deploy::SESSIONS_EXHAUSTED_AFTER_DEPLOY,
    &start::address_in_use::ADDRESS_IN_USE,
    &start::key_of_another_certificate::KEY_OF_ANOTHER_CERTIFICATE,
    &start::parameter_refused::PARAMETER_REFUSED,
    &start::server_crashed::SERVER_CRASHED,
    &stops::evicted::EVICTED,
    &stops::killed_by_hand::KILLED_BY_HAND,
    &stops::killed_by_probe::KILLED_BY_PROBE,
    &stops::machine_restarted::MACHINE_RESTARTED,
    &stops::package_upgraded::PACKAGE_UPGRADED,
    &stops::sessions_terminated::SESSIONS_TERMINATED,
    &stops::stopped_on_request::STOPPED_ON_REQUEST,
    &unexplained::clients_failed::CLIENTS_FAILED,
    &unexplained::died_without_reason::DIED_WITHOUT_REASON,
    &unexplained::stood_still::STOOD_STILL,
    &upkeep::backup_not_possible::BACKUP_NOT_POSSIBLE,
    &upkeep::dump_locks_all::DUMP_LOCKS_ALL,
    &upkeep::lock_table_full::LOCK_TABLE_FULL,
    &upkeep::redo_too_small::REDO_TOO_SMALL,
    &upkeep::transaction_ids_run_out::TRANSACTION_IDS_RUN_OUT,
    &upkeep::vacuum_held_back::VACUUM_HELD_BACK,
];
