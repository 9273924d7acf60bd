//! What holds for every question of a sample.

use std::collections::BTreeSet;

use plimsoll_model::{Engine, Version};

use super::{BY_NAME, MARK, METADATA, ROWS, all};
use crate::read::mysql::sample::streams::tells_of;

const VERSIONS: [(Engine, u16, u16); 7] = [
    (Engine::Mysql, 5, 7),
    (Engine::Mysql, 8, 0),
    (Engine::Mysql, 8, 4),
    (Engine::Mysql, 9, 7),
    (Engine::Mariadb, 10, 6),
    (Engine::Mariadb, 11, 8),
    (Engine::Mariadb, 12, 3),
];

#[test]
fn a_server_is_asked_each_question_once() {
    for (engine, major, minor) in VERSIONS {
        for is_counted in [true, false] {
            let asks = all(engine).into_iter();
            let fit = asks.filter(|it| it.question.fits(Version::new(major, minor)));
            let fit = fit.filter(|it| it.counted.is_none_or(|it| it == is_counted));
            let names: Vec<&str> = fit.map(|it| it.question.name).collect();
            let once: BTreeSet<&str> = names.iter().copied().collect();
            assert_eq!(
                names.len(),
                once.len(),
                "{engine:?} {major}.{minor}: {names:?}"
            );
            assert!(names.contains(&"status") && names.contains(&"mark"));
        }
    }
}

#[test]
fn every_answer_is_read_in_one_way() {
    for ask in all(Engine::Mysql).into_iter().chain(all(Engine::Mariadb)) {
        let name = ask.question.name;
        let by_itself = [MARK, METADATA, ROWS].contains(&name);
        let ways = [BY_NAME.contains(&name), tells_of(name), by_itself];
        assert_eq!(ways.iter().filter(|it| **it).count(), 1, "{name}");
    }
}

#[test]
fn statements_only_read_and_mean_the_same_under_every_sql_mode() {
    for ask in all(Engine::Mysql).into_iter().chain(all(Engine::Mariadb)) {
        let (name, sql) = (ask.question.name, ask.question.sql);
        assert!(
            sql.starts_with("SELECT") || sql.starts_with("SHOW"),
            "{name}"
        );
        for mark in [
            ";",
            "\"",
            "||",
            "\\",
            "INTO ",
            "FOR UPDATE",
            "INFO",
            "_TEXT",
        ] {
            let sql = sql.replace("information_schema", "");
            assert!(!sql.contains(mark), "{name}: {mark}");
        }
    }
}
