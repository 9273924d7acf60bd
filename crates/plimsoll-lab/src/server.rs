//! Starts, holds and stops one throw-away server.

mod instance;
mod options;

pub use instance::Instance;

use crate::template::{KeptData, copy_to};
use crate::{Cgroup, Installed, LabError, ServerUser};
use plimsoll_model::Engine;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// A server to be started: what differs from its defaults.
#[derive(Debug, Clone)]
pub struct Server {
    installed: Installed,
    settings: Vec<(String, String)>,
    environment: Vec<(String, String)>,
    limit_bytes: Option<u64>,
    kept: Option<PathBuf>,
    tcp: bool,
}

impl Server {
    /// A server with its defaults, on a Unix socket only.
    pub fn new(installed: &Installed) -> Self {
        Self {
            installed: installed.clone(),
            settings: Vec::new(),
            environment: Vec::new(),
            limit_bytes: None,
            kept: None,
            tcp: false,
        }
    }

    /// Sets a parameter in its configuration file; a later one of the same name wins.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.push((name.into(), value.into()));
        self
    }

    /// Sets an environment variable of the server alone (`LD_PRELOAD` for another malloc).
    #[must_use]
    pub fn environment(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// Limits the memory of all its processes together.
    #[must_use]
    pub const fn limit_bytes(mut self, limit: u64) -> Self {
        self.limit_bytes = Some(limit);
        self
    }

    /// Starts on a copy of this data instead of an empty server's.
    #[must_use]
    pub fn on(mut self, data: &KeptData) -> Self {
        self.kept = Some(data.path());
        self
    }

    /// Listens on a free port of the loopback interface too.
    #[must_use]
    pub const fn with_tcp(mut self) -> Self {
        self.tcp = true;
        self
    }

    /// Starts it and waits until it takes sessions.
    ///
    /// # Errors
    /// When its folder, user or cgroup cannot be made, or it ends or is not ready in time; the
    /// error then holds the end of its log.
    pub fn start(&self) -> Result<Instance, LabError> {
        let user = ServerUser::ready()?;
        let folder = crate::folder::temporary()?;
        user.own(folder.path())?;
        copy_to(
            &self.installed,
            self.kept.as_deref(),
            user,
            &folder.path().join("data"),
        )?;
        let cgroup = self.cgroup()?.map(Arc::new);
        let places = Places::new(folder.path(), self.installed.engine, self.port()?);
        fs::write(&places.config, options::config(self, &places))
            .map_err(LabError::io("write", &places.config))?;
        user.own(&places.config)?;
        let child = self
            .command(user, &places, cgroup.as_deref())?
            .spawn()
            .map_err(LabError::io("start", &self.installed.server_program()))?;
        let instance = Instance::new(self.installed.clone(), child, cgroup, places, folder);
        instance.when_ready()
    }

    /// A group of its own. Without a limit, a machine or user that cannot make one still runs
    /// servers: only measuring needs it.
    fn cgroup(&self) -> Result<Option<Cgroup>, LabError> {
        match (Cgroup::create(self.limit_bytes), self.limit_bytes) {
            (Ok(group), _) => Ok(Some(group)),
            (Err(error), Some(_)) => Err(error),
            (Err(_), None) => Ok(None),
        }
    }

    /// A port that is free now; the kernel gives it to nobody else for a while.
    fn port(&self) -> Result<Option<u16>, LabError> {
        if !self.tcp {
            return Ok(None);
        }
        let address = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
        let address =
            address.map_err(LabError::io("find a free port on", Path::new("127.0.0.1")))?;
        Ok(Some(address.port()))
    }

    fn command(
        &self,
        user: ServerUser,
        places: &Places,
        cgroup: Option<&Cgroup>,
    ) -> Result<Command, LabError> {
        // The programs that lead to the server must not see its environment: a library of another
        // release preloaded into them would break them.
        let env = Path::new("/usr/bin/env");
        let mut command = match cgroup {
            Some(group) => user.command_in(&group.procs_file(), env),
            None => user.command(env),
        };
        command
            .args(
                self.environment
                    .iter()
                    .map(|(name, value)| format!("{name}={value}")),
            )
            .arg(self.installed.server_program());
        let log = fs::File::create(&places.log).map_err(LabError::io("write", &places.log))?;
        let again = log
            .try_clone()
            .map_err(LabError::io("write", &places.log))?;
        command
            .args(options::arguments(self.installed.engine, places))
            .stdin(Stdio::null())
            .stdout(Stdio::from(log))
            .stderr(Stdio::from(again));
        Ok(command)
    }
}

/// Where a server has its things.
#[derive(Debug, Clone)]
struct Places {
    data: PathBuf,
    config: PathBuf,
    log: PathBuf,
    socket: PathBuf,
    port: Option<u16>,
}

impl Places {
    fn new(folder: &Path, engine: Engine, port: Option<u16>) -> Self {
        let data = folder.join("data");
        Self {
            config: match engine {
                Engine::Postgresql => data.join("postgresql.auto.conf"),
                Engine::Mysql | Engine::Mariadb => folder.join("my.cnf"),
            },
            log: folder.join("server.log"),
            socket: match engine {
                Engine::Postgresql => folder.join(format!(".s.PGSQL.{}", port.unwrap_or(5432))),
                Engine::Mysql | Engine::Mariadb => folder.join("server.sock"),
            },
            port,
            data,
        }
    }

    fn folder(&self) -> &Path {
        self.log.parent().unwrap_or(&self.log)
    }
}
