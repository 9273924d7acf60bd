//! What tables there are, by storage engine.

use super::shape::{mariadb, mysql};
use crate::read::Question;

/// The question that tells what other answers leave out: a table of the server's
/// own is seen by who has a right on every table, and by few others.
pub(in crate::read::mysql) const RIGHTS: &str = "rights";

const SCHEMAS: &[&str] = &["engine", "tables", "data_bytes", "index_bytes", "rows"];
const OF_RIGHTS: &[&str] = &["all_tables", "performance_schema"];

const BY_ENGINE: &str =
    "SELECT ENGINE AS engine, COUNT(*) AS `tables`, SUM(DATA_LENGTH) AS data_bytes,
        SUM(INDEX_LENGTH) AS index_bytes, SUM(TABLE_ROWS) AS `rows`
   FROM information_schema.TABLES
  WHERE TABLE_TYPE <> 'VIEW' AND TABLE_TYPE <> 'SYSTEM VIEW'
    AND TABLE_SCHEMA NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
  GROUP BY ENGINE";

const WHAT_IS_SEEN: &str = "SELECT EXISTS (SELECT 1 FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = 'mysql' AND TABLE_NAME = 'time_zone_name') AS all_tables,
        @@performance_schema AS performance_schema";

pub(super) static MYSQL: &[Question] = &[
    Question {
        rows_max: 100,
        ..mysql("schemas", SCHEMAS, BY_ENGINE)
    },
    mysql(RIGHTS, OF_RIGHTS, WHAT_IS_SEEN),
];

pub(super) static MARIADB: &[Question] = &[
    Question {
        rows_max: 100,
        ..mariadb("schemas", SCHEMAS, BY_ENGINE)
    },
    mariadb(RIGHTS, OF_RIGHTS, WHAT_IS_SEEN),
];
