//! Which process is a server: by its data directory, its pid file, its socket, or
//! among all processes of the machine.

use std::collections::BTreeMap;
use std::path::Path;

use super::Tree;
use super::processes::{Stat, pids};
use plimsoll_model::{Engine, Known};

/// What the server programs are called. The kernel cuts a name at 15 bytes.
const PROGRAMS: &[(&str, Engine)] = &[
    ("postgres", Engine::Postgresql),
    ("postmaster", Engine::Postgresql),
    ("mysqld", Engine::Mysql),
    ("mariadbd", Engine::Mariadb),
];

/// The file of a running postmaster in its data directory.
const POSTMASTER_PID: &str = "postmaster.pid";

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
        let stat = Stat::of(tree, pid).ok().filter(|stat| !stat.is_ended)?;
        let engine = engine(&stat.name)?;
        Some((pid, (engine, stat)))
    });
    let named: BTreeMap<u32, (Engine, Stat)> = named.take(super::PROCESSES_MAX).collect();
    let is_child = |stat: &Stat| {
        let parent = named.get(&stat.parent);
        parent.is_some_and(|(_, parent)| parent.name == stat.name)
    };
    let heads = named.iter().filter(|(_, (_, stat))| !is_child(stat));
    let heads = heads.map(|(pid, (engine, stat))| Found {
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

/// A server's process on a machine whose pid files are not seen: of its engine the
/// one that works in its data directory, as both families' servers do, else the
/// only one (a link may lead to the folder, or where it works may not be seen).
pub fn pid_among_servers(tree: &Tree, engine: Engine, data_directory: Option<&str>) -> Known<u32> {
    let found = match servers(tree) {
        Ok(found) => found,
        Err(why) => return Known::Unknown(why),
    };
    // MariaDB's program may still be called mysqld.
    let is_alike = |it: &Found| (it.engine == Engine::Postgresql) == (engine == Engine::Postgresql);
    let alike = found.into_iter().filter(is_alike).map(|it| it.pid);
    let works_there = |pid: &u32| {
        let folder = tree.link(&format!("/proc/{pid}/cwd"));
        folder.is_ok_and(|folder| {
            data_directory.is_some_and(|it| Path::new(it) == Path::new(&folder))
        })
    };
    let (there, others): (Vec<u32>, Vec<u32>) = alike.partition(works_there);
    match (there.as_slice(), others.as_slice()) {
        ([pid], _) => Known::Known(*pid, format!("/proc/{pid}/cwd")),
        ([], [pid]) => Known::Known(*pid, "the only such server there".to_owned()),
        ([], []) => Known::Unknown(format!("no {} server runs there", engine.title())),
        ([], [..]) => Known::Unknown(format!(
            "{} {} servers run there, and none is seen to work in this one's data directory: \
             only root and their owner see where they do",
            others.len(),
            engine.title()
        )),
        ([..], _) => Known::Unknown(format!(
            "{} servers there work in a folder of that name",
            there.len()
        )),
    }
}

/// `PostgreSQL`'s process by its data directory: the first line of `postmaster.pid`.
/// The file outlives a crash, and its number may be another server's by now: the
/// process must have the same file in the folder it works in.
pub fn pid_of_data_directory(tree: &Tree, data_directory: &str) -> Known<u32> {
    let file = format!("{}/{POSTMASTER_PID}", data_directory.trim_end_matches('/'));
    let (pid, source) = match pid_of_file(tree, &file) {
        Known::Known(pid, source) => (pid, source),
        unknown @ Known::Unknown(_) => return unknown,
    };
    let its = tree.text(&format!("/proc/{pid}/cwd/{POSTMASTER_PID}"));
    match its {
        Ok(text) if tree.read(&file).is_ok_and(|told| told == text) => Known::Known(pid, source),
        Ok(_) => Known::Unknown(format!(
            "{file} names process {pid}, which is another server"
        )),
        Err(why) => Known::Unknown(format!("{file} names process {pid}, but {why}")),
    }
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

#[cfg(test)]
mod tests {
    use super::{pid_of_data_directory, pid_of_file, servers};
    use crate::read::host::Tree;
    use std::collections::BTreeMap;

    fn tree(files: &[(&str, &str)]) -> Tree {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Tree::of_texts(files.collect::<BTreeMap<_, _>>())
    }

    fn stat(name: &str, parent: u32) -> String {
        format!("1 ({name}) S {parent} 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 77 0 0")
    }

    #[test]
    fn a_file_left_by_a_crash_does_not_name_another_server() {
        let (server, other) = (stat("postgres", 1), stat("cron", 1));
        let tree = tree(&[
            ("/proc/7/stat", &server),
            ("/proc/7/cwd/postmaster.pid", "7\n/data/a\n100\n"),
            ("/proc/8/stat", &other),
            ("/data/a/postmaster.pid", "7\n/data/a\n100\n"),
            ("/data/b/postmaster.pid", "7\n/data/b\n50\n"),
            ("/data/c/postmaster.pid", "8\n/data/c\n50\n"),
            ("/data/d/postmaster.pid", "9\n/data/d\n50\n"),
            ("/run/empty.pid", ""),
        ]);
        let by_folder = |folder: &str| pid_of_data_directory(&tree, folder);
        assert_eq!(by_folder("/data/a/").get(), Some(&7));
        let why = |folder: &str| by_folder(folder).why().unwrap_or_default().to_owned();
        assert!(why("/data/b").ends_with("names process 7, which is another server"));
        assert!(why("/data/c").ends_with("names process 8, which is no server"));
        assert!(why("/data/d").ends_with("names process 9, which does not run"));
        assert!(why("/data/e").starts_with("cannot read /data/e/postmaster.pid"));
        let empty = pid_of_file(&tree, "/run/empty.pid");
        assert_eq!(empty.why(), Some("/run/empty.pid holds no process id"));
    }

    #[test]
    fn of_a_servers_processes_the_first_is_found_and_its_children_are_not() {
        let (head, child) = (stat("postgres", 1), stat("postgres", 10));
        let (other, shell) = (stat("mysqld", 1), stat("sh", 1));
        let tree = tree(&[
            ("/proc/10/stat", &head),
            ("/proc/11/stat", &child),
            ("/proc/12/stat", &other),
            ("/proc/13/stat", &shell),
            ("/proc/meminfo", ""),
        ]);
        let pids: Vec<u32> = servers(&tree).unwrap().iter().map(|it| it.pid).collect();
        assert_eq!(pids, [10, 12]);
    }
}
