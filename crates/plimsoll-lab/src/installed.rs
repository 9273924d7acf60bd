//! The servers on this machine, and their one-shot programs: `postgres -C`, `mariadbd --help
//! --verbose`, `mysqld --validate-config`, `my_print_defaults`.

use crate::error::tail;
use crate::{LabError, ServerUser, servers_root};
use plimsoll_model::{Engine, Version};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A server that `cargo xtask servers` put on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// Its name: `postgresql-16`, `mariadb-10.11`, `postgresql-15-debian`.
    pub name: String,
    /// Its engine, by the name.
    pub engine: Engine,
    /// Its series, by the name: `16`, `10.11`.
    pub series: Version,
    folder: PathBuf,
}

impl Installed {
    /// Every installed server, by engine and then series.
    pub fn all() -> Vec<Self> {
        let entries = std::fs::read_dir(servers_root()).into_iter().flatten();
        let mut found: Vec<Self> = entries
            .flatten()
            .filter_map(|entry| Self::of_folder(&entry.path()))
            .collect();
        found.sort_by(|a, b| (a.engine, a.series, &a.name).cmp(&(b.engine, b.series, &b.name)));
        found
    }

    /// The server of that name.
    ///
    /// # Errors
    /// [`LabError::NotInstalled`], which names the command that gets it.
    pub fn find(name: &str) -> Result<Self, LabError> {
        let root = servers_root();
        Self::of_folder(&root.join(name)).ok_or_else(|| LabError::NotInstalled {
            name: name.to_owned(),
            root,
        })
    }

    fn of_folder(folder: &Path) -> Option<Self> {
        let name = folder.file_name()?.to_str()?.to_owned();
        let (engine, rest) = name.split_once('-')?;
        let (engine, series) = (Engine::parse(engine)?, Version::parse(rest)?);
        // Written last by `cargo xtask servers`: without it the folder is half done.
        let found = Self {
            engine,
            series,
            folder: folder.to_owned(),
            name,
        };
        found.stamp().is_file().then_some(found)
    }

    /// The file that `cargo xtask servers` writes last.
    pub(crate) fn stamp(&self) -> PathBuf {
        self.folder.join("installed")
    }

    /// The path of one of its programs. Every server has its own in one folder.
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name)
    }

    /// The server program itself.
    pub fn server_program(&self) -> PathBuf {
        self.program(match self.engine {
            Engine::Postgresql => "postgres",
            Engine::Mysql => "mysqld",
            Engine::Mariadb => "mariadbd",
        })
    }

    /// A command of one of its programs, run as the server user.
    ///
    /// # Errors
    /// When there is no user to run it as.
    pub fn command(&self, program: &str) -> Result<Command, LabError> {
        Ok(ServerUser::ready()?.command(&self.program(program)))
    }

    /// Runs one of its programs to its end as the server user; how it ended is the caller's to
    /// judge, since an oracle's refusal is an answer.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run<A: Into<OsString>>(
        &self,
        program: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<Output, LabError> {
        let mut command = self.command(program)?;
        command.args(arguments.into_iter().map(Into::into));
        command
            .output()
            .map_err(LabError::io("run", &self.program(program)))
    }

    /// Where MySQL and MariaDB find their messages, character sets and plugins: not where they
    /// were built to be. To be given after `--defaults-file` and `--no-defaults`, which must be
    /// first. Empty for PostgreSQL, which finds its own from where it stands.
    pub fn location_arguments(&self) -> Vec<String> {
        let usr = self.folder.join("root/usr");
        let shared = self.shared_folder();
        match self.engine {
            Engine::Postgresql => Vec::new(),
            Engine::Mysql | Engine::Mariadb => vec![
                format!("--basedir={}", usr.display()),
                format!("--lc-messages-dir={}", shared.display()),
                format!("--character-sets-dir={}", shared.join("charsets").display()),
                format!("--plugin-dir={}", usr.join("lib/mysql/plugin").display()),
            ],
        }
    }

    /// The path of one of the libraries unpacked with a Debian server, its C library among them.
    pub fn library(&self, name: &str) -> PathBuf {
        let merged = self.folder.join("root/usr/lib/x86_64-linux-gnu").join(name);
        if merged.exists() {
            return merged;
        }
        self.folder.join("root/lib/x86_64-linux-gnu").join(name)
    }

    /// The folder of MySQL's and MariaDB's messages and SQL scripts.
    pub(crate) fn shared_folder(&self) -> PathBuf {
        let share = self.folder.join("root/usr/share");
        // MariaDB moved its own from share/mysql to share/mariadb in Debian's 11.x.
        let own = share.join("mariadb");
        if own.is_dir() {
            own
        } else {
            share.join("mysql")
        }
    }
}

/// The standard output of a program that must succeed.
pub(crate) fn succeed(mut command: Command) -> Result<String, LabError> {
    let program = PathBuf::from(command.get_program());
    let done = command.output().map_err(LabError::io("run", &program))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    let said = [done.stdout, done.stderr].concat();
    Err(LabError::Program {
        program: program.display().to_string(),
        status: done.status.to_string(),
        said: tail(&String::from_utf8_lossy(&said)),
    })
}
