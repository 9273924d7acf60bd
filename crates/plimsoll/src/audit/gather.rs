//! Asks the servers, several at once, and their hosts: all that is known of
//! each before it is judged.

use plimsoll_conf::catalogue::{Exactness, Series};
use plimsoll_live::read::host::Pss;
use plimsoll_live::read::{mysql, postgresql};
use plimsoll_model::{HostSample, Snapshot};
use plimsoll_report::redact;
use tokio::runtime::Builder;
use tokio::task::JoinSet;

use super::subject::{Place, Subject};
use super::told::HostTold;
use super::{elsewhere, local};
use crate::cli::FactFlags;
use crate::facts;
use crate::failure::Failure;
use crate::read::Running;

/// Servers asked at the same time.
const AT_ONCE_MAX: usize = 16;

/// All that is known of one server.
#[derive(Debug)]
pub(crate) struct Gathered {
    pub(crate) running: Running,
    /// The process of it that others descend from, where it is on this machine.
    pub(crate) pid: Option<u32>,
    /// What its host held; `None`: it is not this machine's.
    pub(super) sample: Option<HostSample>,
    /// The proportional shares of its processes, if they were asked for.
    pub(super) pss: Option<Pss>,
    pub(super) notes: Vec<String>,
}

/// Asks every server; the answers are in the order of the subjects.
pub(crate) fn asked(
    subjects: Vec<Result<Subject, Failure>>,
    flags: &FactFlags,
    pss: bool,
) -> Vec<Result<Gathered, Failure>> {
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            return vec![Err(Failure::new(format_args!(
                "no server can be asked: {error}; look at this machine's limits"
            )))];
        }
    };
    let snapshots = runtime.block_on(snapshots(subjects, pss));
    let gathered = snapshots.into_iter().map(|snapshot| {
        let (name, said, snapshot) = snapshot?;
        gathered(name, said, snapshot, flags)
    });
    gathered.collect()
}

/// Asks one server.
pub(crate) async fn one(subject: Subject) -> Result<Gathered, Failure> {
    let (name, said, told) = snapshot(subject, false).await?;
    gathered(name, said, told, &FactFlags::default())
}

type Answered = Result<(String, crate::config::Settings, Told), Failure>;

/// A snapshot, and what was told of the server's host.
struct Told {
    snapshot: Snapshot,
    host: Result<HostTold, String>,
}

async fn snapshots(subjects: Vec<Result<Subject, Failure>>, pss: bool) -> Vec<Answered> {
    let mut waiting = subjects.into_iter().enumerate();
    let mut running: JoinSet<(usize, Answered)> = JoinSet::new();
    let mut answers: Vec<(usize, Answered)> = Vec::new();
    loop {
        while running.len() < AT_ONCE_MAX
            && let Some((at, subject)) = waiting.next()
        {
            match subject {
                Ok(subject) => {
                    running.spawn(async move { (at, snapshot(subject, pss).await) });
                }
                Err(failure) => answers.push((at, Err(failure))),
            }
        }
        match running.join_next().await {
            Some(Ok(answer)) => answers.push(answer),
            Some(Err(_)) => answers.push((
                usize::MAX,
                Err(Failure::new(
                    "Plimsoll failed while it asked a server; this is a fault of Plimsoll, please report it",
                )),
            )),
            None => break,
        }
    }
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

async fn snapshot(subject: Subject, pss: bool) -> Answered {
    let Subject {
        name,
        place,
        explain,
        host,
        said,
    } = subject;
    let failed = |why: String| Failure::new(why);
    let (mut snapshot, is_live) = match place {
        Place::Postgresql(address) => {
            let limits = postgresql::Limits::default();
            let snapshot = postgresql::snapshot(&address, &limits).await;
            (snapshot.map_err(|why| failed(why.to_string()))?, true)
        }
        Place::Mysql(address) => {
            let limits = mysql::Limits::default();
            let snapshot = mysql::snapshot(&address, &limits).await;
            (snapshot.map_err(|why| failed(why.to_string()))?, true)
        }
        Place::Dump(snapshot) => (*snapshot, false),
    };
    if let Some(address) = explain {
        explained(&mut snapshot, &address).await;
    }
    // Nothing behind this point sees a secret.
    redact::snapshot(&mut snapshot);
    let host = match host {
        Some(host) => elsewhere::host(&host, &snapshot).await,
        None if is_live => local::host(&snapshot, pss),
        None => Err("this is a dump".to_owned()),
    };
    Ok((name, said, Told { snapshot, host }))
}

/// Adds what EXPLAIN shows of a server, or why it shows nothing.
async fn explained(snapshot: &mut Snapshot, address: &postgresql::Address) {
    let limits = postgresql::Limits::default();
    let identity = snapshot.row("identity");
    let system = identity.and_then(|row| row.text("system_identifier").map(str::to_owned));
    let plans = postgresql::plans(address, system.as_deref(), &limits).await;
    snapshot.answers.extend(plans.answers);
    snapshot.gaps.extend(plans.gaps);
}

/// What the machine says, the server's files and the flags, put together.
fn gathered(
    name: String,
    said: crate::config::Settings,
    told: Told,
    flags: &FactFlags,
) -> Result<Gathered, Failure> {
    let Told { snapshot, host } = told;
    let mut notes = notes(&snapshot);
    let host = host.unwrap_or_else(|why| HostTold {
        notes: vec![format!(
            "its host is not known ({why}): give --limit and --memory"
        )],
        ..HostTold::default()
    });
    notes.extend(host.notes);
    let machine = if flags.host && host.sample.is_none() {
        plimsoll_live::read::host::this_machine()
    } else {
        host.facts
    };
    let facts = facts::over(machine, flags, &said.target)?;
    Ok(Gathered {
        running: Running {
            name,
            snapshot,
            next: host.next,
            facts,
            said,
        },
        pid: host.pid,
        sample: host.sample,
        pss: host.pss,
        notes,
    })
}

/// How the server was asked and judged, where that limits what is said.
fn notes(snapshot: &Snapshot) -> Vec<String> {
    let (engine, version) = (snapshot.engine, snapshot.version);
    let (series, exactness) = Series::nearest(engine, &version);
    let nearest = (exactness == Exactness::Nearest).then(|| {
        let title = engine.title();
        format!("{title} {version} is not in the catalogue; it is judged as {title} {series}")
    });
    let pooler = snapshot.row("pooler");
    let evidence = pooler
        .filter(|row| row.is_on("is_between") == Some(true))
        .map(|row| row.text("evidence").unwrap_or("it says so").to_owned());
    let between = evidence.map(|evidence| {
        format!("a pooler stands between ({evidence}): its clients are not seen, only its sessions")
    });
    nearest.into_iter().chain(between).collect()
}
