//! Logging: could an incident be diagnosed from it?

pub(crate) mod activity_not_tracked;
pub(crate) mod autovacuum_not_logged;
pub(crate) mod checkpoints_not_logged;
pub(crate) mod connections_not_logged;
pub(crate) mod deadlocks_not_logged;
pub(crate) mod debug_output_left_on;
pub(crate) mod every_statement_logged;
pub(crate) mod failed_statements_not_logged;
pub(crate) mod general_log_on;
pub(crate) mod hostname_looked_up_per_connection;
pub(crate) mod io_time_not_tracked;
pub(crate) mod lock_waits_not_logged;
pub(crate) mod log_format_without_collector;
pub(crate) mod log_level_hides_errors;
pub(crate) mod log_lines_without_time_or_process;
pub(crate) mod log_lost_at_rotation;
pub(crate) mod log_never_rotates;
pub(crate) mod log_terse;
pub(crate) mod logs_go_nowhere;
pub(crate) mod logs_written_to_tables;
pub(crate) mod monitor_output_left_on;
pub(crate) mod passwords_in_logs;
pub(crate) mod performance_schema_switched_off;
pub(crate) mod slow_log_floods;
pub(crate) mod slow_queries_not_logged;
pub(crate) mod slow_statements_not_logged;
pub(crate) mod statement_statistics_missing;
pub(crate) mod statement_statistics_without_ids;
pub(crate) mod temporary_files_not_logged;
pub(crate) mod warnings_not_logged;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &general_log_on::GENERAL_LOG_ON,
    &logs_written_to_tables::LOGS_WRITTEN_TO_TABLES,
    &logs_go_nowhere::LOGS_GO_NOWHERE,
    &slow_log_floods::SLOW_LOG_FLOODS,
    &slow_queries_not_logged::SLOW_QUERIES_NOT_LOGGED,
    &warnings_not_logged::WARNINGS_NOT_LOGGED,
    &deadlocks_not_logged::DEADLOCKS_NOT_LOGGED,
    &passwords_in_logs::PASSWORDS_IN_LOGS,
    &monitor_output_left_on::MONITOR_OUTPUT_LEFT_ON,
    &performance_schema_switched_off::PERFORMANCE_SCHEMA_SWITCHED_OFF,
    &log_format_without_collector::LOG_FORMAT_WITHOUT_COLLECTOR,
    &log_lines_without_time_or_process::LOG_LINES_WITHOUT_TIME_OR_PROCESS,
    &every_statement_logged::EVERY_STATEMENT_LOGGED,
    &log_level_hides_errors::LOG_LEVEL_HIDES_ERRORS,
    &failed_statements_not_logged::FAILED_STATEMENTS_NOT_LOGGED,
    &debug_output_left_on::DEBUG_OUTPUT_LEFT_ON,
    &checkpoints_not_logged::CHECKPOINTS_NOT_LOGGED,
    &lock_waits_not_logged::LOCK_WAITS_NOT_LOGGED,
    &temporary_files_not_logged::TEMPORARY_FILES_NOT_LOGGED,
    &autovacuum_not_logged::AUTOVACUUM_NOT_LOGGED,
    &slow_statements_not_logged::SLOW_STATEMENTS_NOT_LOGGED,
    &log_never_rotates::LOG_NEVER_ROTATES,
    &log_lost_at_rotation::LOG_LOST_AT_ROTATION,
    &hostname_looked_up_per_connection::HOSTNAME_LOOKED_UP_PER_CONNECTION,
    &log_terse::LOG_TERSE,
    &activity_not_tracked::ACTIVITY_NOT_TRACKED,
    &statement_statistics_without_ids::STATEMENT_STATISTICS_WITHOUT_IDS,
    &statement_statistics_missing::STATEMENT_STATISTICS_MISSING,
    &connections_not_logged::CONNECTIONS_NOT_LOGGED,
    &io_time_not_tracked::IO_TIME_NOT_TRACKED,
];
