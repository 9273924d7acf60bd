//! Which server reads a file, told from its name, its groups and its options,
//! and which version, told from its path. Unsure is `None`, never a guess.

use std::path::Path;

use plimsoll_model::{Config, Engine, Place, Problem, ProblemKind, Version};

use crate::apart::only_of_one;
use crate::catalogue::{self, Series};
use crate::format::parameter_group::{engine_of_group, is_parameter_group};

/// Files of PostgreSQL that hold no parameters.
const POSTGRESQL_OTHERS: [&str; 3] = ["pg_hba.conf", "pg_ident.conf", "pg_service.conf"];
/// Lines looked at.
const LINES_MAX: usize = 5000;

/// The engine whose server reads this file, or that a parameter group is for;
/// `None` where it is no server's
/// configuration, or cannot be told. A my.cnf that both MySQL and MariaDB would
/// read alike is MySQL's.
pub fn detect(path: &Path, bytes: &[u8]) -> Option<Engine> {
    if is_parameter_group(bytes) {
        return engine_of_group(bytes);
    }
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    if POSTGRESQL_OTHERS.contains(&name.as_str()) {
        return None;
    }
    if name == "postgresql.conf" || name == "postgresql.auto.conf" {
        return Some(Engine::Postgresql);
    }
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text
        .lines()
        .take(LINES_MAX)
        .map(|line| line.trim_start_matches('\u{feff}').trim())
        .filter(|line| !line.is_empty() && !line.starts_with(['#', ';']))
        .collect();
    let option_file = Path::new(&name)
        .extension()
        .is_some_and(|extension| extension == "cnf" || extension == "ini");
    let grouped = lines
        .first()
        .is_some_and(|line| line.starts_with(['[', '!']));
    if option_file || grouped {
        return of_my_cnf(path, &name, &lines, &text);
    }
    is_postgresql(&lines).then_some(Engine::Postgresql)
}

/// The version that a path names (`/etc/postgresql/16/main`,
/// `mariadb-10.11/my.cnf`); `None` where it names none.
pub fn version_of_path(engine: Engine, path: &Path) -> Option<Version> {
    let words: Vec<String> = path
        .parent()?
        .components()
        .map(|component| component.as_os_str().to_string_lossy().to_ascii_lowercase())
        .collect();
    let stems: &[&str] = match engine {
        Engine::Postgresql => &["postgresql", "postgres", "pgsql"],
        Engine::Mysql => &["mysql"],
        Engine::Mariadb => &["mariadb"],
    };
    let joined = words.iter().find_map(|word| {
        let rest = stems.iter().find_map(|stem| word.strip_prefix(stem))?;
        number(rest.strip_prefix(['-', '_', '@']).unwrap_or(rest))
    });
    let apart = words.windows(2).find_map(|pair| {
        stems
            .contains(&pair[0].as_str())
            .then(|| number(&pair[1]))
            .flatten()
    });
    joined.or(apart)
}

/// The version that a data directory's `PG_VERSION` names.
pub fn version_of_data_directory(pg_version: &[u8]) -> Option<Version> {
    number(std::str::from_utf8(pg_version).ok()?.trim())
}

/// That the version a configuration was read by is not the one `seen` at a
/// place; `None` where they are of one series.
pub fn contradiction(config: &Config, seen: Version, place: Place) -> Option<Problem> {
    let (told, source) = (config.version.get()?, config.version.source()?);
    let series = |version: &Version| Series::nearest(config.engine, version).0;
    (series(told) != series(&seen)).then(|| Problem {
        place,
        kind: ProblemKind::VersionContradiction,
        parameter: None,
        message: format!(
            "{source} says {told}, and what stands here says {seen}; it is judged as {told}"
        ),
        fatal: false,
    })
}

fn number(text: &str) -> Option<Version> {
    let digits = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    (digits && !text.is_empty())
        .then(|| Version::parse(text))
        .flatten()
}

fn of_my_cnf(path: &Path, name: &str, lines: &[&str], text: &str) -> Option<Engine> {
    let groups: Vec<String> = lines
        .iter()
        .filter_map(|line| line.strip_prefix('['))
        .filter_map(|line| line.split_once(']'))
        .map(|(group, _)| group.trim().to_ascii_lowercase())
        .collect();
    let is_main = matches!(
        name,
        "my.cnf" | ".my.cnf" | "my.ini" | "mariadb.cnf" | "mysqld.cnf"
    );
    let includes = lines.iter().any(|line| line.starts_with("!include"));
    let server = groups.iter().any(|group| is_servers(group));
    let main = is_main && includes;
    if !(server || main) {
        return None;
    }
    let mariadb =
        |word: &String| word.starts_with("mariadb") || word == "client-server" || word == "galera";
    if groups.iter().any(mariadb) || path_says_mariadb(path) {
        return Some(Engine::Mariadb);
    }
    let (mysql_only, mariadb_only) = only_of_one(lines);
    if mariadb_only > mysql_only || (mysql_only == 0 && text.contains("MariaDB")) {
        return Some(Engine::Mariadb);
    }
    Some(Engine::Mysql)
}

