//! postgresql.conf against `postgres -C` (what each parameter is, and whether
//! the files are read at all) and, for combinations that are only refused
//! later, against a server that is really started.

mod case;
mod folder;
mod generate;
mod question;
mod started;
mod values;

use std::thread;
use std::time::Instant;

use plimsoll_conf::catalogue::Series;
use plimsoll_lab::Installed;
use plimsoll_model::{Engine, Version};

use super::{Options, OracleError, Score};
use folder::Folder;

/// Files asked about at the same time: a question is mostly waiting for a
/// process to be made.
const THREADS: u64 = 4;
/// One file in so many goes to a server that is started.
const STARTED_ONE_IN: u64 = 50;

/// A server, the series that its catalogue rows come from, and its own version
/// with the minor.
#[derive(Clone, Debug)]
struct Oracle {
    server: Installed,
    series: Series,
    version: Version,
}

impl Oracle {
    fn of(series: Series) -> Option<Self> {
        let server = Installed::find(&format!("postgresql-{series}")).ok()?;
        let told = server.run("postgres", ["--version"]).ok()?;
        // postgres (PostgreSQL) 16.14
        let told = String::from_utf8_lossy(&told.stdout).into_owned();
        let version = Version::parse(told.split_whitespace().nth(2)?)?;
        Some(Self {
            server,
            series,
            version,
        })
    }
}

/// Every file of the plan against every installed series in turn.
pub(super) fn run(plan: Options) -> Result<Score, OracleError> {
    let oracles: Vec<Oracle> = Series::all(Engine::Postgresql)
        .filter_map(Oracle::of)
        .collect();
    if oracles.is_empty() {
        return Err(OracleError(
            "no PostgreSQL is installed: cargo xtask servers".to_owned(),
        ));
    }
    let started = Instant::now();
    let oracles = &oracles;
    let parts = thread::scope(|scope| {
        let workers = (0..THREADS).map(|worker| scope.spawn(move || part(plan, oracles, worker)));
        let workers: Vec<_> = workers.collect();
        let joined = workers.into_iter().map(|worker| {
            let lost = |_| Err(OracleError("a thread of the oracle was lost".to_owned()));
            worker.join().unwrap_or_else(lost)
        });
        joined.collect::<Result<Vec<_>, _>>()
    })?;
    let mut score = Score::default();
    for part in parts {
        score.add(part);
    }
    score.took = started.elapsed();
    Ok(score)
}

/// The files that one thread asks about.
fn part(plan: Options, oracles: &[Oracle], worker: u64) -> Result<Score, OracleError> {
    let mut score = Score::default();
    let folder = Folder::new()?;
    let mine = (0..plan.files).filter(|file| file % THREADS == worker);
    for file in mine {
        let oracle = &oracles[((file / THREADS) % oracles.len() as u64) as usize];
        if file % STARTED_ONE_IN == 0 {
            started::compare(oracle, plan, file, &mut score)?;
        } else {
            question::compare(oracle, &folder, plan, file, &mut score)?;
        }
        score.files += 1;
        if score.is_hopeless() {
            break;
        }
    }
    Ok(score)
}
