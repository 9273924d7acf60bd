//! A running throw-away server.

use super::Places;
use crate::disk::SmallDisk;
use crate::template::{KeptData, log_tail};
use crate::{Cgroup, Installed, LabError, ServerUser, Session};
use plimsoll_model::Engine;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A running server. Dropping it stops it and removes its folder and cgroup.
#[derive(Debug)]
pub struct Instance {
    installed: Installed,
    child: Child,
    // Before the folder: a group is removed while its processes' files still are.
    cgroup: Option<Arc<Cgroup>>,
    places: Places,
    // The file system before the folder that it is mounted in.
    _disk: Option<SmallDisk>,
    _folder: TempDir,
}

impl Instance {
    /// How long a server may take until it takes sessions: MySQL on a busy machine needs seconds.
    const START_MAX: Duration = Duration::from_mins(1);
    /// How long a server may take to stop by itself.
    const STOP_MAX: Duration = Duration::from_secs(20);
    /// How often a condition is looked at again.
    const LOOK_EVERY: Duration = Duration::from_millis(5);

    pub(super) fn new(
        installed: Installed,
        child: Child,
        cgroup: Option<Arc<Cgroup>>,
        places: Places,
        (folder, disk): (TempDir, Option<SmallDisk>),
    ) -> Self {
        Self {
            installed,
            child,
            cgroup,
            places,
            _disk: disk,
            _folder: folder,
        }
    }

    pub(super) const fn places(&self) -> &Places {
        &self.places
    }

    /// Another process takes the place of the one that ended.
    pub(super) fn replace(&mut self, child: Child) {
        self.child = child;
    }

    /// Waits until it takes sessions.
    ///
    /// # Errors
    /// When it ends or is not ready in time; the error then holds the end of its log.
    pub fn await_ready(&mut self) -> Result<(), LabError> {
        let until = Instant::now() + Self::START_MAX;
        loop {
            if let Some(status) = self.ended() {
                return Err(LabError::Ended {
                    name: self.installed.name.clone(),
                    status: status.to_string(),
                    oom_kills: self.oom_kills(),
                    log: log_tail(&self.places.log),
                });
            }
            if self.is_listening() && self.session().is_ok() {
                return Ok(());
            }
            if Instant::now() > until {
                return Err(self.too_slow("starting", Self::START_MAX));
            }
            std::thread::sleep(Self::LOOK_EVERY);
        }
    }

    fn oom_kills(&self) -> u64 {
        let group = self.cgroup.as_ref();
        group.and_then(|group| group.oom_kills().ok()).unwrap_or(0)
    }

    /// A cheap look before a session is tried: PostgreSQL writes `ready` into its pid file
    /// (10 and later), the others make their socket when they listen.
    fn is_listening(&self) -> bool {
        match self.installed.engine {
            Engine::Postgresql => fs::read_to_string(self.places.data.join("postmaster.pid"))
                .is_ok_and(|text| text.lines().any(|line| line.trim() == "ready")),
            Engine::Mysql | Engine::Mariadb => self.places.socket.exists(),
        }
    }

    fn too_slow(&self, what: &'static str, limit: Duration) -> LabError {
        LabError::TooSlow {
            name: self.installed.name.clone(),
            what,
            limit_seconds: limit.as_secs(),
            log: log_tail(&self.places.log),
        }
    }

    /// What it was started from.
    pub const fn installed(&self) -> &Installed {
        &self.installed
    }

    /// A new session of the superuser, in the engine's own database.
    ///
    /// # Errors
    /// When the server refuses it or is gone.
    pub fn session(&self) -> Result<Session, LabError> {
        let database = match self.installed.engine {
            Engine::Postgresql => "postgres",
            Engine::Mysql | Engine::Mariadb => "mysql",
        };
        self.session_in(database)
    }

    /// A new session of the superuser in a database.
    ///
    /// # Errors
    /// When the server refuses it or is gone.
    pub fn session_in(&self, database: &str) -> Result<Session, LabError> {
        Session::open(self.installed.engine, &self.places.socket, database)
    }

    /// The process id of the server (PostgreSQL: the postmaster).
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Its data folder.
    pub fn data_folder(&self) -> &Path {
        &self.places.data
    }

    /// The file that its configuration begins with. PostgreSQL's is the stock one; what the lab
    /// sets stands in postgresql.auto.conf beside it.
    pub fn config_file(&self) -> PathBuf {
        match self.installed.engine {
            Engine::Postgresql => self.places.data.join("postgresql.conf"),
            Engine::Mysql | Engine::Mariadb => self.places.config.clone(),
        }
    }

    /// Its Unix socket.
    pub fn socket(&self) -> &Path {
        &self.places.socket
    }

    /// Its port on the loopback interface, if it was started with one.
    pub const fn port(&self) -> Option<u16> {
        self.places.port
    }

    /// The folder of its socket, log and data.
    pub fn folder(&self) -> &Path {
        self.places.folder()
    }

    /// Its cgroup; `None` where this machine or user cannot make one.
    pub const fn cgroup(&self) -> Option<&Arc<Cgroup>> {
        self.cgroup.as_ref()
    }

