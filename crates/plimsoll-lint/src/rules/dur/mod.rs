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
pub(crate) mod checksum_failures_ignored;
pub(crate) mod commits_not_awaited;
pub(crate) mod damaged_pages_zeroed;
pub(crate) mod developer_option_on;
pub(crate) mod failed_flush_retried;
pub(crate) mod fsync_off;
pub(crate) mod full_page_writes_off;
pub(crate) mod invalid_pages_ignored;
pub(crate) mod no_archive;
pub(crate) mod recovery_target_left;
pub(crate) mod stays_down_after_crash;
pub(crate) mod system_tables_writable;
pub(crate) mod wal_level_minimal;

use plimsoll_model::Severity;

use crate::{Input, Rule};

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
];

/// How bad a loss of data is: nothing to stop on where the data may be lost.
fn loss(input: &Input<'_>, severity: Severity) -> Severity {
    if input.terms.disposable {
        Severity::Info
    } else {
        severity
    }
}
