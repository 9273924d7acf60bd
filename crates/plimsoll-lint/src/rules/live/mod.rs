//! What a running server's counters and views tell: asked of a running server
//! alone.
//!
//! One look at a server: what passes by itself within minutes is no finding, and
//! a counter is weighed by what it is counted over.

pub(crate) mod account_without_password;
pub(crate) mod anonymous_account;
pub(crate) mod archive_failing;
pub(crate) mod binlog_cache_spills;
pub(crate) mod checkpoints_by_volume;
pub(crate) mod clients_refused;
pub(crate) mod commits_wait_for_a_standby;
pub(crate) mod connections_nearly_used;
pub(crate) mod database_half_dropped;
pub(crate) mod freezing_far_behind;
pub(crate) mod galera_held_up;
pub(crate) mod galera_member_missing;
pub(crate) mod galera_node_out;
pub(crate) mod huge_pages_not_got;
pub(crate) mod open_files_nearly_used;
pub(crate) mod page_checksums_failed;
pub(crate) mod page_reads_wait_for_flushing;
pub(crate) mod prepared_transaction_forgotten;
pub(crate) mod redo_buffer_full;
pub(crate) mod redo_log_round_too_soon;
pub(crate) mod replay_paused;
pub(crate) mod replica_far_behind;
pub(crate) mod replica_stopped;
pub(crate) mod semi_sync_fell_back;
pub(crate) mod sessions_wait_for_a_lock;
pub(crate) mod slot_holds_wal;
pub(crate) mod slot_lost;
pub(crate) mod standby_not_receiving;
pub(crate) mod superuser_from_anywhere;
pub(crate) mod table_cache_overflows;
pub(crate) mod tables_broken_by_a_crash;
pub(crate) mod temporary_files_outweigh_reads;
pub(crate) mod temporary_tables_on_disk;
pub(crate) mod transaction_left_open;
pub(crate) mod transaction_open_for_a_day;
pub(crate) mod undo_history_long;

mod galera;
mod told;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &archive_failing::ARCHIVE_FAILING,
    &slot_holds_wal::SLOT_HOLDS_WAL,
    &slot_lost::SLOT_LOST,
    &freezing_far_behind::FREEZING_FAR_BEHIND,
    &transaction_left_open::TRANSACTION_LEFT_OPEN,
    &transaction_open_for_a_day::TRANSACTION_OPEN_FOR_A_DAY,
    &prepared_transaction_forgotten::PREPARED_TRANSACTION_FORGOTTEN,
    &connections_nearly_used::CONNECTIONS_NEARLY_USED,
    &sessions_wait_for_a_lock::SESSIONS_WAIT_FOR_A_LOCK,
    &standby_not_receiving::STANDBY_NOT_RECEIVING,
    &replay_paused::REPLAY_PAUSED,
    &replica_far_behind::REPLICA_FAR_BEHIND,
    &commits_wait_for_a_standby::COMMITS_WAIT_FOR_A_STANDBY,
    &checkpoints_by_volume::CHECKPOINTS_BY_VOLUME,
    &temporary_files_outweigh_reads::TEMPORARY_FILES_OUTWEIGH_READS,
    &page_checksums_failed::PAGE_CHECKSUMS_FAILED,
    &database_half_dropped::DATABASE_HALF_DROPPED,
    &huge_pages_not_got::HUGE_PAGES_NOT_GOT,
    &clients_refused::CLIENTS_REFUSED,
    &replica_stopped::REPLICA_STOPPED,
    &account_without_password::ACCOUNT_WITHOUT_PASSWORD,
    &anonymous_account::ANONYMOUS_ACCOUNT,
    &superuser_from_anywhere::SUPERUSER_FROM_ANYWHERE,
    &tables_broken_by_a_crash::TABLES_BROKEN_BY_A_CRASH,
    &page_reads_wait_for_flushing::PAGE_READS_WAIT_FOR_FLUSHING,
    &redo_buffer_full::REDO_BUFFER_FULL,
    &table_cache_overflows::TABLE_CACHE_OVERFLOWS,
    &open_files_nearly_used::OPEN_FILES_NEARLY_USED,
    &galera_node_out::GALERA_NODE_OUT,
    &galera_member_missing::GALERA_MEMBER_MISSING,
    &galera_held_up::GALERA_HELD_UP,
    &undo_history_long::UNDO_HISTORY_LONG,
    &semi_sync_fell_back::SEMI_SYNC_FELL_BACK,
    &redo_log_round_too_soon::REDO_LOG_ROUND_TOO_SOON,
    &temporary_tables_on_disk::TEMPORARY_TABLES_ON_DISK,
    &binlog_cache_spills::BINLOG_CACHE_SPILLS,
];
