//! The servers that run on a machine: where their data and their logs are, the
//! unit or the container they run in, what they hold and may take now.

use std::path::Path;

use plimsoll_model::{BundleKind, Engine};

use super::container::Container;
use super::systemd::is_unit;
use super::{Content, Gathered};
use crate::read::cgroup;
use crate::read::current_logfiles::current_logfiles;
use crate::read::host::{Found, Tree};

/// Files of a process that tell of its limits and its memory.
const PROCESS: [&str; 4] = ["status", "limits", "oom_score_adj", "cgroup"];

/// What a server writes its log to: its standard error, and its output.
const OUTPUTS: [u32; 2] = [2, 1];

/// A server that runs here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its process id.
    pub pid: u32,
    /// What its program is called.
    pub program: String,
    /// Whose it is by that name.
    pub engine: Engine,
    /// Its command line, where it may be seen.
    pub arguments: Vec<String>,
    /// The folder it works in, which is its data directory, where it may be seen.
    pub data_directory: Option<String>,
    /// Files that its output goes to.
    pub logs: Vec<String>,
    /// Its unit of systemd.
    pub(super) unit: Option<String>,
    /// Its container.
    pub(super) container: Option<Container>,
}

impl Server {
    /// What may be seen of one that was found.
    pub(super) fn of(tree: &Tree, found: &Found) -> Self {
        let file = |name: &str| format!("/proc/{}/{name}", found.pid);
        let arguments = tree.read(&file("cmdline")).unwrap_or_default();
        let arguments = arguments.split('\0').filter(|it| !it.is_empty());
        let groups = tree.read(&file("cgroup")).unwrap_or_default();
        let container = Container::of(&groups);
        // What a container calls its paths is elsewhere on this machine.
        let is_here = container.is_none();
        let outputs = OUTPUTS.iter().filter_map(|number| {
            let target = tree.link(&file(&format!("fd/{number}"))).ok()?;
            let is_file = target.starts_with('/') && !target.starts_with("/dev/");
            (is_file && is_here).then_some(target)
        });
        let mut logs: Vec<String> = outputs.collect();
        logs.dedup();
        Self {
            pid: found.pid,
            program: found.program.clone(),
            engine: found.engine,
            arguments: arguments.map(str::to_owned).collect(),
            data_directory: tree.link(&file("cwd")).ok().filter(|_| is_here),
            logs,
            unit: unit(&groups),
            container,
        }
    }

    /// What it holds and may take now.
    pub(super) fn facts(&self, tree: &Tree) -> Gathered {
        let mut gathered = Gathered::default();
        let (pid, program) = (self.pid, &self.program);
        if self.data_directory.is_none() && self.container.is_none() {
            let why =
                "where it works and what it has open is not shown: needs root or its own user";
            gathered.gap(&format!("/proc/{pid}/cwd"), why);
        }
        let mut paths: Vec<String> = PROCESS
            .iter()
            .map(|it| format!("/proc/{pid}/{it}"))
            .collect();
        match cgroup::files(tree, &pid.to_string()) {
            Ok(files) => paths.extend(files),
            Err(why) => gathered.gap(&format!("the memory cgroup of process {pid}"), why),
        }
        let texts = paths.iter().filter_map(|path| {
            let text = tree.read(path).ok()?;
            Some(format!("# {path}\n{}\n\n", text.trim_end()))
        });
        let text: String = texts.collect();
        let name = format!("{program}-{pid}.txt");
        gathered.add(
            BundleKind::Facts,
            &name,
            &format!("/proc/{pid} and its cgroup"),
            Content::Text(text.into_bytes()),
        );
        gathered
    }

    /// The value of an option of its command line, as `--name=VALUE`, or for the
    /// short ones as `-D VALUE`.
    pub fn argument(&self, name: &str) -> Option<&str> {
        let mut words = self.arguments.iter();
        while let Some(word) = words.next() {
            match word.strip_prefix(name) {
                Some("") => return words.next().map(String::as_str),
                Some(rest) if name.starts_with("--") => {
                    if let Some(value) = rest.strip_prefix('=') {
                        return Some(value);
                    }
                }
                Some(rest) => return Some(rest),
                None => {}
            }
        }
        None
    }

    /// The file that `PostgreSQL`'s collector writes now, of its data directory.
    pub fn current_logs(&self) -> Vec<String> {
        let Some(data) = &self.data_directory else {
            return Vec::new();
        };
        let told = current_logfiles(&Path::new(data).join("current_logfiles"));
        let told = told.unwrap_or_default();
        let files = told.lines().filter_map(|line| line.split_once(' '));
        files
            .map(|(_, file)| Path::new(data).join(file).display().to_string())
            .collect()
    }
}

/// The service that a process is in, by its control groups.
fn unit(groups: &str) -> Option<String> {
    let mut names = groups.lines().flat_map(|line| line.rsplit('/'));
    names.find(|name| is_unit(name)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Server, unit};
    use plimsoll_model::Engine;
    use rustix::fs::{CWD, FileType, Mode, mknodat};

    fn server(arguments: &[&str], data_directory: Option<String>) -> Server {
        Server {
            pid: 1,
            program: "postgres".to_owned(),
            engine: Engine::Postgresql,
            arguments: arguments.iter().map(|&word| word.to_owned()).collect(),
            data_directory,
            logs: Vec::new(),
            unit: None,
            container: None,
        }
    }

    #[test]
    fn its_current_logs_are_in_its_data_directory_or_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().display().to_string();
        let server = server(&[], Some(data.clone()));
        assert!(server.current_logs().is_empty());
        let path = folder.path().join("current_logfiles");
        std::fs::write(&path, "stderr log/a.log\ncsvlog /var/log/a b.csv\n").unwrap();
        let logs = [format!("{data}/log/a.log"), "/var/log/a b.csv".to_owned()];
        assert_eq!(server.current_logs(), logs);
        std::fs::remove_file(&path).unwrap();
        mknodat(CWD, &path, FileType::Fifo, Mode::RWXU, 0).unwrap();
        assert!(server.current_logs().is_empty());
    }

    #[test]
    fn a_unit_is_the_deepest_service() {
        let of = |text: &str| unit(text);
        let path = "0::/system.slice/system-postgresql.slice/postgresql@16-main.service\n";
        assert_eq!(of(path).as_deref(), Some("postgresql@16-main.service"));
        assert_eq!(of("0::/user.slice/session-1.scope\n"), None);
        assert_eq!(of("0::/x/-flag.service\n"), None);
    }

    #[test]
    fn arguments_are_found_in_both_forms() {
        let words = [
            "postgres",
            "-D",
            "/data",
            "--config-file=/etc/p.conf",
            "--socket",
        ];
        let server = server(&words, None);
        assert_eq!(server.argument("-D"), Some("/data"));
        assert_eq!(server.argument("--config-file"), Some("/etc/p.conf"));
        assert_eq!(server.argument("--datadir"), None);
        assert_eq!(server.argument("--socket"), None);
    }
}
