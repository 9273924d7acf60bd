//! What the questions have in common: who may ask them, and from which version on.

use plimsoll_model::Version;

use crate::read::Question;

/// The question whose answer says which extensions there are.
pub(in crate::read::postgresql) const EXTENSIONS: &str = "extensions";

/// Closes almost every gap: a role of the server's own, which only reads.
const MONITOR: Option<&str> = Some("GRANT pg_monitor TO {role}");

/// A question that every version known can answer.
pub(in crate::read::postgresql) const fn always(
    name: &'static str,
    columns: &'static [&'static str],
    sql: &'static str,
) -> Question {
    Question {
        name,
        since: Version::major(12),
        until: None,
        sql,
        columns,
        rows_max: 1,
        grant: MONITOR,
    }
}
