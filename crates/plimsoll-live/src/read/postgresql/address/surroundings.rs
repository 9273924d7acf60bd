//! What a process stands in and libpq looks at: the environment, the home
//! folder, who runs it, where sockets are.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

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
        let environment: BTreeMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        // The owner of its entry is the process's effective user (proc(5)).
        let uid = std::fs::metadata("/proc/self")
            .map(|entry| entry.uid())
            .ok();
        let account = uid.and_then(|uid| account(&passwd, uid));
        let home = environment.get("HOME").filter(|home| !home.is_empty());
        let user = environment.get("USER").cloned();
        Self {
            home: home
                .map(PathBuf::from)
                .or_else(|| account.map(|it| PathBuf::from(it.1))),
            user: account.map(|it| it.0.to_owned()).or(user),
            // Debian's default and the one that PostgreSQL has from its makers.
            socket_folders: ["/var/run/postgresql", "/tmp"].map(PathBuf::from).to_vec(),
            environment,
        }
    }

    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        let value = self.environment.get(name)?;
        (!value.is_empty()).then_some(value)
    }
}

/// Name and home of a user by its number (passwd(5)).
fn account(passwd: &str, uid: u32) -> Option<(&str, &str)> {
    passwd.lines().find_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        let is_it = fields.get(2)?.parse() == Ok(uid);
        is_it.then_some(())?;
        Some((*fields.first()?, *fields.get(5)?))
    })
}
