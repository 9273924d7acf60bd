//! What the connection for EXPLAIN is asked before: who it is, and the statements
//! that spill most. These are no part of an audit's questions: only here is the
//! text of anybody's query read.

use plimsoll_model::Version;

use super::super::questions::{EXTENSIONS, all};
use crate::read::Question;

/// Statements that are looked through for those that can be planned.
const STATEMENTS_MAX: usize = 30;

/// Rights that nothing here needs and that are more than to read some tables: its own, and those of
/// roles that it can become.
pub(super) static ROLE: Question = Question {
    name: "role",
    since: Version::major(16),
    until: None,
    sql: "SELECT pg_catalog.concat_ws(', ',
                CASE WHEN r.rolsuper THEN 'SUPERUSER' END,
                CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END,
                CASE WHEN r.rolreplication THEN 'REPLICATION' END,
                CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END,
                (SELECT pg_catalog.string_agg(g.rolname::text, ', ' ORDER BY g.rolname)
                   FROM pg_catalog.pg_roles AS g
                  WHERE (g.rolsuper OR g.rolcreaterole OR g.rolreplication OR g.rolbypassrls
                      OR g.rolname IN ('pg_execute_server_program', 'pg_read_server_files',
                                      'pg_write_server_files', 'pg_write_all_data',
                                      'pg_signal_backend', 'pg_maintain', 'rds_superuser',
                                      'cloudsqlsuperuser', 'azure_pg_admin'))
                    AND NOT r.rolsuper AND g.oid <> r.oid
                    AND pg_catalog.pg_has_role(r.oid, g.oid, 'MEMBER'))) AS too_much
           FROM pg_catalog.pg_roles AS r WHERE r.rolname = session_user",
    columns: &["too_much"],
    rows_max: 1,
    grant: None,
};

/// The statements of this database that spill most, then those that run longest;
/// none of an audit's (`bounded` in ask.rs). The time of all is that of every
/// database: a part of it is what is wanted.
pub(super) static STATEMENTS: Question = Question {
    name: "statement_texts",
    since: Version::major(16),
    until: None,
    sql: "SELECT s.queryid, sum(s.total_exec_time) AS total_ms,
                (SELECT sum(a.total_exec_time) FROM {pg_stat_statements}.pg_stat_statements(false) AS a) AS all_ms,
                sum(s.temp_blks_written) AS temp_blocks_written,
                min(CASE WHEN pg_catalog.octet_length(s.query) <= 65536 THEN s.query END) AS text
           FROM {pg_stat_statements}.pg_stat_statements(true) AS s
          WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())
            AND s.query NOT LIKE 'SELECT * FROM (%) AS answer LIMIT %'
            AND s.userid <> (SELECT r.oid FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user)
          GROUP BY s.queryid
          ORDER BY sum(s.temp_blks_written) DESC, sum(s.total_exec_time) / NULLIF(sum(s.calls), 0) DESC
          LIMIT 30",
    columns: &["queryid", "total_ms", "all_ms", "temp_blocks_written", "text"],
    rows_max: STATEMENTS_MAX,
    grant: Some("GRANT USAGE ON SCHEMA {pg_stat_statements} TO {role}"),
};

/// Who this connection is, and where the statements are kept.
pub(super) fn about() -> Vec<&'static Question> {
    let wanted = ["identity", EXTENSIONS];
    let mut about = all();
    about.retain(|question| wanted.contains(&question.name));
    about.push(&ROLE);
    about
}
