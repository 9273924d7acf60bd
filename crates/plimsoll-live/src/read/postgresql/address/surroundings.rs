//! What a process stands in and libpq looks at: the environment, the home
//! folder, who runs it, where sockets are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::read::process::Process;

/// The surroundings of a connection.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The environment's variables.
    pub environment: BTreeMap<String, String>,
    /// The home folder: of `.pgpass`, `.pg_service.conf` and `.postgresql/`.
    pub home: Option<PathBuf>,
    /// The user of the operating system, the default for the role.
    pub user: Option<String>,
    /// Folders looked through for sockets when no host is given, the default first.
    pub socket_folders: Vec<PathBuf>,
}

impl Surroundings {
    /// Those of this process.
    pub fn of_this_process() -> Self {
        let Process {
            environment,
            home,
            user,
        } = Process::own();
        Self {
            environment,
            home,
            user,
            // Debian's default and the one that PostgreSQL has from its makers.
            socket_folders: ["/var/run/postgresql", "/tmp"].map(PathBuf::from).to_vec(),
        }
    }

    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        let value = self.environment.get(name)?;
        (!value.is_empty()).then_some(value)
    }
}
