//! What the server itself says of a file: its values, and whether it stops.

use std::collections::BTreeMap;

use plimsoll_lab::Installed;
use plimsoll_model::Engine;

use super::super::OracleError;
use super::folder::Folder;

/// The server's answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Values by name, with `_`; not to be trusted once `refused`.
    pub(super) values: BTreeMap<String, String>,
    /// Whether it would not start.
    pub(super) refused: bool,
    /// Whether a signal ended it: it then said nothing of the file.
    pub(super) killed: bool,
    /// What it said.
    pub(super) said: String,
}

/// MariaDB's plugins without which it does not start: with an option of
/// theirs wrong it says so and goes on, but only as far as this.
const INDISPENSABLE: [&str; 3] = ["'InnoDB'", "'Aria'", "'MyISAM'"];

/// MySQL's: an option of theirs wrong, `--validate-config` may say so and end
/// well, for what it then no longer knows is lost or written with `loose-`; a
/// start ends (seen on 9.7.4, "Failed to initialize builtin plugins", and for
/// the last "The privilege system failed to initialize correctly").
const INDISPENSABLE_MYSQL: [&str; 3] = ["'InnoDB'", "'MyISAM'", "'caching_sha2_password'"];

/// Asks. A MySQL that refuses is not asked for values besides.
pub(crate) fn ask(server: &Installed, folder: &Folder) -> Result<Answer, OracleError> {
    let mut said = String::new();
    match server.engine {
        Engine::Mysql => {
            let checked = run(server, folder, &["--validate-config"])?;
            said = String::from_utf8_lossy(&checked.stderr).into_owned();
            if !checked.status.success() {
                return Ok(Answer {
                    values: BTreeMap::new(),
                    refused: true,
                    killed: checked.status.code().is_none(),
                    said,
                });
            }
        }
        Engine::Mariadb | Engine::Postgresql => {}
    }
    let shown = run(server, folder, &["--verbose", "--help"])?;
    said += &String::from_utf8_lossy(&shown.stderr);
    let indispensable = match server.engine {
        Engine::Mariadb | Engine::Postgresql => INDISPENSABLE,
        Engine::Mysql => INDISPENSABLE_MYSQL,
    };
    let lost = |line: &str| {
        line.contains("Parsing options for plugin")
            && indispensable.iter().any(|plugin| line.contains(plugin))
    };
    let refused = match server.engine {
        Engine::Mariadb | Engine::Postgresql => !shown.status.success() || said.lines().any(lost),
        Engine::Mysql => said.lines().any(lost),
    };
    Ok(Answer {
        values: values(&String::from_utf8_lossy(&shown.stdout)),
        refused,
        killed: shown.status.code().is_none(),
        said,
    })
}

fn run(
    server: &Installed,
    folder: &Folder,
    mode: &[&str],
) -> Result<std::process::Output, OracleError> {
    let mut words = vec![format!("--defaults-file={}", folder.main().display())];
    words.extend(server.location_arguments());
    match server.engine {
        Engine::Mysql => {
            words.push("--secure-file-priv=NULL".to_owned());
            words.push(format!("--datadir={}", folder.includes().display()));
        }
        Engine::Mariadb | Engine::Postgresql => {}
    }
    words.extend(mode.iter().map(|word| (*word).to_owned()));
    let program = match server.engine {
        Engine::Mysql => "mysqld",
        Engine::Mariadb | Engine::Postgresql => "mariadbd",
    };
    Ok(server.run(program, words)?)
}

/// The table at the end of `--verbose --help`.
fn values(text: &str) -> BTreeMap<String, String> {
    let table = text
        .split_once("Value (after reading options)")
        .map_or("", |(_, table)| table);
    table
        .lines()
        .skip(2)
        .take_while(|line| !line.trim().is_empty())
        .filter_map(|line| {
            let name = line.split_whitespace().next()?;
            let value = line.get(name.len()..).unwrap_or_default().trim();
            Some((name.replace('-', "_"), value.to_owned()))
        })
        .collect()
}
