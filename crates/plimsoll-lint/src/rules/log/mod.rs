//! Logging: could an incident be diagnosed from it?

pub(crate) mod deadlocks_not_logged;
pub(crate) mod every_statement_logged;
pub(crate) mod logs_go_nowhere;
pub(crate) mod logs_written_to_tables;
pub(crate) mod monitor_output_left_on;
pub(crate) mod passwords_in_logs;
pub(crate) mod performance_schema_switched_off;
pub(crate) mod slow_log_floods;
pub(crate) mod slow_queries_not_logged;
pub(crate) mod warnings_not_logged;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &every_statement_logged::EVERY_STATEMENT_LOGGED,
    &logs_written_to_tables::LOGS_WRITTEN_TO_TABLES,
    &logs_go_nowhere::LOGS_GO_NOWHERE,
    &slow_log_floods::SLOW_LOG_FLOODS,
    &slow_queries_not_logged::SLOW_QUERIES_NOT_LOGGED,
    &warnings_not_logged::WARNINGS_NOT_LOGGED,
    &deadlocks_not_logged::DEADLOCKS_NOT_LOGGED,
    &passwords_in_logs::PASSWORDS_IN_LOGS,
    &monitor_output_left_on::MONITOR_OUTPUT_LEFT_ON,
    &performance_schema_switched_off::PERFORMANCE_SCHEMA_SWITCHED_OFF,
];
