//! A measured run, read from its line.

use anyhow::{Context, Result, bail};
use plimsoll_conf::read_load;
use plimsoll_model::{Engine, InForce, Known, Load, Malloc, ServerFacts, Version};
use serde_json::Value;

use super::settings;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The sessions did their work.
    Ok,
    /// The kernel killed for the limit.
    Killed,
}

/// A run.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// The server, as its file is named (`postgresql-15-jit`).
    pub(crate) server: String,
    pub(crate) id: String,
    pub(crate) workload: String,
    /// What the run has in common with runs that differ by their sessions alone.
    pub(crate) case: String,
    pub(crate) in_force: InForce,
    /// Facts without a limit.
    pub(crate) facts: ServerFacts,
    pub(crate) load: Load,
    pub(crate) sessions: u64,
    pub(crate) peak_bytes: u64,
    pub(crate) limit_bytes: Option<u64>,
    pub(crate) outcome: Outcome,
}

impl Run {
    /// Reads a line; `None` for a run that says nothing (the server did not
    /// start, a session failed).
    pub(crate) fn read(server: &str, line: &str) -> Result<Option<Self>> {
        let record: Value = serde_json::from_str(line).context("not JSON")?;
        let outcome = match record["outcome"].as_str() {
            Some("ok") => Outcome::Ok,
            Some("oom") => Outcome::Killed,
            _ => return Ok(None),
        };
        let engine_name = server.split('-').next().unwrap_or_default();
        let engine = Engine::parse(engine_name).context("the file's name begins with no engine")?;
        let version = server
            .split('-')
            .nth(1)
            .and_then(Version::parse)
            .context("the file's name has no version")?;
        let reading = read_load(engine, "load.json", record["load"].to_string().as_bytes());
        if let Some(problem) = reading.problems.first() {
            bail!("its load: {}", problem.message);
        }
        let text = |key: &str| record[key].as_str().unwrap_or_default().to_owned();
        Ok(Some(Self {
            server: server.to_owned(),
            id: text("id"),
            workload: workload(&record),
            case: format!(
                "{server} {} {} {}",
                workload(&record),
                record["settings"],
                record["args"]
            ),
            in_force: settings::of_run(engine, version, &record["settings"])?,
            facts: facts(server, &record),
            load: reading.load,
            sessions: record["clients"].as_u64().context("no clients")?,
            peak_bytes: record["peak_bytes"].as_u64().context("no peak_bytes")?,
            limit_bytes: record["limit_mb"]
                .as_f64()
                .map(|mb| (mb * f64::from(1 << 20)) as u64),
            outcome,
        }))
    }
}

/// One workload, or the mix.
fn workload(record: &Value) -> String {
    if let Some(name) = record["workload"].as_str() {
        return name.to_owned();
    }
    let mix = record["mix"].as_object();
    let names: Vec<&str> = mix
        .into_iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .collect();
    names.join("+")
}

/// Facts of the build: Debian's PostgreSQL has JIT, the others here have not.
fn facts(server: &str, record: &Value) -> ServerFacts {
    let source = || "the run".to_owned();
    let jit = server.ends_with("-jit") || server.ends_with("-debian");
    let malloc = match record["malloc"].as_str() {
        Some("glibc") => Some(Malloc::Glibc),
        Some("jemalloc") => Some(Malloc::Jemalloc),
        Some("tcmalloc") => Some(Malloc::Tcmalloc),
        Some("default") if server.starts_with("mysql") => Some(Malloc::Tcmalloc),
        _ => None,
    };
    ServerFacts {
        jit: Known::Known(jit, source()),
        malloc: malloc.map_or_else(Known::not_given, |malloc| Known::Known(malloc, source())),
        ..ServerFacts::default()
    }
}
