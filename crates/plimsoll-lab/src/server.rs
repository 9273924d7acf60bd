//! Starts, holds and stops one throw-away server.

mod instance;
mod options;

pub use instance::{Instance, Sign};

use crate::disk::SmallDisk;
use crate::template::{KeptData, copy_all, copy_to};
use crate::{Cgroup, Installed, LabError, ServerUser};
use plimsoll_model::Engine;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
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
    resources: Vec<String>,
    disk: Option<(Disk, u64)>,
}

/// Which of a server's files lie on a small file system of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disk {
    /// The whole data folder.
    Data,
    /// The folder of that name in the data folder (`pg_wal`).
    Within(&'static str),
    /// A folder of that name beside the data folder, made for it.
    Beside(&'static str),
}

impl Disk {
    fn folder(self, places: &Places) -> PathBuf {
        match self {
            Self::Data => places.data.clone(),
            Self::Within(name) => places.data.join(name),
            Self::Beside(name) => places.folder().join(name),
        }
    }
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
            resources: Vec::new(),
            disk: None,
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

    /// Limits a resource of each of its processes, in the words of prlimit(1) (`--nofile=64`).
    #[must_use]
    pub fn resource(mut self, limit: impl Into<String>) -> Self {
        self.resources.push(limit.into());
        self
    }

    /// Puts some of its files on a file system of that size; only root can.
    #[must_use]
    pub const fn on_disk(mut self, disk: Disk, bytes: u64) -> Self {
        self.disk = Some((disk, bytes));
        self
    }

    /// Starts it and waits until it takes sessions.
    ///
    /// # Errors
    /// When its folder, user or cgroup cannot be made, or it ends or is not ready in time; the
    /// error then holds the end of its log.
    pub fn start(&self) -> Result<Instance, LabError> {
        let mut instance = self.launch()?;
        instance.await_ready()?;
        Ok(instance)
    }

    /// Starts it and waits for nothing: it may be meant to refuse.
    ///
    /// # Errors
    /// When its folder, user, file system or cgroup cannot be made.
    pub fn launch(&self) -> Result<Instance, LabError> {
        self.launch_on(|_| Ok(()))
    }

    /// As [`Self::launch`]; `spoil` is given the data folder before the server sees it.
    ///
    /// # Errors
    /// As [`Self::launch`], and what `spoil` fails with.
    pub fn launch_on(
        &self,
        spoil: impl FnOnce(&Path) -> Result<(), LabError>,
    ) -> Result<Instance, LabError> {
        let user = ServerUser::ready()?;
        let folder = crate::folder::temporary()?;
        user.own(folder.path())?;
        let cgroup = self.cgroup()?.map(Arc::new);
        let places = Places::new(folder.path(), self.installed.engine, self.port()?);
        let disk = self.lay_out(user, &places)?;
        self.configure(user, &places)?;
        spoil(&places.data)?;
        let child = self.spawn(user, &places, cgroup.as_deref())?;
        let keep = (folder, disk);
        Ok(Instance::new(
            self.installed.clone(),
            child,
            cgroup,
            places,
            keep,
        ))
    }

    /// Starts it anew on an ended instance's data and log, with what this server sets now.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn restart(&self, instance: &mut Instance) -> Result<(), LabError> {
        self.relaunch(instance)?;
        instance.await_ready()
    }

    /// As [`Self::restart`], and waits for nothing.
    ///
    /// # Errors
    /// As [`Self::launch`].
    pub fn relaunch(&self, instance: &mut Instance) -> Result<(), LabError> {
        let user = ServerUser::ready()?;
        self.configure(user, instance.places())?;
        let child = self.spawn(
            user,
            instance.places(),
            instance.cgroup().map(|group| &**group),
        )?;
        instance.replace(child);
        Ok(())
    }

    /// The data folder, on the file systems that were asked for.
    fn lay_out(&self, user: ServerUser, places: &Places) -> Result<Option<SmallDisk>, LabError> {
        let kept = self.kept.as_deref();
        let Some((disk, bytes)) = self.disk else {
            copy_to(&self.installed, kept, user, &places.data)?;
            return Ok(None);
        };
        let folder = disk.folder(places);
        let aside = places.folder().join("aside");
        match disk {
            Disk::Data => copy_to(&self.installed, kept, user, &aside)?,
            Disk::Within(_) | Disk::Beside(_) => {
                copy_to(&self.installed, kept, user, &places.data)?;
            }
        }
        if let Disk::Within(_) = disk {
            fs::rename(&folder, &aside).map_err(LabError::io("move", &folder))?;
        }
        fs::create_dir(&folder).map_err(LabError::io("make the folder", &folder))?;
        let mounted = SmallDisk::mount(&folder, bytes)?;
        if aside.exists() {
            copy_all(&aside, &folder)?;
        } else {
            user.own(&folder)?;
        }
        Ok(Some(mounted))
    }

    fn configure(&self, user: ServerUser, places: &Places) -> Result<(), LabError> {
        fs::write(&places.config, options::config(self, places))
            .map_err(LabError::io("write", &places.config))?;
        user.own(&places.config)
    }

    fn spawn(
        &self,
        user: ServerUser,
        places: &Places,
        cgroup: Option<&Cgroup>,
    ) -> Result<Child, LabError> {
        let spawned = self.command(user, places, cgroup)?.spawn();
        spawned.map_err(LabError::io("start", &self.installed.server_program()))
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
        command.args(
            self.environment
                .iter()
                .map(|(name, value)| format!("{name}={value}")),
        );
        if !self.resources.is_empty() {
            command.arg("prlimit").args(&self.resources);
        }
        command.arg(self.installed.server_program());
        // A server that is started again writes on where the one before ended.
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(&places.log);
        let log = log.map_err(LabError::io("write", &places.log))?;
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
