//! This process as an address sees it: its environment and who runs it. It
//! knows no engine.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

/// What every client library looks at.
pub(super) struct Process {
    /// The environment's variables, those that are text.
    pub(super) environment: BTreeMap<String, String>,
    /// The home folder: the environment's, else the account's.
    pub(super) home: Option<PathBuf>,
    /// The user of the operating system: the account's name, else the environment's.
    pub(super) user: Option<String>,
}

impl Process {
    pub(super) fn own() -> Self {
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
            environment,
        }
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
