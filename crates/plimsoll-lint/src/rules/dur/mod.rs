//! Durability: what a crash may cost of what was committed.

pub(crate) mod binlog_not_synced;
pub(crate) mod commits_not_flushed;
pub(crate) mod default_engine_not_crash_safe;
pub(crate) mod doublewrite_off;
pub(crate) mod flush_after_write_left_out;
pub(crate) mod forced_recovery_left_on;
pub(crate) mod fsync_off;
pub(crate) mod index_writes_delayed_for_all;
pub(crate) mod nothing_flushed;
pub(crate) mod page_checksums_off;
pub(crate) mod redo_checksums_off;
pub(crate) mod stopped_like_a_crash;
pub(crate) mod system_tablespace_capped;
pub(crate) mod table_definitions_not_synced;
pub(crate) mod tables_in_the_system_tablespace;
pub(crate) mod values_bent_in_silence;

use plimsoll_model::Severity;

use crate::{Input, Rule};

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &fsync_off::FSYNC_OFF,
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

/// How bad a loss of data is: nothing to stop on where the data may be lost.
fn loss(input: &Input<'_>, severity: Severity) -> Severity {
    if input.terms.disposable {
        Severity::Info
    } else {
        severity
    }
}
