//! Whether a server is of this machine, and what the machine says of it.

use std::fs;
use std::path::Path;

use plimsoll_live::read::host::{self, Tree};
use plimsoll_live::read::mysql;
use plimsoll_model::{Engine, HostSample, Known, ServerFacts, Snapshot};

/// A server's process on this machine.
pub(super) struct Process {
    pub(super) facts: ServerFacts,
    pub(super) sample: HostSample,
    /// Its command line, where it may be seen.
    pub(super) command: Option<Vec<String>>,
}

/// The process of the server that answered, if it is one of this machine: by
/// the file that it says it wrote its process id into.
///
/// # Errors
/// Why it is not, or cannot be told.
pub(super) fn process(snapshot: &Snapshot) -> Result<Process, String> {
    let identity = snapshot.row("identity");
    let text = |column| identity.and_then(|row| row.text(column));
    let tree = Tree::machine();
    let data = match snapshot.engine {
        Engine::Postgresql => text("data_directory"),
        Engine::Mysql | Engine::Mariadb => text("datadir"),
    };
    let pid = match (snapshot.engine, data) {
        (Engine::Postgresql, Some(data)) => host::pid_of_data_directory(&tree, data),
        (Engine::Postgresql, None) => {
            Known::Unknown("the server does not tell this role its data directory".to_owned())
        }
        (Engine::Mysql | Engine::Mariadb, _) => match text("pid_file") {
            Some(file) => host::pid_of_file(&tree, &absolute(data, file)),
            None => Known::Unknown("the server names no pid file".to_owned()),
        },
    };
    match pid {
        Known::Known(pid, _) => Ok(Process {
            facts: host::of_server(&tree, pid, data),
            sample: host::sample(&tree, pid, data),
            command: command(pid),
        }),
        Known::Unknown(why) => Err(why),
    }
}

/// A pid file without a folder is in the data directory.
fn absolute(data: Option<&str>, file: &str) -> String {
    let folder = Path::new(data.unwrap_or_default());
    folder.join(file).display().to_string()
}

fn command(pid: u32) -> Option<Vec<String>> {
    let bytes = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let words = bytes.split(|byte| *byte == 0);
    let words = words.map(|word| String::from_utf8_lossy(word).into_owned());
    Some(words.filter(|word| !word.is_empty()).collect())
}

/// What a client of `MySQL` or `MariaDB` would look at: the environment and the
/// option files, read as servers' are.
pub(super) fn mysql_surroundings() -> mysql::Surroundings {
    mysql::Surroundings::of_this_process(Vec::new())
}
