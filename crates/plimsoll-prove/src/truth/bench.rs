//! Runs one case on one server: start, load, measure, ask.

use super::case::{Case, Malloc};
use super::record::{Outcome, Run};
use super::{Options, load, mysql, postgresql};
use anyhow::{Context, Result, bail};
use plimsoll_lab::{Installed, Instance, KeptData, LabError, Peak, Sampler, Server};
use plimsoll_model::Engine;
use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::Write;

/// One server with its data, ready to be started for each case.
pub(super) struct Bench<'a> {
    installed: &'a Installed,
    data: KeptData,
    /// Runs beside the servers that are measured, in a group of its own, where plans tell loads.
    planner: Option<Instance>,
    version: String,
}

impl<'a> Bench<'a> {
    pub(super) fn new(installed: &'a Installed) -> Result<Self> {
        let postgresql = installed.engine == Engine::Postgresql;
        let data = if postgresql {
            postgresql::load_data(installed)?
        } else {
            mysql::load_data(installed)?
        };
        let server = Server::new(installed).on(&data).start()?;
        let version = server.session()?.value("select version()")?;
        Ok(Self {
            installed,
            data,
            planner: postgresql.then_some(server),
            version,
        })
    }

    pub(super) fn cases(&self, options: &Options) -> Vec<Case> {
        let (seed, count) = (options.seed, options.cases);
        let cases = match self.installed.engine {
            Engine::Postgresql => postgresql::cases(self.installed, seed, count),
            Engine::Mysql | Engine::Mariadb => mysql::cases(self.installed, seed, count),
        };
        let wanted = |case: &Case| {
            let all = options.workloads.is_empty();
            all || options.workloads.iter().any(|name| name == case.workload)
        };
        cases.into_iter().filter(wanted).collect()
    }

    pub(super) fn run(&self, case: &Case, limit_bytes: Option<u64>) -> Result<Run> {
        let mut server = match self.installed.engine {
            Engine::Postgresql => Server::new(self.installed),
            Engine::Mysql | Engine::Mariadb => mysql::server_for(self.installed, case),
        };
        server = server.on(&self.data);
        for (name, value) in &case.settings {
            server = server.set(name, value);
        }
        if let Some(limit) = limit_bytes {
            server = server.limit_bytes(limit);
        }
        let load = match (&self.planner, &case.load) {
            (_, Some(load)) => load.clone(),
            (Some(planner), None) => postgresql::load_of(planner, case)
                .with_context(|| format!("cannot plan {}", case.id))?,
            (None, None) => Value::Null,
        };
        let mut run = Run {
            limit_bytes,
            load,
            ..Run::default()
        };
        match server.start() {
            Ok(instance) => self.measure(&instance, case, &mut run)?,
            Err(error @ (LabError::Ended { .. } | LabError::TooSlow { .. })) => {
                did_not_start(&error, &mut run);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(run)
    }

    /// Loads a fresh server and measures its peak.
    fn measure(&self, instance: &Instance, case: &Case, run: &mut Run) -> Result<()> {
        let Some(group) = instance.cgroup() else {
            bail!("no memory cgroup can be made here: run as root");
        };
        run.idle_bytes = group.memory()?.total_bytes();
        let sampler = Sampler::start(group);
        let done = match self.installed.engine {
            Engine::Postgresql => Ok(load::run(
                instance,
                postgresql::DATABASE,
                case,
                postgresql::ROWS,
            )),
            Engine::Mysql | Engine::Mariadb => mysql_load(instance, case, run),
        };
        let peak = sampler.stop();
        run.peak = peak;
        run.oom_kills = group.oom_kills()?;
        match done {
            Ok(done) => run.done = done,
            // A server killed for its limit answers no more questions either.
            Err(error) => run.done.error = Some(format!("{error:#}")),
        }
        run.outcome = match (run.oom_kills, &run.done.error) {
            (0, None) if run.done.idle_sessions == 0 => Outcome::Ok,
            (0, _) => Outcome::Error,
            (_, _) => Outcome::Oom,
        };
        Ok(())
    }

    /// The name of the server measured.
    pub(super) fn server(&self) -> &str {
        &self.installed.name
    }

    /// The run as it is written down.
    pub(super) fn record(&self, case: &Case, run: &Run) -> Value {
        run.to_json(case, &self.installed.name, &self.version)
    }

    pub(super) fn report(&self, case: &Case, run: &Run, file: &mut File) -> Result<()> {
        let record = self.record(case, run);
        writeln!(file, "{record}").context("cannot write a result")?;
        let error = run.done.error.as_deref().map(|error| format!(" ({error})"));
        eprintln!(
            "{} {}: {:?}, peak {} MB in {:.1} s{}",
            self.installed.name,
            case.id,
            run.outcome,
            run.peak.memory.total_bytes() >> 20,
            run.done.wall_seconds,
            error.unwrap_or_default(),
        );
        Ok(())
    }
}

/// A server that never took a session: killed for its limit while it started, or refusing to.
fn did_not_start(error: &LabError, run: &mut Run) {
    if let LabError::Ended { oom_kills, .. } = error {
        run.oom_kills = *oom_kills;
    }
    run.outcome = match run.oom_kills {
        0 => Outcome::Refused,
        _ => Outcome::Oom,
    };
    // The log that follows names places of this machine.
    let said = error.to_string();
    run.done.error = said.lines().next().map(str::to_owned);
}

/// The load with what this engine says of itself before and after.
fn mysql_load(instance: &Instance, case: &Case, run: &mut Run) -> Result<load::Done> {
    let mut session = instance.session_in(mysql::DATABASE)?;
    run.more = mysql::before_load(&mut session)?;
    run.more.insert("prefill".into(), json!(case.prefill));
    let malloc = match case.malloc {
        Malloc::Glibc => "glibc",
        Malloc::Built => "default",
    };
    run.more.insert("malloc".into(), json!(malloc));
    if case.prefill {
        mysql::prefill(&mut session)?;
    }
    let done = load::run(instance, mysql::DATABASE, case, mysql::ROWS);
    let after = mysql::after_load(&mut session)?;
    // What the load touched of the data is what the pool holds of it at the end.
    if let (Some(load), Some(filled)) = (run.load.as_object_mut(), after.get("pool_fill_bytes")) {
        load.insert("data_bytes".into(), filled.clone());
    }
    run.more.extend(after);
    Ok(done)
}

impl Default for Run {
    fn default() -> Self {
        Self {
            limit_bytes: None,
            idle_bytes: 0,
            peak: Peak::default(),
            oom_kills: 0,
            done: load::Done::default(),
            outcome: Outcome::Ok,
            load: Value::Null,
            more: Map::new(),
        }
    }
}
