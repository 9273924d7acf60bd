//! What a process stands in and the engines' own client looks at: the
//! environment, the option files' words, who runs it, where sockets are.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use crate::read::process::Process;

/// Where packages and the engines' makers put the socket.
const SOCKETS: [&str; 4] = [
    "/run/mysqld/mysqld.sock",
    "/var/run/mysqld/mysqld.sock",
    "/var/lib/mysql/mysql.sock",
    "/tmp/mysql.sock",
];

/// The surroundings of a connection.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The environment's variables.
    pub environment: BTreeMap<String, String>,
    /// The home folder, which `~` in a file's path stands for.
    pub home: Option<PathBuf>,
    /// The user of the operating system, the default for the account.
    pub user: Option<String>,
    /// What the option files say to a client, in their order: a later one wins.
    /// The reader of those files is the caller's.
    pub client_options: Vec<(String, String)>,
    /// Sockets looked at when no host is given.
    pub sockets: Vec<PathBuf>,
}

impl Surroundings {
    /// Those of this process, with what the option files say to a client.
    pub fn of_this_process(client_options: Vec<(String, String)>) -> Self {
        let Process {
            environment,
            home,
            user,
        } = Process::own();
        Self {
            environment,
            home,
            user,
            client_options,
            sockets: SOCKETS.map(PathBuf::from).to_vec(),
        }
    }

    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        let value = self.environment.get(name)?;
        (!value.is_empty()).then_some(value)
    }

    /// The sockets that are there, one that two paths lead to once.
    pub(super) fn sockets_here(&self) -> Vec<PathBuf> {
        let mut found: Vec<(u64, u64, PathBuf)> = Vec::new();
        for path in &self.sockets {
            if let Ok(entry) = std::fs::metadata(path) {
                let (device, inode) = (entry.dev(), entry.ino());
                if found.iter().all(|it| (it.0, it.1) != (device, inode)) {
                    found.push((device, inode, path.clone()));
                }
            }
        }
        found.into_iter().map(|it| it.2).collect()
    }
}
