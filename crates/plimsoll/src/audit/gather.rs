//! Asks the servers, several at once, and their hosts: all that is known of
//! each before it is judged.

use plimsoll_conf::catalogue::{Exactness, Series};
use plimsoll_live::read::{host, mysql, postgresql};
use plimsoll_model::{HostSample, ServerFacts, Snapshot};
use plimsoll_report::redact;
use tokio::runtime::Builder;
use tokio::task::JoinSet;

use super::files;
use super::local::{self, Process};
use super::subject::{Place, Subject};
use crate::cli::FactFlags;
use crate::facts;
use crate::failure::Failure;
use crate::read::Running;

/// Servers asked at the same time.
const AT_ONCE_MAX: usize = 16;

/// All that is known of one server.
#[derive(Debug)]
pub(crate) struct Gathered {
    pub(super) running: Running,
    /// What its host held; `None`: it is not this machine's.
    pub(super) sample: Option<HostSample>,
    pub(super) notes: Vec<String>,
}

/// Asks every server; the answers are in the order of the subjects.
pub(crate) fn asked(
    subjects: Vec<Result<Subject, Failure>>,
    flags: &FactFlags,
) -> Vec<Result<Gathered, Failure>> {
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            return vec![Err(Failure::new(format_args!(
                "no server can be asked: {error}; look at this machine's limits"
            )))];
        }
    };
    let snapshots = runtime.block_on(snapshots(subjects));
    let gathered = snapshots.into_iter().map(|snapshot| {
        let (name, said, snapshot) = snapshot?;
        gathered(name, said, snapshot, flags)
    });
    gathered.collect()
}

type Answered = Result<(String, crate::config::Settings, Told), Failure>;

/// A snapshot, and whether it came from a server just now.
struct Told {
    snapshot: Snapshot,
    is_live: bool,
}

async fn snapshots(subjects: Vec<Result<Subject, Failure>>) -> Vec<Answered> {
    let mut waiting = subjects.into_iter().enumerate();
    let mut running: JoinSet<(usize, Answered)> = JoinSet::new();
    let mut answers: Vec<(usize, Answered)> = Vec::new();
    loop {
        while running.len() < AT_ONCE_MAX
            && let Some((at, subject)) = waiting.next()
        {
            match subject {
                Ok(subject) => {
                    running.spawn(async move { (at, snapshot(subject).await) });
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

async fn snapshot(subject: Subject) -> Answered {
    let Subject { name, place, said } = subject;
    let failed = |why: String| Failure::new(why);
    let (snapshot, is_live) = match place {
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
    Ok((name, said, Told { snapshot, is_live }))
}

/// What the machine says, the server's files and the flags, put together.
fn gathered(
    name: String,
    said: crate::config::Settings,
    told: Told,
    flags: &FactFlags,
) -> Result<Gathered, Failure> {
    let Told {
        mut snapshot,
        is_live,
    } = told;
    // Nothing behind this point sees a secret.
    redact::snapshot(&mut snapshot);
    let mut notes = notes(&snapshot);
    let process = if is_live {
        local::process(&snapshot)
    } else {
        Err("this is a dump".to_owned())
    };
    let process = process
        .map_err(|why| {
            notes.push(format!(
                "its host is not known ({why}): give --limit and --memory"
            ));
        })
        .ok();
    let command = process
        .as_ref()
        .and_then(|process| process.command.as_deref());
    let next = process.as_ref().and_then(|_| {
        files::next(&snapshot, command)
            .map_err(|why| notes.push(why))
            .ok()
    });
    let (machine, sample) = match process {
        Some(Process { facts, sample, .. }) => (facts, Some(sample)),
        None if flags.host => (host::this_machine(), None),
        None => (ServerFacts::default(), None),
    };
    let facts = facts::over(machine, flags, &said.target)?;
    Ok(Gathered {
        running: Running {
            name,
            snapshot,
            next,
            facts,
            said,
        },
        sample,
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
