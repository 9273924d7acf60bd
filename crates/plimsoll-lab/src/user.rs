//! The ordinary user that servers run as: they refuse to run as root.

use crate::LabError;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// The system user made when the lab runs as root.
const NAME: &str = "dbtest";

/// Who servers run as: `dbtest` when the lab runs as root, else whoever runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerUser {
    /// User and group; `None` when the lab itself is not root.
    ids: Option<(u32, u32)>,
}

impl ServerUser {
    /// The user, made first if the lab runs as root and it is missing.
    ///
    /// # Errors
    /// When it is missing and cannot be made.
    pub fn ready() -> Result<Self, LabError> {
        if std::fs::metadata("/proc/self").is_ok_and(|entry| entry.uid() != 0) {
            return Ok(Self { ids: None });
        }
        if let Some(ids) = ids_of(NAME) {
            return Ok(Self { ids: Some(ids) });
        }
        let arguments = ["--system", "--user-group", "--no-create-home", NAME];
        let failed = |why: String| LabError::User {
            user: NAME,
            why,
            by_hand: format!("useradd {}", arguments.join(" ")),
        };
        let made = Command::new("useradd")
            .args(arguments)
            .output()
            .map_err(|error| failed(error.to_string()))?;
        // Two labs may start at once: what counts is that it is there now.
        ids_of(NAME)
            .map(|ids| Self { ids: Some(ids) })
            .ok_or_else(|| failed(String::from_utf8_lossy(&made.stderr).trim().to_owned()))
    }

    /// A command that runs as this user, in English and without the caller's environment
    /// (`PGDATA`, `MYSQL_HOME` and their like would change what a server reads).
    pub fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(ENVIRONMENT).current_dir("/");
        if let Some((uid, gid)) = self.ids {
            // std drops the supplementary groups along with root.
            command.gid(gid).uid(uid);
        }
        command
    }

    /// The words before a program that make it run as this user with that process id already
    /// entered into the cgroup whose list is `procs`.
    pub(crate) fn command_in(self, procs: &Path, program: &Path) -> Command {
        let mut command = Command::new("/bin/sh");
        command
            .env_clear()
            .envs(ENVIRONMENT)
            .current_dir("/")
            .args(["-c", r#"echo $$ >"$1" && shift && exec "$@""#, "sh"])
            .arg(procs);
        if let Some((uid, gid)) = self.ids {
            command
                .arg("setpriv")
                .arg(format!("--reuid={uid}"))
                .arg(format!("--regid={gid}"))
                .arg("--clear-groups");
        }
        command.arg(program);
        command
    }

    /// Gives a file or folder to this user.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn own(self, path: &Path) -> Result<(), LabError> {
        match self.ids {
            Some((uid, gid)) => {
                chown(path, Some(uid), Some(gid)).map_err(LabError::io("change the owner of", path))
            }
            None => Ok(()),
        }
    }
}

const ENVIRONMENT: [(&str, &str); 3] = [
    ("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
    ("LC_ALL", "C"),
    ("TZ", "UTC"),
];

/// User and primary group of a name in the local user database (passwd(5)).
fn ids_of(name: &str) -> Option<(u32, u32)> {
    parse_ids(&std::fs::read_to_string("/etc/passwd").ok()?, name)
}

fn parse_ids(passwd: &str, name: &str) -> Option<(u32, u32)> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(name) {
            return None;
        }
        let uid = fields.nth(1)?.parse().ok()?;
        Some((uid, fields.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_its_whole_name() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\ndbtest2:x:7:8::/:/bin/sh\n\
                      dbtest:x:995:994::/nonexistent:/usr/sbin/nologin\n";
        assert_eq!(parse_ids(passwd, "dbtest"), Some((995, 994)));
        assert_eq!(parse_ids(passwd, "dbtes"), None);
        assert_eq!(parse_ids("dbtest:x:y:z\n", "dbtest"), None);
    }

    #[test]
    fn servers_do_not_run_as_root() {
        let user = ServerUser::ready().unwrap();
        let said = user
            .command(Path::new("/usr/bin/id"))
            .arg("-u")
            .output()
            .unwrap();
        assert_ne!(String::from_utf8_lossy(&said.stdout).trim(), "0");
    }
}
