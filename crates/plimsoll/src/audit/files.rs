//! A server's own files, where they lie on this machine and may be read: what
//! its next start would have in force.

use std::path::{Path, PathBuf};

use plimsoll_model::{Engine, Snapshot};

use crate::read::{NextStart, next_start};

/// Where `MySQL` and `MariaDB` look when they were started with no file named;
/// Debian's leads to the others.
const MAIN_FILES: [&str; 2] = ["/etc/mysql/my.cnf", "/etc/my.cnf"];

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

/// The file it was started with, else where it looks by itself.
fn my_cnf(
    snapshot: &Snapshot,
    command: Option<&[String]>,
) -> Result<(PathBuf, Vec<String>), String> {
    let command = command.unwrap_or_default();
    let named = command
        .iter()
        .find_map(|word| word.strip_prefix("--defaults-file="));
    let mut mains = MAIN_FILES.iter().map(Path::new);
    let main = match named {
        Some(named) => PathBuf::from(named),
        None => mains
            .find(|path| path.exists())
            .ok_or_else(|| "no option file was found where this server looks".to_owned())?
            .to_path_buf(),
    };
    let is_option = |word: &&String| word.starts_with("--") && !word.starts_with("--defaults-");
    let mut arguments: Vec<String> = command.iter().filter(is_option).cloned().collect();
    let datadir = snapshot.row("identity").and_then(|row| row.text("datadir"));
    arguments.extend(datadir.map(|folder| format!("--datadir={folder}")));
    Ok((main, arguments))
}