fn is_servers(group: &str) -> bool {
    let stem = group.split_once('-').map_or(group, |(stem, number)| {
        let numbered = number.starts_with(|first: char| first.is_ascii_digit());
        if numbered { stem } else { group }
    });
    matches!(
        stem,
        "mysqld" | "server" | "mariadb" | "mariadbd" | "galera" | "mysql_cluster"
    )
}

fn path_says_mariadb(path: &Path) -> bool {
    path.components().any(|component| {
        component
            .as_os_str()
            .to_string_lossy()
            .to_ascii_lowercase()
            .contains("mariadb")
    })
}

/// Whether at least half of what is assigned are PostgreSQL's parameters.
fn is_postgresql(lines: &[&str]) -> bool {
    let names = lines.iter().map(|line| {
        let end = line.find(|c: char| c == '=' || c.is_whitespace());
        &line[..end.unwrap_or(line.len())]
    });
    let (mut known, mut all) = (0, 0);
    for name in names {
        let include = matches!(name, "include" | "include_dir" | "include_if_exists");
        all += 1;
        known += usize::from(include || catalogue::lookup(Engine::Postgresql, name).is_some());
    }
    all > 0 && known * 2 >= all
}

#[cfg(test)]
mod tests {
    use super::{detect, version_of_data_directory, version_of_path};
    use plimsoll_model::{Engine, Version};
    use std::path::Path;

    #[test]
    fn files_are_told_by_name_groups_and_options() {
        let pg = Some(Engine::Postgresql);
        let my = Some(Engine::Mysql);
        let maria = Some(Engine::Mariadb);
        let cases: &[(&str, &str, Option<Engine>)] = &[
            ("postgresql.conf", "", pg),
            ("data/postgresql.auto.conf", "x", pg),
            ("pg_hba.conf", "local all all trust", None),
            ("tuned.conf", "work_mem = 4MB\nshared_buffers 1GB", pg),
            (
                "redis.conf",
                "maxmemory 2gb\nport 6379\nappendonly yes",
                None,
            ),
            ("nginx.conf", "worker_processes 4;\nevents {", None),
            ("my.cnf", "[mysqld]\nsort_buffer_size=1M", my),
            ("my.cnf", "[mysqld]\naria_pagecache_buffer_size=1M", maria),
            ("my.cnf", "[mysqld]\ntemptable_max_ram=1G", my),
            ("my.cnf", "\u{feff}[mysqld]\nport=1", my),
            ("x.cnf", "[mysqld]\n[mariadb-10.11]\n", maria),
            ("mariadb.conf.d/50-server.cnf", "[mysqld]\nport=1", maria),
            ("my.cnf", "!includedir /etc/mysql/conf.d/", my),
            ("mysqldump.cnf", "[mysqldump]\nquick", None),
            ("client.cnf", "[client]\nport=1", None),
            ("server.conf", "[mysqld]\nport=1", my),
            ("empty.conf", "# nothing", None),
        ];
        for (path, text, engine) in cases {
            assert_eq!(
                detect(Path::new(path), text.as_bytes()),
                *engine,
                "{path}: {text}"
            );
        }
    }

    #[test]
    fn versions_are_told_by_path_and_data_directory() {
        let cases = [
            (
                Engine::Postgresql,
                "/etc/postgresql/16/main/postgresql.conf",
                Some(Version::major(16)),
            ),
            (
                Engine::Postgresql,
                "/var/lib/pgsql/15/data/postgresql.conf",
                Some(Version::major(15)),
            ),
            (
                Engine::Mariadb,
                "corpus/mariadb-10.11/my.cnf",
                Some(Version::new(10, 11)),
            ),
            (Engine::Mysql, "mysql/8.4/my.cnf", Some(Version::new(8, 4))),
            (Engine::Mysql, "/etc/mysql/my.cnf", None),
            (Engine::Mysql, "/etc/mysql/conf.d/my.cnf", None),
        ];
        for (engine, path, version) in cases {
            assert_eq!(version_of_path(engine, Path::new(path)), version, "{path}");
        }
        assert_eq!(version_of_data_directory(b"16\n"), Some(Version::major(16)));
        assert_eq!(version_of_data_directory(b"\xff"), None);
    }
}
