//! What holds for every statement of the table.

use std::collections::BTreeSet;

use plimsoll_model::{Engine, Version};

use super::all;

const VERSIONS: [(Engine, u16, u16); 8] = [
    (Engine::Mysql, 5, 7),
    (Engine::Mysql, 8, 0),
    (Engine::Mysql, 8, 4),
    (Engine::Mysql, 9, 7),
    (Engine::Mysql, 26, 1),
    (Engine::Mariadb, 10, 6),
    (Engine::Mariadb, 11, 8),
    (Engine::Mariadb, 12, 3),
];

#[test]
fn a_version_is_asked_each_question_once() {
    for (engine, major, minor) in VERSIONS {
        let version = Version::new(major, minor);
        let fit = all(engine).into_iter().filter(|it| it.fits(version));
        let names: Vec<&str> = fit.map(|it| it.name).collect();
        let once: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(names.len(), once.len(), "{engine:?} {version}: {names:?}");
        assert!(names.contains(&"settings"));
    }
}

#[test]
fn statements_only_read_and_mean_the_same_under_every_sql_mode() {
    for question in all(Engine::Mysql).into_iter().chain(all(Engine::Mariadb)) {
        let (name, sql) = (question.name, question.sql);
        assert!(
            sql.starts_with("SELECT") || sql.starts_with("SHOW"),
            "{name}"
        );
        // ANSI_QUOTES, PIPES_AS_CONCAT and NO_BACKSLASH_ESCAPES change these.
        for mark in [";", "\"", "||", "\\", "INTO ", "FOR UPDATE"] {
            assert!(!sql.contains(mark), "{name}: {mark}");
        }
    }
}
