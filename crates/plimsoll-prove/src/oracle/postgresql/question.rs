//! One case put to both: is it read, and what is each parameter?

use std::path::Path;

use plimsoll_conf::{Outcome, Request};
use plimsoll_model::{Config, Engine};

use super::case::Case;
use super::folder::Folder;
use super::{Oracle, generate};
use crate::oracle::answer::ask;
use crate::oracle::dice::Dice;
use crate::oracle::{Options, OracleError, Score};

/// Parameters asked about per file, at most: each is a process.
const VALUES_MAX: usize = 3;

/// Where the server puts a path of its own over what the file says.
const PLACES: [&str; 4] = ["config_file", "data_directory", "hba_file", "ident_file"];

/// What is refused only after `-C` has answered; put to a started server.
const STARTUP: [&str; 14] = [
    "archive_mode",
    "autovacuum_worker_slots",
    "huge_pages",
    "listen_addresses",
    "max_connections",
    "max_wal_senders",
    "max_wal_size",
    "max_worker_processes",
    "min_wal_size",
    "reserved_connections",
    "superuser_reserved_connections",
    "unix_socket_directories",
    "wal_consistency_checking",
    "wal_level",
];

/// Compares the two answers to one file of the plan.
pub(super) fn compare(
    oracle: &Oracle,
    folder: &Folder,
    plan: Options,
    file: u64,
    score: &mut Score,
) -> Result<(), OracleError> {
    let mut dice = Dice::of(plan.seed, file);
    let case = generate::case(&mut dice, oracle.series);
    folder.lay(&case)?;
    let Some(config) = plimsoll(oracle, &folder.path(), &case) else {
        score
            .disagreements
            .push(format!("file {file}: no end of asking\n{}", case.shown()));
        return Ok(());
    };
    let mut disagree = |what: String| {
        let server = &oracle.server.name;
        let said = format!("file {file} on {server}: {what}\n{}", case.shown());
        score.disagreements.push(said);
    };
    let mut questions = 0;
    let mut refused = 0;
    let (first, rest) = asked(&mut dice, &config);
    let answer = server(oracle, &folder.path(), &case, &first)?;
    questions += 1;
    let fatal: Vec<_> = config
        .problems
        .iter()
        .filter(|problem| problem.fatal)
        .collect();
    match answer {
        Err(said) => {
            refused += 1;
            if fatal.is_empty() && !is_of_the_machine(&said) {
                disagree(format!("refused: {said}"));
            }
        }
        Ok(_) if !fatal.is_empty() => {
            let later = |name: &str| STARTUP.contains(&name);
            if !fatal
                .iter()
                .all(|problem| problem.parameter.as_deref().is_some_and(later))
            {
                disagree(format!("taken, but {:?}", fatal[0]));
            }
        }
        Ok(value) => {
            questions += rest.len() as u64;
            let path = folder.path();
            for what in values(oracle, &path, &case, &config, (first, value), rest)? {
                disagree(what);
            }
        }
    }
    score.questions += questions;
    score.refused += refused;
    Ok(())
}

/// Whether it refused for what no file says: its stack limit, its locales.
fn is_of_the_machine(said: &str) -> bool {
    said.contains("\"max_stack_depth\" must not exceed")
        || said.contains("invalid value for parameter \"lc_")
}

/// What the server gives other values than Plimsoll, of a file that both take.
fn values(
    oracle: &Oracle,
    path: &Path,
    case: &Case,
    config: &Config,
    first: (String, String),
    rest: Vec<String>,
) -> Result<Vec<String>, OracleError> {
    let mut disagreements = Vec::new();
    let mut answers = vec![first];
    for name in rest {
        match server(oracle, path, case, &name)? {
            Ok(value) => answers.push((name, value)),
            Err(said) => disagreements.push(format!("refused when asked for {name}: {said}")),
        }
    }
    for (name, value) in answers {
        if let Some(setting) = config.settings.get(&name)
            && setting.value != value
        {
            disagreements.push(format!("{name} is {value:?}, not {:?}", setting.value));
        }
    }
    Ok(disagreements)
}

/// Plimsoll's answer.
pub(super) fn plimsoll(oracle: &Oracle, folder: &Path, case: &Case) -> Option<Config> {
    let request = Request {
        engine: Engine::Postgresql,
        version: Some(oracle.version),
        main: folder.join("postgresql.conf"),
        arguments: case.arguments.clone(),
        instance: plimsoll_conf::Instance::default(),
    };
    let config = ask(|files| match plimsoll_conf::read(&request, files) {
        Outcome::Config(config) => Ok(config),
        Outcome::Need(needs) => Err(needs),
    });
    config.map(|config| *config)
}

/// Names to ask about: one always, more where there are.
fn asked(dice: &mut Dice, config: &Config) -> (String, Vec<String>) {
    let known = config.settings.keys();
    let mut names: Vec<&String> = known
        .filter(|name| !PLACES.contains(&name.as_str()))
        .collect();
    let mut chosen = Vec::new();
    while chosen.len() < VALUES_MAX && !names.is_empty() {
        chosen.push(names.swap_remove(dice.below(names.len())).clone());
    }
    let first = chosen.pop().unwrap_or_else(|| "work_mem".to_owned());
    (first, chosen)
}

/// The server's answer: the value, or what it said when it refused.
fn server(
    oracle: &Oracle,
    folder: &Path,
    case: &Case,
    name: &str,
) -> Result<Result<String, String>, OracleError> {
    let mut words = vec!["-D".to_owned(), folder.display().to_string()];
    words.extend(case.arguments.iter().cloned());
    words.extend(["-C".to_owned(), name.to_owned()]);
    let output = oracle.server.run("postgres", words)?;
    if !output.status.success() {
        return Ok(Err(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let value = output.stdout.strip_suffix(b"\n").unwrap_or(&output.stdout);
    Ok(Ok(String::from_utf8_lossy(value).into_owned()))
}
