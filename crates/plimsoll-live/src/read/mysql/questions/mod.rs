//! What a `MySQL` or `MariaDB` server is asked, as data: statements by the
//! version that can answer them. They only read, mean the same under every
//! `sql_mode`, and never read the text of anybody's query.
//!
//! A session of `MySQL` sets nothing: a `SET SESSION` there is told to everybody
//! as the variable's last source (`variables_info`, seen on 9.7), and a time-out
//! stands in the statement itself.
//!
//! Sources: manuals of `MySQL` 5.7 to 9.x, "`INFORMATION_SCHEMA` Tables" and
//! "Performance Schema"; of `MariaDB`, "System Tables". Run by the tests on
//! `MariaDB` 10.11, 11.8 and `MySQL` 9.7; for the other versions the manuals alone
//! are followed.

mod accounts;
mod server;
mod sessions;
mod shape;
mod storage;
mod streams;
mod taking;
mod work;

use plimsoll_model::{Engine, Version};

use super::limits::Limits;
use super::profile::taking as of_profile;
use super::sample::taking as of_sample;
use crate::read::Question;

pub(super) use server::KIND;
pub(super) use sessions::PROCESS;
use shape::{MARIADB_10_6, MYSQL_5_7};
pub(super) use shape::{MYSQL_8_0, PERFORMANCE_GRANT, PROCESS_GRANT, TABLES_GRANT, mariadb, mysql};
pub(super) use storage::RIGHTS;
pub(super) use streams::{LOGS, SLAVES};
pub(super) use taking::Taking;
pub(in crate::read) use work::NAMES as PERFORMANCE_SCHEMA;

/// The first version of an engine that can be asked.
pub(in crate::read) const fn oldest(engine: Engine) -> Version {
    match engine {
        Engine::Postgresql | Engine::Mysql => MYSQL_5_7,
        Engine::Mariadb => MARIADB_10_6,
    }
}

/// All questions of an audit of that engine.
pub fn all(engine: Engine) -> Vec<&'static Question> {
    let tables: [&[Question]; 6] = match engine {
        Engine::Postgresql => return Vec::new(),
        Engine::Mysql => [
            server::MYSQL,
            sessions::MYSQL,
            storage::MYSQL,
            work::MYSQL,
            streams::MYSQL,
            accounts::MYSQL,
        ],
        Engine::Mariadb => [
            server::MARIADB,
            sessions::MARIADB,
            storage::MARIADB,
            work::MARIADB,
            streams::MARIADB,
            accounts::MARIADB,
        ],
    };
    tables.into_iter().flatten().collect()
}

/// The statements before the first question, for this session alone.
pub(in crate::read) fn opening(engine: Engine, limits: &Limits) -> Vec<String> {
    let names = "SET NAMES utf8mb4".to_owned();
    match engine {
        Engine::Postgresql | Engine::Mysql => vec![names],
        Engine::Mariadb => {
            let seconds = limits.statement_max.as_secs_f64();
            let session = format!(
                "SET SESSION max_statement_time = {seconds}, lock_wait_timeout = 1, sql_mode = '', time_zone = '+00:00'"
            );
            vec![names, session]
        }
    }
}

/// A question with its bounds in it: one row more than is kept, which tells that
/// there are more, and for `MySQL` the time. A SHOW cannot be bounded.
pub(super) fn statement(question: &Question, engine: Engine, limits: &Limits) -> String {
    if question.sql.starts_with("SHOW") {
        return question.sql.to_owned();
    }
    let hint = match engine {
        Engine::Postgresql | Engine::Mariadb => String::new(),
        Engine::Mysql => {
            let milliseconds = limits.statement_max.as_millis().max(1);
            format!("/*+ MAX_EXECUTION_TIME({milliseconds}) */ ")
        }
    };
    let (sql, limit) = (question.sql, question.rows_max + 1);
    format!("SELECT {hint}answer.* FROM ({sql}) AS answer LIMIT {limit}")
}

/// Whether a question only tells what other answers leave out.
pub(in crate::read) fn is_inner(question: &Question) -> bool {
    [PROCESS, RIGHTS].contains(&question.name)
}

/// Only a SHOW, whose columns are the server's, is taken otherwise.
pub(super) fn taking(question: &Question) -> Taking {
    let others = of_sample(question).or_else(|| of_profile(question));
    if let Some(taking) = others {
        return taking;
    }
    match question.sql {
        streams::SLAVES => Taking::Columns(streams::SLAVES_COLUMNS),
        streams::LOGS => Taking::CountAndSum("File_size"),
        _ => Taking::AsAsked,
    }
}

#[cfg(test)]
mod tests;
