//! Which process is a server: by its data directory, its pid file, its socket, or
//! among all processes of the machine.

use plimsoll_model::{Engine, Known};
use tokio::net::UnixStream;

use super::Tree;
use super::processes::{Stat, pids};

/// What the server programs are called. The kernel cuts a name at 15 bytes.
const PROGRAMS: &[(&str, Engine)] = &[
    ("postgres", Engine::Postgresql),
    ("postmaster", Engine::Postgresql),
    ("mysqld", Engine::Mysql),
    ("mariadbd", Engine::Mariadb),
];

/// A server among the machine's processes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its process id: of the one that the others descend from.
    pub pid: u32,
    /// What its program is called; `mysqld` is `MariaDB`'s too, where it keeps the name.
    pub program: String,
    /// The engine that the name says.
    pub engine: Engine,
}

/// The servers of this machine (of this container), at most [`super::PROCESSES_MAX`].
///
/// # Errors
/// One line: why processes cannot be listed.
pub fn servers(tree: &Tree) -> Result<Vec<Found>, String> {
    let named = pids(tree)?.into_iter().filter_map(|pid| {
        let stat = Stat::of(tree, pid).ok()?;
        let engine = engine(&stat.name)?;
        Some((pid, engine, stat))
    });
    let named: Vec<(u32, Engine, Stat)> = named.take(super::PROCESSES_MAX).collect();
    let is_child = |stat: &Stat| {
        named
            .iter()
            .any(|(pid, _, parent)| *pid == stat.parent && parent.name == stat.name)
    };
    let heads = named.iter().filter(|(_, _, stat)| !is_child(stat));
    let heads = heads.map(|(pid, engine, stat)| Found {
        pid: *pid,
        program: stat.name.clone(),
        engine: *engine,
    });
    Ok(heads.collect())
}

fn engine(name: &str) -> Option<Engine> {
    let found = PROGRAMS.iter().find(|(program, _)| *program == name)?;
    Some(found.1)
}

/// `PostgreSQL`'s process by its data directory: the first line of `postmaster.pid`.
/// The file outlives a crash, so the process must be one of `PostgreSQL`'s.
pub fn pid_of_data_directory(tree: &Tree, data_directory: &str) -> Known<u32> {
    pid_of_file(
        tree,
        &format!("{}/postmaster.pid", data_directory.trim_end_matches('/')),
    )
}

/// A server's process by the file it wrote its id into (`pid_file`), if that process
/// is a server now.
pub fn pid_of_file(tree: &Tree, pid_file: &str) -> Known<u32> {
    let pid = tree.text(pid_file).and_then(|text| {
        let pid = text
            .lines()
            .next()
            .and_then(|line| line.trim().parse().ok());
        pid.ok_or_else(|| format!("{pid_file} holds no process id"))
    });
    let pid = pid.and_then(|pid| {
        let stat = Stat::of(tree, pid)
            .map_err(|_| format!("{pid_file} names process {pid}, which does not run"))?;
        match engine(&stat.name) {
            Some(_) => Ok(pid),
            None => Err(format!(
                "{pid_file} names process {pid}, which is no server"
            )),
        }
    });
    match pid {
        Ok(pid) => Known::Known(pid, pid_file.to_owned()),
        Err(why) => Known::Unknown(why),
    }
}

/// The process that listens on the other end of a connected Unix socket: the kernel
/// keeps who made the socket listen (unix(7), `SO_PEERCRED`).
pub fn pid_of_socket(stream: &UnixStream) -> Known<u32> {
    match stream.peer_cred().map(|peer| peer.pid()) {
        // A process that this one cannot see, in another container, has the id 0.
        Ok(Some(pid)) if pid > 0 => {
            Known::Known(pid.unsigned_abs(), "the socket's other end".to_owned())
        }
        Ok(_) => Known::Unknown("the socket's other end is not visible from here".to_owned()),
        Err(error) => Known::Unknown(format!("the socket does not name its other end: {error}")),
    }
}
