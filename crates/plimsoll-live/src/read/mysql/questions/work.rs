//! What the performance schema counts: memory, and what all statements took
//! together. Never a statement's text.

use super::shape::{PERFORMANCE_GRANT, mariadb, mysql};
use crate::read::Question;

/// The questions that have no answer where the performance schema is off.
pub(in crate::read) const NAMES: [&str; 2] = ["memory", "statements"];

const MEMORY: &[&str] = &["event", "current_bytes", "high_bytes"];
const STATEMENTS: &[&str] = &[
    "calls",
    "sort_rows",
    "sort_merge_passes",
    "tmp_tables",
    "tmp_disk_tables",
    "full_joins",
    "scans",
];

/// The rows kept are bounded by the statement: the largest, in order.
const LARGEST: &str = "SELECT EVENT_NAME AS event, CURRENT_NUMBER_OF_BYTES_USED AS current_bytes,
        HIGH_NUMBER_OF_BYTES_USED AS high_bytes
   FROM performance_schema.memory_summary_global_by_event_name
  ORDER BY CURRENT_NUMBER_OF_BYTES_USED DESC LIMIT 30";

const SUMS: &str = "SELECT SUM(COUNT_STAR) AS calls, SUM(SUM_SORT_ROWS) AS sort_rows,
        SUM(SUM_SORT_MERGE_PASSES) AS sort_merge_passes,
        SUM(SUM_CREATED_TMP_TABLES) AS tmp_tables,
        SUM(SUM_CREATED_TMP_DISK_TABLES) AS tmp_disk_tables,
        SUM(SUM_SELECT_FULL_JOIN) AS full_joins, SUM(SUM_SELECT_SCAN) AS scans
   FROM performance_schema.events_statements_summary_by_digest";

pub(super) static MYSQL: &[Question] = &[
    Question {
        rows_max: 30,
        grant: PERFORMANCE_GRANT,
        ..mysql(NAMES[0], MEMORY, LARGEST)
    },
    Question {
        grant: PERFORMANCE_GRANT,
        ..mysql(NAMES[1], STATEMENTS, SUMS)
    },
];

pub(super) static MARIADB: &[Question] = &[
    Question {
        rows_max: 30,
        grant: PERFORMANCE_GRANT,
        ..mariadb(NAMES[0], MEMORY, LARGEST)
    },
    Question {
        grant: PERFORMANCE_GRANT,
        ..mariadb(NAMES[1], STATEMENTS, SUMS)
    },
];
