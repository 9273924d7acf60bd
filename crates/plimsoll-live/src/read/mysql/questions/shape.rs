//! What the questions have in common: who may ask them, and from which version on.

use plimsoll_model::Version;

use crate::read::Question;

pub(in crate::read::mysql) const PROCESS_GRANT: Option<&str> =
    Some("GRANT PROCESS ON *.* TO {role}");
/// A right on every table shows that it is there; this one shows no rows of it.
pub(in crate::read::mysql) const TABLES_GRANT: Option<&str> =
    Some("GRANT SHOW VIEW ON *.* TO {role}");
pub(in crate::read::mysql) const PERFORMANCE_GRANT: Option<&str> =
    Some("GRANT SELECT ON performance_schema.* TO {role}");

pub(super) const MYSQL_5_7: Version = Version::new(5, 7);
pub(in crate::read::mysql) const MYSQL_8_0: Version = Version::new(8, 0);
pub(super) const MARIADB_10_6: Version = Version::new(10, 6);

/// A question that every version of `MySQL` can answer.
pub(in crate::read::mysql) const fn mysql(
    name: &'static str,
    columns: &'static [&'static str],
    sql: &'static str,
) -> Question {
    Question {
        name,
        since: MYSQL_5_7,
        until: None,
        sql,
        columns,
        rows_max: 1,
        grant: None,
    }
}

/// A question that every version of `MariaDB` can answer.
pub(in crate::read::mysql) const fn mariadb(
    name: &'static str,
    columns: &'static [&'static str],
    sql: &'static str,
) -> Question {
    Question {
        since: MARIADB_10_6,
        ..mysql(name, columns, sql)
    }
}
