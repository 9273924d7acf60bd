//! The host of a server that plimsoll.toml says is elsewhere: its kernel's files
//! brought by a command of the user's own, what Amazon says of the instance, what
//! the user's Prometheus knows, or what a daemon there reads.

use std::path::Path;
use std::time::Duration;

use plimsoll_live::read::host::{self, prometheus};
use plimsoll_model::{Engine, Known, Metric, Reading, ServerFacts, Snapshot};

use super::local::data_directory;
use super::told::HostTold;
use crate::config::server::Host;
use crate::read::given;
use crate::reporter::{Daemon, Reporter};

/// How long the command may take.
const VIA_MAX: Duration = Duration::from_secs(10);
/// How long a daemon there may take.
const DAEMON_MAX: Duration = Duration::from_secs(10);

/// What is known of the host.
///
/// # Errors
/// Why nothing is, for a note: the server's answers are judged all the same.
pub(super) async fn host(host: &Host, snapshot: &Snapshot) -> Result<HostTold, String> {
    let mut told = match host {
        Host::Via(prefix) => via(prefix, snapshot).await?,
        Host::Rds { file, instance } => rds(file, instance.as_deref(), snapshot.engine)?,
        Host::Prometheus(it) => {
            let limits = prometheus::Limits::default();
            let told = prometheus::ask(it, data_directory(snapshot), &limits).await?;
            HostTold {
                facts: told.facts,
                sample: Some(told.sample),
                notes: told.notes,
                ..HostTold::default()
            }
        }
        Host::Daemon(daemon) => HostTold {
            facts: reported(daemon).await?,
            ..HostTold::default()
        },
    };
    told.notes
        .push("its files are on another machine, so drift is told without them".to_owned());
    Ok(told)
}

/// What a daemon there read last.
async fn reported(daemon: &Daemon) -> Result<ServerFacts, String> {
    let mut reporter = Reporter::of(daemon.clone());
    let brought = reporter.brought(DAEMON_MAX).await.map_err(|it| it.why)?;
    let source = format!("the daemon at {}", daemon.url);
    let last = brought.last.ok_or_else(|| {
        let why = brought
            .why
            .as_deref()
            .unwrap_or("it has looked at no host yet");
        format!("{source}: {why}")
    })?;
    let figure = |metric, label: &[&str]| {
        let mut newest = brought.readings.iter().filter(|(at, _)| *at == last);
        let is_it = |it: &Reading| it.metric == metric && it.labels == label;
        newest.find_map(|(_, it)| is_it(it).then_some(it.value))
    };
    let bytes = |metric, label: &[&str]| match figure(metric, label) {
        Some(bytes) => Known::Known(bytes as u64, source.clone()),
        None => Known::Unknown(format!("{source} does not tell it")),
    };
    let memory_bytes = bytes(Metric::MachineMemoryBytes, &[]);
    let limit_bytes = match bytes(Metric::MemoryLimitBytes, &[]) {
        Known::Known(limit, _) if memory_bytes.get() == Some(&limit) => {
            Known::Unknown("there is no memory limit below the machine's memory".to_owned())
        }
        limit => limit,
    };
    Ok(ServerFacts {
        memory_bytes,
        limit_bytes,
        cpus: match figure(Metric::CpuLimit, &[]) {
            Some(cpus) if cpus > 0.0 => Known::Known(cpus.ceil() as u32, source.clone()),
            _ => Known::Unknown(format!("{source} does not tell it")),
        },
        // What a running server has written already is its own.
        disk_bytes: bytes(Metric::DiskBytes, &["data"]),
        shm_bytes: bytes(Metric::ShmBytes, &[]),
        ..ServerFacts::default()
    })
}

async fn via(prefix: &[String], snapshot: &Snapshot) -> Result<HostTold, String> {
    let tree = host::tree_via(prefix, VIA_MAX).await?;
    let data = data_directory(snapshot);
    match host::pid_among_servers(&tree, snapshot.engine, data) {
        Known::Known(pid, _) => Ok(HostTold {
            facts: host::of_server(&tree, pid, data),
            sample: Some(host::sample(&tree, pid, data)),
            ..HostTold::default()
        }),
        Known::Unknown(why) => Err(why),
    }
}

fn rds(file: &Path, name: Option<&str>, engine: Engine) -> Result<HostTold, String> {
    let (shown, bytes) = given(file, "rds in plimsoll.toml").map_err(|why| why.to_string())?;
    let instance = host::rds(&String::from_utf8_lossy(&bytes), name)
        .map_err(|why| format!("{shown}: {why}"))?;
    if let Some(other) = instance.engine.filter(|other| *other != engine) {
        return Err(format!(
            "{shown}: {} is of {}, and this server of {}",
            instance.name,
            other.title(),
            engine.title()
        ));
    }
    let groups = instance.parameter_groups.into_iter();
    let pending = groups.filter(|(_, status)| status != "in-sync");
    let notes = pending.map(|(group, status)| {
        format!("{shown}: its parameter group {group} is {status}, not in-sync")
    });
    Ok(HostTold {
        facts: instance.facts,
        notes: notes.collect(),
        ..HostTold::default()
    })
}
