//! The options by which the client programs find and log in to a server, from
//! their groups. What the options mean is not known here.
//!
//! Sources: `MySQL` 8.4 manual, 6.2.2.2; `MariaDB` documentation, Configuring
//! `MariaDB` with Option Files (client groups).

use std::path::Path;

use plimsoll_model::{Engine, Version};

use super::dialect::Dialect;
use super::series_of;
use super::walk::Walk;
use crate::{Files, Need};

/// The option files that a client reads, in its order: those of the system,
/// then the user's own.
pub const CLIENT_FILES: [&str; 3] = ["/etc/my.cnf", "/etc/mysql/my.cnf", "~/.my.cnf"];

/// Groups of every client, and one of Plimsoll's own.
const GROUPS: [&str; 2] = ["client", "plimsoll"];
/// Groups of every client of `MariaDB` besides.
const GROUPS_OF_MARIADB: [&str; 2] = ["client-server", "client-mariadb"];

/// Names and values of the client's options in these files, in the order in
/// which a client takes them: the last of a name counts. An option without a
/// value has an empty one. A file that is not there has none.
///
/// # Errors
/// What must be read first.
pub fn client_options(
    engine: Engine,
    version: Option<Version>,
    mains: &[&Path],
    files: &Files,
) -> Result<Vec<(String, String)>, Vec<Need>> {
    let groups = match engine {
        Engine::Mariadb => [&GROUPS[..], &GROUPS_OF_MARIADB[..]].concat(),
        Engine::Mysql | Engine::Postgresql => GROUPS.to_vec(),
    };
    let groups: Vec<String> = groups.into_iter().map(str::to_owned).collect();
    let dialect = Dialect::of(engine, series_of(engine, version).0.version());
    let (mut options, mut needs) = (Vec::new(), Vec::new());
    for main in mains {
        let walked = Walk::new(files, main, dialect, groups.clone()).run();
        needs.extend(walked.needs);
        let found = walked.occurrences.into_iter();
        options.extend(found.map(|option| (option.name, option.value.unwrap_or_default())));
    }
    if needs.is_empty() {
        return Ok(options);
    }
    needs.sort();
    needs.dedup();
    Err(needs)
}

#[cfg(test)]
mod tests {
    use super::client_options;
    use crate::{Entry, Files, Need};
    use plimsoll_model::Engine;
    use std::path::{Path, PathBuf};

    fn file(text: &str) -> Entry {
        Entry::File(text.as_bytes().into())
    }

    #[test]
    fn the_clients_groups_are_read_with_their_includes() {
        let (system, own) = (Path::new("/etc/my.cnf"), Path::new("/home/ann/.my.cnf"));
        let mut files = Files::new();
        files.insert(own.to_owned(), file("[client]\nuser = \"ann\"\npassword='p#1'\nssl\n[mysql]\nuser=no\n[plimsoll]\nuser = audit\n"));
        files.insert(
            system.to_owned(),
            file("[mysqld]\nport=1\n[client-server]\nport=2\n!includedir /etc/my.cnf.d\n"),
        );
        let read = |engine, files: &Files| client_options(engine, None, &[system, own], files);
        let needs = read(Engine::Mysql, &files).expect_err("the folder is not read yet");
        assert_eq!(
            needs,
            [Need {
                path: PathBuf::from("/etc/my.cnf.d")
            }]
        );
        files.insert(PathBuf::from("/etc/my.cnf.d"), Entry::Missing);
        let pairs = |engine| {
            let options = read(engine, &files).expect("all is read");
            let pairs = options
                .iter()
                .map(|(name, value)| format!("{name}={value}"));
            pairs.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            pairs(Engine::Mysql),
            "user=ann password=p#1 ssl= user=audit"
        );
        assert_eq!(
            pairs(Engine::Mariadb),
            "port=2 user=ann password=p#1 ssl= user=audit"
        );
    }
}
