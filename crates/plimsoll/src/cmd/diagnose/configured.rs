//! The configurations given to a diagnosis, read as `check` reads them; where neither
//! flag nor file says which server it is, its own log does.

use std::path::Path;

use jiff::Timestamp;
use plimsoll_conf::Instance;
use plimsoll_diagnose::{Configured, Handed, Server, Source};
use plimsoll_model::Version;

use super::events;
use crate::audit::{self, Wanted};
use crate::cli::{self, Diagnose};
use crate::config::Settings;
use crate::failure::Failure;
use crate::output;
use crate::past::Subject;
use crate::read::{Asked, Case, cases};
use crate::typed;

/// What was given, and what plimsoll.toml says of it.
#[derive(Default)]
pub(super) struct Given {
    /// The configurations.
    pub(super) configured: Vec<Configured>,
    /// Whom to call, and who owns it.
    pub(super) said: Settings,
    /// What was written into the files of the one that was given.
    pub(super) past: Option<Source>,
}

/// Reads what the command line names. `told`: the server by its own log; `moment`: of
/// the fall.
pub(super) fn read(
    arguments: &Diagnose,
    told: &Server,
    moment: Option<Timestamp>,
    failures: &mut Vec<Failure>,
) -> Given {
    let mut given = Given::default();
    let mut read = Vec::new();
    if arguments.config.is_empty() {
        match audit::configured(&Wanted::default()) {
            Ok(said) => given.said = said,
            Err(failure) => failures.push(failure),
        }
    }
    for path in &arguments.config {
        for case in cases(path, asked(arguments, &arguments.source)) {
            let case = match case {
                Ok(case) => case,
                Err(failure) => {
                    failures.push(failure);
                    continue;
                }
            };
            let case = match of_server(&arguments.source, &case, told) {
                // The same path again, now with what the log says of the server.
                Some(source) => again(case, asked(arguments, &source)),
                None => case,
            };
            failures.extend(mistakes(&case));
            given.said = given.said.under(case.said.clone());
            read.push(case);
        }
    }
    // Of several none is guessed to be the fallen server's.
    if let ([case], Some(moment)) = (read.as_slice(), moment) {
        given.past = past(case, moment);
    }
    let configured = read.into_iter().map(|case| Configured {
        config: case.config,
        settings: case.settings,
        facts: case.facts,
        load: case.load,
        profile: case.profile,
        arrivals: case.arrivals,
    });
    given.configured = configured.collect();
    given
}

/// What was written into its files before the fall.
fn past(case: &Case, moment: Timestamp) -> Option<Source> {
    let now = |path: &Path| case.entry(path);
    let instance = Instance {
        memory_bytes: case.facts.ceiling_bytes().get().copied(),
        cpus: case.facts.cpus.get().copied(),
    };
    let past = Subject::of(&case.config, instance, &now)?.past(moment);
    if let Some(why) = past.gap {
        let line = Failure::new(format_args!("{}: its history: {why}", case.path));
        output::note(&format!("plimsoll: {line}"));
    }
    let name = format!("{} (history)", case.path);
    (!past.events.is_empty()).then(|| events::read(&name, Handed::Noticed, &past.events))
}

fn asked<'a>(arguments: &'a Diagnose, source: &'a cli::Source) -> Asked<'a> {
    Asked {
        source,
        facts: &arguments.facts,
        load: &arguments.load,
        policy: None,
    }
}

/// How to read it again where the log says more of the server than flags and files do.
fn of_server(source: &cli::Source, case: &Case, told: &Server) -> Option<cli::Source> {
    let engine = told.engine?;
    let own = case.config.engine;
    if engine.reads_my_cnf() != own.reads_my_cnf() {
        return None;
    }
    let version = told
        .version
        .as_deref()
        .filter(|version| Version::parse(version).is_some());
    let lacks_version = case.config.version.get().is_none() && version.is_some();
    if engine == own && !lacks_version {
        return None;
    }
    let version = version.and_then(|version| typed::version(version).ok());
    Some(cli::Source {
        engine: Some(source.engine.unwrap_or(engine)),
        server_version: source.server_version.or(version.filter(|_| lacks_version)),
        ..source.clone()
    })
}

fn again(case: Case, asked: Asked<'_>) -> Case {
    case.with([], asked).unwrap_or(case)
}

/// A load file with mistakes prices nothing.
fn mistakes(case: &Case) -> Option<Failure> {
    (!case.load_problems.is_empty()).then(|| Failure::of_problems(&case.load_problems))
}
