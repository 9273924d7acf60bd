//! Durability: what a crash may cost of what was committed.

mod archive;
pub(crate) mod archive_command_unused;
pub(crate) mod archive_discards;
pub(crate) mod archive_hides_failure;
pub(crate) mod archive_overwrites;
pub(crate) mod archive_timeout_short;
pub(crate) mod archive_twice;
pub(crate) mod archive_without_command;
pub(crate) mod archive_without_file;
pub(crate) mod binlog_not_synced;
pub(crate) mod checksum_failures_ignored;
pub(crate) mod commits_not_awaited;
pub(crate) mod commits_not_flushed;
pub(crate) mod damaged_pages_zeroed;
pub(crate) mod default_engine_not_crash_safe;
pub(crate) mod developer_option_on;
pub(crate) mod doublewrite_off;
pub(crate) mod failed_flush_retried;
pub(crate) mod flush_after_write_left_out;
pub(crate) mod forced_recovery_left_on;
pub(crate) mod fsync_off;
pub(crate) mod full_page_writes_off;
pub(crate) mod index_writes_delayed_for_all;
pub(crate) mod invalid_pages_ignored;
mod loss;
pub(crate) mod no_archive;
pub(crate) mod nothing_flushed;
pub(crate) mod page_checksums_off;
pub(crate) mod recovery_target_left;
pub(crate) mod redo_checksums_off;
pub(crate) mod stays_down_after_crash;
pub(crate) mod stopped_like_a_crash;
pub(crate) mod system_tables_writable;
pub(crate) mod system_tablespace_capped;
pub(crate) mod table_definitions_not_synced;
pub(crate) mod tables_in_the_system_tablespace;
pub(crate) mod values_bent_in_silence;
pub(crate) mod wal_level_minimal;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &fsync_off::FSYNC_OFF,
    &full_page_writes_off::FULL_PAGE_WRITES_OFF,
    &commits_not_awaited::COMMITS_NOT_AWAITED,
    &damaged_pages_zeroed::DAMAGED_PAGES_ZEROED,
    &checksum_failures_ignored::CHECKSUM_FAILURES_IGNORED,
    &invalid_pages_ignored::INVALID_PAGES_IGNORED,
    &failed_flush_retried::FAILED_FLUSH_RETRIED,
    &system_tables_writable::SYSTEM_TABLES_WRITABLE,
    &developer_option_on::DEVELOPER_OPTION_ON,
    &stays_down_after_crash::STAYS_DOWN_AFTER_CRASH,
    &archive_without_command::ARCHIVE_WITHOUT_COMMAND,
    &archive_discards::ARCHIVE_DISCARDS,
    &archive_hides_failure::ARCHIVE_HIDES_FAILURE,
    &archive_without_file::ARCHIVE_WITHOUT_FILE,
    &archive_overwrites::ARCHIVE_OVERWRITES,
    &archive_twice::ARCHIVE_TWICE,
    &archive_command_unused::ARCHIVE_COMMAND_UNUSED,
    &archive_timeout_short::ARCHIVE_TIMEOUT_SHORT,
    &wal_level_minimal::WAL_LEVEL_MINIMAL,
    &recovery_target_left::RECOVERY_TARGET_LEFT,
    &no_archive::NO_ARCHIVE,
    &doublewrite_off::DOUBLEWRITE_OFF,
    &commits_not_flushed::COMMITS_NOT_FLUSHED,
    &binlog_not_synced::BINLOG_NOT_SYNCED,
    &page_checksums_off::PAGE_CHECKSUMS_OFF,
    &redo_checksums_off::REDO_CHECKSUMS_OFF,
    &forced_recovery_left_on::FORCED_RECOVERY_LEFT_ON,
    &nothing_flushed::NOTHING_FLUSHED,
    &flush_after_write_left_out::FLUSH_AFTER_WRITE_LEFT_OUT,
    &default_engine_not_crash_safe::DEFAULT_ENGINE_NOT_CRASH_SAFE,
    &index_writes_delayed_for_all::INDEX_WRITES_DELAYED_FOR_ALL,
    &system_tablespace_capped::SYSTEM_TABLESPACE_CAPPED,
    &tables_in_the_system_tablespace::TABLES_IN_THE_SYSTEM_TABLESPACE,
    &stopped_like_a_crash::STOPPED_LIKE_A_CRASH,
    &table_definitions_not_synced::TABLE_DEFINITIONS_NOT_SYNCED,
    &values_bent_in_silence::VALUES_BENT_IN_SILENCE,
];
