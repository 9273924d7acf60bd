//! What a `PostgreSQL` server is asked, as data: statements by the version
//! that can answer them. They only read, name every object with its schema,
//! and never read the text of anybody's query.
//!
//! Source: manual of `PostgreSQL` 12 to 18, chapters 27 and 52 to 54; each
//! statement is run on every one of these versions by the tests.

mod objects;
mod server;
mod sessions;
mod shape;
mod storage;
mod streams;

use std::time::Duration;

use super::limits::Limits;
use crate::read::Question;

pub(super) use server::KIND;
pub(super) use shape::{EXTENSIONS, always};

/// Stands for the schema of `pg_stat_statements`, which may be any; a question
/// with it is asked where the extension is.
pub(in crate::read) const STATEMENTS_SCHEMA: &str = "{pg_stat_statements}";

/// All questions of an audit. The one for extensions comes before those that
/// stand on one.
pub fn all() -> Vec<&'static Question> {
    [
        server::QUESTIONS,
        objects::QUESTIONS,
        sessions::QUESTIONS,
        storage::QUESTIONS,
        streams::QUESTIONS,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The statements before the first question. All are undone by the end of the
/// transaction, so a pooled connection goes back as it was.
pub(in crate::read) fn opening(limits: &Limits) -> Vec<String> {
    let mut statements = read_only(limits);
    statements.extend(
        [
            // Functions and operators of a stranger's schema are never found.
            "SET LOCAL search_path = pg_catalog, pg_temp",
            // Neither compiling nor helpers are worth it for such statements.
            "SET LOCAL jit = off",
            "SET LOCAL max_parallel_workers_per_gather = 0",
        ]
        .map(str::to_owned),
    );
    statements
}

/// Those of them that hold for whatever is asked: it only reads, and not for long.
pub(in crate::read::postgresql) fn read_only(limits: &Limits) -> Vec<String> {
    let milliseconds = |time: Duration| time.as_millis().max(1);
    let statement = milliseconds(limits.statement_max);
    let lock = milliseconds(limits.lock_max);
    vec![
        "BEGIN READ ONLY".to_owned(),
        format!("SET LOCAL statement_timeout = {statement}"),
        format!("SET LOCAL lock_timeout = {lock}"),
        format!("SET LOCAL idle_in_transaction_session_timeout = {statement}"),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use plimsoll_model::Version;

    use super::all;

    #[test]
    fn a_version_is_asked_each_question_once() {
        for major in 12..=19 {
            let fit = all()
                .into_iter()
                .filter(|it| it.fits(Version::new(major, 1)));
            let names: Vec<&str> = fit.map(|it| it.name).collect();
            let once: BTreeSet<&str> = names.iter().copied().collect();
            assert_eq!(names.len(), once.len(), "{major}: {names:?}");
        }
    }

    #[test]
    fn statements_only_read_and_take_no_names_from_a_search_path() {
        for question in all() {
            let sql = question.sql;
            assert!(sql.trim_start().starts_with("SELECT"), "{}", question.name);
            assert!(!sql.contains(';'), "{}", question.name);
            for after in sql
                .split("FROM pg_")
                .skip(1)
                .chain(sql.split("JOIN pg_").skip(1))
            {
                let is_qualified = after.starts_with("catalog.");
                assert!(is_qualified, "{}: {after}", question.name);
            }
        }
    }
}
