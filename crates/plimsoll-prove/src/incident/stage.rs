//! Where a scenario plays: its server, its chances, and what is kept of it.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use jiff::{SignedDuration, Timestamp};
use plimsoll_lab::{Installed, Instance, KernelMark, Server};
use plimsoll_model::Engine;
use serde_json::json;

use super::disguise::Disguise;
use super::scenario::Scenario;
use super::{configuration, keep, kernel};
use crate::truth::seed::Seed;

/// A recording in the making.
#[derive(Debug)]
pub(crate) struct Stage<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) installed: Installed,
    pub(crate) seed: Seed,
    /// When it began: events before it are dated back from here.
    pub(crate) began: Timestamp,
    mark: KernelMark,
    files: BTreeMap<String, String>,
    events: Vec<String>,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(scenario: &'a Scenario, installed: Installed, seed: u64) -> Result<Self> {
        Ok(Self {
            scenario,
            installed,
            seed: Seed::for_name(seed, scenario.name),
            began: Timestamp::now(),
            mark: KernelMark::now()?,
            files: BTreeMap::new(),
            events: Vec::new(),
        })
    }

    /// The scenario's server, not started yet.
    pub(crate) fn server(&self) -> Server {
        self.server_of(&self.installed)
    }

    /// The scenario's configuration on another server.
    pub(crate) fn server_of(&self, installed: &Installed) -> Server {
        let mut server = Server::new(installed);
        for (name, value) in self.scenario.logging.settings(installed.engine) {
            server = server.set(name, value);
        }
        for (name, value) in self.scenario.settings {
            server = server.set(*name, *value);
        }
        match self.scenario.limit_mb {
            Some(limit) => server.limit_bytes(limit << 20),
            None => server,
        }
    }

    /// Something that happened, so long before the recording began.
    pub(crate) fn event(&mut self, before: SignedDuration, kind: &str, told: [&str; 3]) {
        let at = self.began.checked_sub(before).unwrap_or(self.began);
        let [target, message, actor] = told;
        let event = json!({
            "schema": "plimsoll.event/1",
            "time": at.to_string(),
            "kind": kind,
            "target": target,
            "message": message,
            "actor": (!actor.is_empty()).then_some(actor),
            "ref": null,
        });
        self.events.push(event.to_string());
    }

    /// Keeps a file as it is.
    pub(crate) fn file(&mut self, name: &str, text: impl Into<String>) {
        self.files.insert(name.to_owned(), text.into());
    }

    /// Keeps the server's log and what the kernel said of its group.
    pub(crate) fn keep(&mut self, instance: &Instance) -> Result<()> {
        self.keep_as(instance, "server")?;
        let (Some(words), Some(group)) = (self.scenario.kernel, instance.cgroup()) else {
            return Ok(());
        };
        let lines = kernel::blocks(&self.mark.lines()?, &group.name());
        if !lines.is_empty() {
            let now = KernelMark::now()?.seconds();
            let started = Timestamp::now().checked_sub(SignedDuration::from_secs_f64(now))?;
            let text = kernel::write(&lines, words, started);
            let text = Disguise::of(instance, self.scenario.group).on(&text);
            self.file("kernel.log", text);
        }
        Ok(())
    }

    /// Keeps a server's log alone, under another name.
    pub(crate) fn keep_as(&mut self, instance: &Instance, name: &str) -> Result<()> {
        let disguise = Disguise::of(instance, self.scenario.group);
        let logging = &self.scenario.logging;
        let ending = match instance.installed().engine {
            Engine::Postgresql => logging.collected(),
            Engine::Mysql | Engine::Mariadb => None,
        };
        let collected = ending.map(|ending| format!("server.{ending}"));
        let path = collected.map(|file| instance.data_folder().join("log").join(file));
        let text = path.and_then(|path| std::fs::read(path).ok());
        let (ending, text) = match (ending, text) {
            (Some(ending), Some(text)) => (ending, String::from_utf8_lossy(&text).into_owned()),
            _ => ("log", instance.log()),
        };
        ensure!(!text.is_empty(), "the server said nothing");
        self.file(&format!("{name}.{ending}"), disguise.on(&text));
        Ok(())
    }

    /// Writes the case.
    pub(crate) fn write(&self, folder: &Path, seed: u64) -> Result<()> {
        let mut files = self.files.clone();
        if !self.events.is_empty() {
            files.insert("events.jsonl".to_owned(), self.events.join("\n") + "\n");
        }
        ensure!(!files.is_empty(), "nothing was kept");
        let version = version(&self.installed)?;
        keep::write(folder, self.scenario, &version, seed, &files)?;
        if self.scenario.is_configured {
            configuration::write(folder, self.scenario, &version)?;
        }
        Ok(())
    }
}

/// What a server's program says it is: `16.14`.
fn version(installed: &Installed) -> Result<String> {
    let program = match installed.engine {
        Engine::Postgresql => "postgres",
        Engine::Mysql => "mysqld",
        Engine::Mariadb => "mariadbd",
    };
    let said = installed.run(program, ["--version"])?;
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let word = said
        .split_whitespace()
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    let word = word.with_context(|| format!("no version in \"{said}\""))?;
    Ok(word.split('-').next().unwrap_or(word).to_owned())
}

/// So many hours.
pub(crate) const fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}

/// So many minutes.
pub(crate) const fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

/// The kernel killed somebody in the server's group.
pub(crate) fn was_killed(instance: &Instance) -> Result<()> {
    let group = instance.cgroup().context("no group")?;
    ensure!(group.oom_kills()? > 0, "nobody was killed for the limit");
    Ok(())
}

/// The server's log has these words, or gets them.
pub(crate) fn has_said(instance: &Instance, words: &str) -> Result<()> {
    has_said_one(instance, &[words])
}

/// The server's log has one of these words, or gets it.
pub(crate) fn has_said_one(instance: &Instance, words: &[&str]) -> Result<()> {
    let folder = instance.data_folder().join("log");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(40);
    loop {
        let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        let collected = files.filter_map(|file| std::fs::read(file.path()).ok());
        let mut logs = collected.chain([instance.log().into_bytes()]);
        let is_in = |log: Vec<u8>| {
            let log = String::from_utf8_lossy(&log);
            words.iter().any(|words| log.contains(words))
        };
        if logs.any(is_in) {
            return Ok(());
        }
        ensure!(
            std::time::Instant::now() < until,
            "the log does not say {words:?}; it ends: {}",
            instance
                .log()
                .lines()
                .rev()
                .take(6)
                .collect::<Vec<_>>()
                .join(" | ")
        );
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

/// Waits until nothing of the server runs any more: what is left of it holds its data.
pub(crate) fn all_gone(instance: &Instance) -> Result<()> {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while instance
        .cgroup()
        .is_some_and(|group| !group.pids().is_empty())
    {
        ensure!(
            std::time::Instant::now() < until,
            "its processes do not end"
        );
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    Ok(())
}

/// Waits, with a limit, until a server that was hit stands again or has ended.
pub(crate) fn settled(instance: &mut Instance) {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(15);
    // What is said of the hit itself comes first.
    std::thread::sleep(std::time::Duration::from_secs(1));
    while instance.ended().is_none() && instance.session().is_err() {
        if std::time::Instant::now() > until {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}
