//! The script for the client of `MySQL` and `MariaDB`: pure text of both tables
//! of questions. A question that is refused stops no other.
//!
//! Sources: `MySQL` manual, "Comments" (`/*!80000 …*/`); `MariaDB` manual,
//! "Comment Syntax" (`/*M!100600 …*/`; those of `MySQL` from 5.7 on it passes over).

use std::fmt::Write as _;

use plimsoll_model::{Engine, Version};

use crate::read::Question;
use crate::read::mysql::{Limits, questions};

/// The schema that the first line of a dump names.
const SCHEMA: &str = "plimsoll.dump/1";

/// A read-only script for `mysql -N -B -r --force < SCRIPT > DUMP`. It prints
/// JSON lines: `{"schema":…}` first, then `{"q":NAME,"r":{…}}` for each row, and
/// `{"q":NAME,"end":true}` after the last row of each question that was not
/// refused. Values are text or null. What only a SHOW tells is left out.
pub fn mysql() -> String {
    let mut script = HEAD.to_owned();
    for statement in questions::opening(Engine::Mariadb, &Limits::default()) {
        // What MySQL is set too is the same for both.
        let is_both = questions::opening(Engine::Mysql, &Limits::default()).contains(&statement);
        let statement = if is_both {
            statement
        } else {
            for_engine(
                Engine::Mariadb,
                questions::oldest(Engine::Mariadb),
                &statement,
            )
        };
        let _never_fails = writeln!(script, "{statement};");
    }
    let _never_fails = write!(
        script,
        "SELECT '{{\"schema\":\"{SCHEMA}\",\"engine\":\"mysql\"}}';\nSTART TRANSACTION READ ONLY;\n"
    );
    for engine in [Engine::Mysql, Engine::Mariadb] {
        for question in questions::all(engine) {
            if !question.sql.starts_with("SHOW") && !questions::is_inner(question) {
                section(&mut script, engine, question);
            }
        }
    }
    script + "COMMIT;\n"
}

const HEAD: &str = "-- Plimsoll: what an audit asks a MySQL or MariaDB server. It only reads.
-- mysql -N -B -r --force < THIS_FILE > DUMP
-- Errors are questions that this account or version cannot answer; the rest goes on.
";

fn section(script: &mut String, engine: Engine, question: &Question) {
    let name = question.name;
    let columns = question.columns.iter();
    let columns: Vec<String> = columns
        .map(|it| format!("'{it}', CAST(x.`{it}` AS CHAR)"))
        .collect();
    let (columns, sql, limit) = (columns.join(", "), question.sql, question.rows_max);
    let mut when = vec!["TRUE".to_owned()];
    // Where nothing is counted there is no end, and so no answer.
    if questions::PERFORMANCE_SCHEMA.contains(&name) {
        when.push("@@performance_schema = 1".to_owned());
    }
    // A comment says from which version on, but not until which.
    if let Some(until) = question.until {
        when.push(format!("CAST(VERSION() AS UNSIGNED) < {}", until.major));
    }
    let when = when.join(" AND ");
    // One statement for rows and end: a refused one prints neither.
    let statement = format!(
        "(SELECT CONCAT('{{\"q\":\"{name}\",\"r\":', JSON_OBJECT({columns}), '}}')
   FROM ({sql}) AS x WHERE {when} LIMIT {limit})
UNION ALL (SELECT '{{\"q\":\"{name}\",\"end\":true}}' FROM DUAL WHERE {when})"
    );
    let statement = for_engine(engine, question.since, &statement);
    let _never_fails = writeln!(script, "\n{statement};");
}

/// The statement as only that engine from that version on runs it.
fn for_engine(engine: Engine, since: Version, statement: &str) -> String {
    let mark = match engine {
        Engine::Postgresql | Engine::Mysql => "!",
        Engine::Mariadb => "M!",
    };
    let minor = u32::from(since.minor.unwrap_or_default());
    let number = u32::from(since.major) * 10_000 + minor * 100;
    format!("/*{mark}{number:05} {statement} */")
}

#[cfg(test)]
mod tests {
    use super::mysql;

    #[test]
    fn nothing_but_reading_is_in_it_and_no_comment_ends_early() {
        let script = mysql();
        for statement in script
            .split(";\n")
            .map(str::trim)
            .filter(|it| !it.is_empty())
        {
            let begun = statement.matches("/*").count();
            assert!(
                begun <= 1 && begun == statement.matches("*/").count(),
                "{statement}"
            );
        }
        for word in [
            "INSERT",
            "UPDATE ",
            "DELETE",
            "GRANT ",
            "SET GLOBAL",
            "INTO ",
        ] {
            assert!(!script.contains(word), "{word}");
        }
    }
}
