//! What a running server's counters and views tell: asked of a running server
//! alone.
//!
//! One look at a server: what passes by itself within minutes is no finding, and
//! a counter is weighed by what it is counted over.

pub(crate) mod archive_failing;
pub(crate) mod checkpoints_by_volume;
pub(crate) mod commits_wait_for_a_standby;
pub(crate) mod connections_nearly_used;
pub(crate) mod database_half_dropped;
pub(crate) mod freezing_far_behind;
pub(crate) mod huge_pages_not_got;
pub(crate) mod page_checksums_failed;
pub(crate) mod prepared_transaction_forgotten;
pub(crate) mod replay_paused;
pub(crate) mod replica_far_behind;
pub(crate) mod sessions_wait_for_a_lock;
pub(crate) mod slot_holds_wal;
pub(crate) mod slot_lost;
pub(crate) mod standby_not_receiving;
pub(crate) mod temporary_files_outweigh_reads;
pub(crate) mod transaction_left_open;
pub(crate) mod transaction_open_for_a_day;

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
];
