//! Whether a server is of this machine, and what the machine says of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use plimsoll_conf::Files;
use plimsoll_conf::format::my_cnf::{CLIENT_FILES, client_options};
use plimsoll_live::read::host::{self, Pss, Tree};
use plimsoll_live::read::mysql;
use plimsoll_model::{Engine, HostSample, Known, Snapshot};

use super::files;
use super::told::HostTold;
use crate::read::my_cnf_entry;

/// Option files that lead to more files than this are no option files.
const CLIENT_FILES_MAX: usize = 1000;

/// How long the kernel may be made to walk through page tables.
const PSS_MAX: Duration = Duration::from_secs(2);

/// The host of the server that answered, if it is this machine: by the file that
/// it says it wrote its process id into.
///
/// # Errors
/// Why it is not, or cannot be told.
pub(super) fn host(snapshot: &Snapshot, pss: bool) -> Result<HostTold, String> {
    let tree = Tree::machine();
    let data = data_directory(snapshot);
    match process(&tree, snapshot) {
        Known::Known(pid, _) => {
            let next = files::next(snapshot, command(pid).as_deref());
            let (next, note) = match next {
                Ok(next) => (Some(next), None),
                Err(why) => (None, Some(why)),
            };
            let sample = host::sample(&tree, pid, data);
            let mut facts = host::of_server(&tree, pid, data);
            facts.disk_bytes = room(&sample);
            Ok(HostTold {
                facts,
                pid: Some(pid),
                pss: pss.then(|| shares(&tree, &sample)),
                sample: Some(sample),
                next,
                notes: note.into_iter().collect(),
            })
        }
        Known::Unknown(why) => Err(why),
    }
}

/// The proportional shares of its processes.
fn shares(tree: &Tree, sample: &HostSample) -> Pss {
    let processes = sample.processes.get().into_iter();
    let pids: Vec<u32> = processes.flat_map(|it| &it.all).map(|it| it.pid).collect();
    host::pss(tree, &pids, PSS_MAX)
}

fn process(tree: &Tree, snapshot: &Snapshot) -> Known<u32> {
    let identity = snapshot.row("identity");
    let pid_file = identity.and_then(|row| row.text("pid_file"));
    let data = data_directory(snapshot);
    match (snapshot.engine, data) {
        (Engine::Postgresql, Some(data)) => host::pid_of_data_directory(tree, data),
        (Engine::Postgresql, None) => {
            Known::Unknown("the server does not tell this role its data directory".to_owned())
        }
        (Engine::Mysql | Engine::Mariadb, _) => match pid_file {
            Some(file) => host::pid_of_file(tree, &absolute(data, file)),
            None => Known::Unknown("the server names no pid file".to_owned()),
        },
    }
}

/// The folder that the server says its data lies in.
pub(crate) fn data_directory(snapshot: &Snapshot) -> Option<&str> {
    let column = match snapshot.engine {
        Engine::Postgresql => "data_directory",
        Engine::Mysql | Engine::Mariadb => "datadir",
    };
    snapshot.row("identity").and_then(|row| row.text(column))
}

/// The disk that a running server has: all of it, since what it has written
/// already, its logs among it, is in what is no longer free.
fn room(sample: &HostSample) -> Known<u64> {
    match &sample.machine {
        Known::Known(machine, _) => match &machine.disk_bytes {
            Known::Known((total, _), source) => Known::Known(*total, source.clone()),
            Known::Unknown(why) => Known::Unknown(why.clone()),
        },
        Known::Unknown(why) => Known::Unknown(why.clone()),
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
/// option files, as far as this user may read them.
pub(super) fn mysql_surroundings() -> mysql::Surroundings {
    let options = client_options_here().unwrap_or_default();
    mysql::Surroundings::of_this_process(options)
}

/// The client's groups of every option file that is there; `MariaDB`'s groups
/// are no harm to `MySQL`'s servers.
fn client_options_here() -> Option<Vec<(String, String)>> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let path = |name: &str| match (name.strip_prefix("~/"), &home) {
        (Some(rest), Some(home)) => Some(home.join(rest)),
        (Some(_), None) => None,
        (None, _) => Some(PathBuf::from(name)),
    };
    let mains: Vec<PathBuf> = CLIENT_FILES.iter().filter_map(|name| path(name)).collect();
    let mut files = Files::new();
    for main in &mains {
        files.insert(main.clone(), my_cnf_entry(main));
    }
    let paths: Vec<&Path> = mains.iter().map(PathBuf::as_path).collect();
    loop {
        match client_options(Engine::Mariadb, None, &paths, &files) {
            Ok(options) => return Some(options),
            Err(needs) => {
                let is_stuck = needs.iter().all(|need| files.get(&need.path).is_some());
                if is_stuck || files.entries().count() > CLIENT_FILES_MAX {
                    return None;
                }
                for need in needs {
                    let entry = my_cnf_entry(&need.path);
                    files.insert(need.path, entry);
                }
            }
        }
    }
}
