//! The script for psql: pure text of the table of questions. A question that is
//! refused stops no other.
//!
//! Source: manual of `PostgreSQL`, psql (`\if` from 10, `:ERROR` from 11 on).

use std::fmt::Write as _;

use plimsoll_model::Version;

use crate::read::Question;
use crate::read::postgresql::{Limits, questions};

/// The schema that the first line of a dump names.
const SCHEMA: &str = "plimsoll.dump/1";

/// A read-only script for `psql -X -At -f SCRIPT > DUMP`. It prints JSON lines:
/// `{"schema":…}` first, then `{"q":NAME,"r":{…}}` for each row, and for each
/// question `{"q":NAME,"end":true}` after its last row or `{"q":NAME,"gap":WHY}`
/// where it was refused. Values are text or null.
pub fn postgresql() -> String {
    let mut script = HEAD.to_owned();
    let _never_fails = writeln!(
        script,
        "\\echo '{{\"schema\":\"{SCHEMA}\",\"engine\":\"postgresql\"}}'"
    );
    for question in questions::all() {
        section(&mut script, question);
    }
    script
}

/// Quiet, so that no command's name comes between the lines; output that a
/// reader's own settings cannot change.
const HEAD: &str = r"-- Plimsoll: what an audit asks a PostgreSQL server. It only reads.
-- psql -X -At -f THIS_FILE > DUMP
\set ON_ERROR_STOP off
\set ON_ERROR_ROLLBACK off
\set AUTOCOMMIT on
\set QUIET on
\set VERBOSITY terse
\pset pager off
\pset format unaligned
\pset tuples_only on
\encoding UTF8
SET application_name = 'plimsoll';
SET search_path = pg_catalog, pg_temp;
SELECT pg_catalog.current_setting('server_version_num') AS server_version_num,
       coalesce((SELECT pg_catalog.quote_ident(n.nspname)
                   FROM pg_catalog.pg_extension AS e
                   JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
                  WHERE e.extname = 'pg_stat_statements'), '') AS statements_schema \gset
";

fn section(script: &mut String, question: &Question) {
    let name = question.name;
    let mut sql = question.sql.to_owned();
    if sql.contains(questions::STATEMENTS_SCHEMA) {
        sql = sql.replace(questions::STATEMENTS_SCHEMA, ":statements_schema");
    }
    let columns = question.columns.iter();
    let columns: Vec<String> = columns.map(|it| format!("x.\"{it}\"::text")).collect();
    let columns = columns.join(", ");
    let limit = question.rows_max;
    let condition = condition(question);
    let opening = questions::opening(&Limits::default()).join(";\n");
    let _never_fails = write!(
        script,
        r#"
SELECT {condition} AS is_asked \gset
\if :is_asked
{opening};
SELECT '{{"q":"{name}","r":' || pg_catalog.row_to_json(r)::text || '}}'
  FROM (SELECT {columns} FROM ({sql}) AS x LIMIT {limit}) AS r;
\if :ERROR
ROLLBACK;
SELECT '{{"q":"{name}","gap":' || pg_catalog.to_json(:'LAST_ERROR_MESSAGE'::text)::text || '}}';
\else
COMMIT;
\echo '{{"q":"{name}","end":true}}'
\endif
\endif
"#
    );
}

/// When the question fits the server.
fn condition(question: &Question) -> String {
    let number = |version: Version| u32::from(version.major) * 10_000;
    let mut condition = format!(":server_version_num >= {}", number(question.since));
    if let Some(until) = question.until {
        let _never_fails = write!(condition, " AND :server_version_num < {}", number(until));
    }
    if question.sql.contains(questions::STATEMENTS_SCHEMA) {
        condition += " AND :'statements_schema' <> ''";
    }
    condition
}
