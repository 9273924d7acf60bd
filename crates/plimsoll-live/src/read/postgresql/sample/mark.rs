//! A short digest that changes when what is in force may have moved: files loaded, a
//! start, settings of databases and roles; where the role may read them, files that
//! are written and not loaded yet. The server makes it, so no value leaves it.

use super::super::questions::always;
use crate::read::Question;

/// Its parts, each told alone.
pub(super) static PARTS: &[Question] = &[
    always(
        "mark",
        &["mark"],
        "SELECT pg_catalog.hashtextextended(pg_catalog.concat_ws('|',
                EXTRACT(epoch FROM pg_catalog.pg_conf_load_time()),
                EXTRACT(epoch FROM pg_catalog.pg_postmaster_start_time()),
                (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(',', s.setdatabase, s.setrole, s.setconfig::text), ';' ORDER BY s.setdatabase, s.setrole)
                   FROM pg_catalog.pg_db_role_setting AS s)), 0) AS mark",
    ),
    always(
        "mark_of_files",
        &["mark"],
        "SELECT pg_catalog.hashtextextended(pg_catalog.string_agg(pg_catalog.concat_ws(',', f.sourcefile, f.name, f.setting, f.error), ';' ORDER BY f.seqno), 0) AS mark
       FROM pg_catalog.pg_file_settings AS f",
    ),
];