    /// Its log so far.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.places.log).unwrap_or_default()).into_owned()
    }

    /// Waits until its log holds these words: it writes a child's end after the
    /// child's session was cut.
    ///
    /// # Errors
    /// When they are not there after the limit for starting.
    pub fn wait_for_log(&self, words: &str) -> Result<(), LabError> {
        let until = Instant::now() + Self::START_MAX;
        while !self.log().contains(words) {
            if Instant::now() > until {
                return Err(self.too_slow("logging what it did", Self::START_MAX));
            }
            std::thread::sleep(Self::LOOK_EVERY);
        }
        Ok(())
    }

    /// How the server ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Sends the server a signal, as a person at its machine would.
    pub fn send(&mut self, signal: Sign) {
        if self.ended().is_none() {
            send(self.child.id(), signal);
        }
    }

    /// Sends a signal to one of its processes (a backend's `pg_backend_pid()`).
    pub fn send_to(&self, pid: u32, signal: Sign) {
        let group = self.cgroup.as_ref();
        let is_its_own = group.is_some_and(|group| group.pids().contains(&pid));
        if is_its_own {
            send(pid, signal);
        }
    }

    /// Sends a signal to all of its processes.
    pub fn send_all(&self, signal: Sign) {
        let group = self.cgroup.as_ref();
        for pid in group.map(|group| group.pids()).unwrap_or_default() {
            send(pid, signal);
        }
    }

    /// Waits for it to end by itself.
    ///
    /// # Errors
    /// When it has not after the limit for starting.
    pub fn wait_for_end(&mut self) -> Result<ExitStatus, LabError> {
        let until = Instant::now() + Self::START_MAX;
        loop {
            if let Some(status) = self.ended() {
                return Ok(status);
            }
            if Instant::now() > until {
                return Err(self.too_slow("ending", Self::START_MAX));
            }
            std::thread::sleep(Self::LOOK_EVERY);
        }
    }

    /// A command of some other program that runs as the server's user in the server's cgroup;
    /// what is left of it is killed with the server.
    ///
    /// # Errors
    /// When there is no group or no user.
    pub fn neighbour(&self, program: &Path) -> Result<Command, LabError> {
        let group = self.cgroup.as_ref();
        let group = group.ok_or_else(|| LabError::Cgroup("the server has none".to_owned()))?;
        Ok(ServerUser::ready()?.command_in(&group.procs_file(), program))
    }

    /// Stops the server as its manual asks and gives its whole log.
    ///
    /// # Errors
    /// [`LabError::TooSlow`] when it had to be killed.
    pub fn stop(mut self) -> Result<String, LabError> {
        let signal = self.stop_signal();
        if self.end_by(signal, Self::STOP_MAX) {
            Ok(self.log())
        } else {
            Err(self.too_slow("stopping", Self::STOP_MAX))
        }
    }

    /// Stops the server and keeps its data, to start others on copies of it.
    ///
    /// # Errors
    /// As [`Self::stop`]; when the data cannot be moved.
    pub fn stop_and_keep(mut self) -> Result<KeptData, LabError> {
        let signal = self.stop_signal();
        if !self.end_by(signal, Self::STOP_MAX) {
            return Err(self.too_slow("stopping", Self::STOP_MAX));
        }
        KeptData::take(&self.places.data)
    }

    /// The signal that stops it in good order: PostgreSQL's fast stop, which writes a checkpoint.
    const fn stop_signal(&self) -> Signal {
        match self.installed.engine {
            Engine::Postgresql => Signal::INT,
            Engine::Mysql | Engine::Mariadb => Signal::TERM,
        }
    }

    /// Sends a signal and waits for the end; whether it came.
    fn end_by(&mut self, signal: Signal, limit: Duration) -> bool {
        let until = Instant::now() + limit;
        if self.ended().is_none()
            && let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw)
        {
            // The child is not reaped yet, so its id is no other's.
            let _gone_by_itself = kill_process(pid, signal);
        }
        while self.ended().is_none() {
            if Instant::now() > until {
                return false;
            }
            std::thread::sleep(Self::LOOK_EVERY);
        }
        true
    }
}

/// A signal that a person or a service manager sends to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Read the files again, or end.
    Hangup,
    /// PostgreSQL's fast stop.
    Interrupt,
    /// A normal stop; PostgreSQL's smart one.
    Terminate,
    /// PostgreSQL's immediate stop.
    Quit,
    /// No stop at all: the end.
    Kill,
    /// A halt until the next.
    Stop,
    /// On again.
    Continue,
}

fn send(pid: u32, sign: Sign) {
    let signal = match sign {
        Sign::Hangup => Signal::HUP,
        Sign::Interrupt => Signal::INT,
        Sign::Terminate => Signal::TERM,
        Sign::Quit => Signal::QUIT,
        Sign::Kill => Signal::KILL,
        Sign::Stop => Signal::STOP,
        Sign::Continue => Signal::CONT,
    };
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        let _gone_by_itself = kill_process(pid, signal);
    }
}

impl Drop for Instance {
    /// At once: nobody reads this data again. An immediate stop also is the one that does not hang
    /// while PostgreSQL recovers from a killed backend.
    fn drop(&mut self) {
        let signal = match self.installed.engine {
            Engine::Postgresql => Signal::QUIT,
            Engine::Mysql | Engine::Mariadb => Signal::KILL,
        };
        if !self.end_by(signal, Duration::from_secs(5)) {
            self.end_by(Signal::KILL, Duration::from_secs(5));
        }
        if let Some(group) = &self.cgroup {
            group.kill_rest();
        }
    }
}
