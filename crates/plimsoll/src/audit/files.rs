//! A server's own files, where they lie on this machine and may be read: what
//! its next start would have in force.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use plimsoll_model::{Engine, Snapshot};

use crate::read::{NextStart, next_start};

/// Where `MySQL` and `MariaDB` look, in their order, when they were started with
/// no file named; a system has one of them.
const MAIN_FILES: [&str; 2] = ["/etc/my.cnf", "/etc/mysql/my.cnf"];

/// What its files would have in force. `command` is the server's command line,
/// where it may be seen.
///
/// # Errors
/// Why they were not read, for a note.
pub(super) fn next(snapshot: &Snapshot, command: Option<&[String]>) -> Result<NextStart, String> {
    let (main, arguments) = match snapshot.engine {
        Engine::Postgresql => postgresql(snapshot)?,
        Engine::Mysql | Engine::Mariadb => my_cnf(snapshot, command)?,
    };
    let shown = main.display().to_string();
    next_start(snapshot, &main, arguments)
        .map_err(|why| format!("{shown} was not read ({why}), so drift is told without it"))
}

/// The server names its main file and the folder of `postgresql.auto.conf`; what
/// it was started with it names setting by setting.
fn postgresql(snapshot: &Snapshot) -> Result<(PathBuf, Vec<String>), String> {
    let identity = snapshot.row("identity");
    let text = |column| identity.and_then(|row| row.text(column));
    let main = text("config_file").ok_or_else(|| {
        "the server does not tell this role where its files are, so drift is told without them"
            .to_owned()
    })?;
    let mut arguments = Vec::new();
    if let Some(folder) = text("data_directory") {
        arguments.extend(["-D".to_owned(), folder.to_owned()]);
    }
    for row in snapshot.rows("settings") {
        if let (Some("command line"), Some(name), Some(value)) =
            (row.text("source"), row.text("name"), row.text("setting"))
        {
            arguments.extend(["-c".to_owned(), format!("{name}={value}")]);
        }
    }
    Ok((PathBuf::from(main), arguments))
}

/// The file it was started with, else where it looks by itself. What it reads
/// must be known for certain: a file too few would be told as drift.
fn my_cnf(
    snapshot: &Snapshot,
    command: Option<&[String]>,
) -> Result<(PathBuf, Vec<String>), String> {
    let command =
        command.ok_or("its command line cannot be seen, so drift is told without files")?;
    let given = |option: &str| command.iter().find_map(|word| word.strip_prefix(option));
    if given("--no-defaults").is_some() {
        return Err("it was started without option files".to_owned());
    }
    if given("--defaults-extra-file").is_some() {
        return Err("it reads an extra option file, so drift is told without files".to_owned());
    }
    let main = match given("--defaults-file=").map(PathBuf::from) {
        Some(named) if named.is_absolute() => named,
        Some(named) => {
            return Err(format!(
                "{} is relative to where it was started",
                named.display()
            ));
        }
        None => by_itself()?,
    };
    let of_files = |word: &&String| word.starts_with("--defaults-") && !word.contains("-suffix=");
    let options = command.iter().skip(1).filter(|word| word.starts_with("--"));
    let mut arguments: Vec<String> = options.filter(|word| !of_files(word)).cloned().collect();
    let datadir = snapshot.row("identity").and_then(|row| row.text("datadir"));
    arguments.extend(datadir.map(|folder| format!("--datadir={folder}")));
    Ok((main, arguments))
}

/// The one option file of this system that a server reads by itself.
fn by_itself() -> Result<PathBuf, String> {
    let there = MAIN_FILES
        .iter()
        .filter_map(|path| fs::canonicalize(path).ok());
    let there: BTreeSet<PathBuf> = there.collect();
    let mut there = there.into_iter();
    match (there.next(), there.next()) {
        (Some(main), None) => Ok(main),
        (None, _) => Err("no option file was found where it looks".to_owned()),
        (Some(_), Some(_)) => Err(format!(
            "it reads both {}, so drift is told without files",
            MAIN_FILES.join(" and ")
        )),
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_conf::format::dump;
    use plimsoll_model::Snapshot;

    use super::my_cnf;

    fn server() -> Snapshot {
        let rows = r#"{"schema":"plimsoll.dump/1","engine":"mysql"}
{"q":"identity","r":{"version":"8.4.3","datadir":"/srv/mysql/"}}
{"q":"identity","end":true}"#;
        dump::read(rows.as_bytes()).expect("a dump")
    }

    fn started_with(words: &[&str]) -> Result<(String, String), String> {
        let command: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let (main, arguments) = my_cnf(&server(), Some(&command))?;
        Ok((main.display().to_string(), arguments.join(" ")))
    }

    #[test]
    fn what_it_was_started_with_says_what_it_reads() {
        let words = [
            "/usr/sbin/mysqld",
            "--defaults-file=/srv/my.cnf",
            "--defaults-group-suffix=2",
            "--port=3307",
        ];
        assert_eq!(
            started_with(&words),
            Ok((
                "/srv/my.cnf".to_owned(),
                "--defaults-group-suffix=2 --port=3307 --datadir=/srv/mysql/".to_owned()
            ))
        );
    }

    #[test]
    fn files_that_are_not_known_for_certain_are_not_read() {
        for (word, part) in [
            ("--no-defaults", "without option files"),
            ("--defaults-extra-file=/a", "extra option file"),
            ("--defaults-file=my.cnf", "relative"),
        ] {
            let said = started_with(&["mysqld", word]).expect_err(word);
            assert!(said.contains(part), "{said}");
        }
        assert!(my_cnf(&server(), None).is_err());
    }
}
