//! A running server as a case: its answers, the facts of its host, and what its
//! own files would have in force at its next start.

use std::path::{Path, PathBuf};

use plimsoll_bill::{Arrivals, Observed, Past, observed};
use plimsoll_conf::running::{self, SETTINGS};
use plimsoll_conf::{Files, Request, read_load};
use plimsoll_lint::Seen;
use plimsoll_model::{Config, Drift, Engine, Load, Problem, ServerFacts, SessionsSource, Snapshot};

use super::case::Case;
use super::configuration::fulfilled;
use super::given::given;
use super::reader::Reader;
use crate::cli::LoadFlags;
use crate::config::Settings;
use crate::failure::Failure;

/// What a server would have in force at its next start, and the files that say
/// so.
#[derive(Clone, Debug)]
pub(crate) struct NextStart {
    pub(crate) config: Config,
    pub(crate) files: Files,
}

/// What is known of a running server, its secrets taken out.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    /// What it is called.
    pub(crate) name: String,
    /// Its answers.
    pub(crate) snapshot: Snapshot,
    /// What its files would have in force, if they could be read.
    pub(crate) next: Option<NextStart>,
    /// Its host, flags already in their place.
    pub(crate) facts: ServerFacts,
    /// What plimsoll.toml and the policy say of it.
    pub(crate) said: Settings,
}

impl Running {
    /// The case to be judged, and what the server was seen doing. `past` is what
    /// earlier audits saw of its sessions, `agreed` the drift from a baseline.
    pub(crate) fn case(
        self,
        flags: &LoadFlags,
        past: Option<&Past>,
        agreed: impl FnOnce(&running::Running) -> Vec<Drift>,
    ) -> Result<(Case, Option<Observed>), Failure> {
        let now = running::running(&self.snapshot).ok_or_else(|| no_settings(&self))?;
        let mut drift = running::drift(
            &self.snapshot,
            &now,
            self.next.as_ref().map(|it| &it.config),
        );
        drift.extend(agreed(&now));
        let seen = observed(&self.snapshot, &now.settings, past);
        let target = &self.said.target;
        let (load, load_problems, arrivals) = load(&self, flags, seen.as_ref())?;
        let profile = flags.profile.or(target.profile).unwrap_or_default();
        let (next, files) = match self.next {
            Some(next) => (Some(next.config), next.files),
            None => (None, Files::new()),
        };
        let mut config = now.config;
        // Their lines can be quoted, and what their comments accept holds.
        config
            .files
            .extend(next.iter().flat_map(|next| next.files.clone()));
        let case = Case {
            path: self.name,
            config,
            settings: now.settings,
            facts: self.facts,
            load,
            load_problems,
            profile,
            arrivals,
            said: self.said,
            seen: Some(Seen {
                snapshot: self.snapshot,
                drift,
                next,
            }),
            main: None,
            files,
        };
        Ok((case, seen))
    }
}

fn no_settings(running: &Running) -> Failure {
    let mut gaps = running.snapshot.gaps.iter();
    let why = gaps
        .find(|gap| gap.what == SETTINGS)
        .map_or("it did not answer", |gap| gap.why.as_str());
    Failure::new(format_args!(
        "{}: its settings cannot be read: {why}",
        running.name
    ))
}

/// A load that was given beats what was seen.
fn load(
    running: &Running,
    flags: &LoadFlags,
    seen: Option<&Observed>,
) -> Result<(Load, Vec<Problem>, Option<Arrivals>), Failure> {
    let target = &running.said.target;
    let sessions = flags.sessions.or(target.sessions);
    let declared = sessions.map(|sessions| Arrivals {
        sessions,
        source: SessionsSource::Declared,
    });
    if let Some(path) = flags.load.as_ref().or(target.load.as_ref()) {
        let (shown, bytes) = given(path, "--load")?;
        let reading = read_load(running.snapshot.engine, &shown, &bytes);
        return Ok((reading.load, reading.problems, declared));
    }
    Ok(match seen {
        Some(seen) if declared.is_none() && flags.profile.is_none() => {
            (seen.peak.clone(), Vec::new(), Some(seen.arrivals))
        }
        Some(_) | None => (Load::default(), Vec::new(), declared),
    })
}

/// What a server would have in force at its next start: its main file, where
/// it may be read here, with the arguments it was started with.
///
/// # Errors
/// Why it cannot be read, without the file's name.
pub(crate) fn next_start(
    snapshot: &Snapshot,
    main: &Path,
    arguments: Vec<String>,
) -> Result<NextStart, String> {
    let folder = main.parent().unwrap_or(main);
    let reader = Reader::below(folder, true).map_err(|error| super::reason(&error))?;
    let mut files = Files::new();
    let entry = match snapshot.engine {
        Engine::Postgresql => reader.entry(main),
        Engine::Mysql | Engine::Mariadb => reader.my_cnf_entry(main),
    };
    if !matches!(entry, plimsoll_conf::Entry::File(_)) {
        return Err("it cannot be read by this user".to_owned());
    }
    files.insert(PathBuf::from(main), entry);
    let request = Request {
        engine: snapshot.engine,
        version: Some(snapshot.version),
        main: main.to_path_buf(),
        arguments,
        instance: plimsoll_conf::Instance::default(),
    };
    let config = fulfilled(&request, &mut files, &reader).map_err(|why| why.to_string())?;
    let config = super::secrets::secrets_of(&files, &request.arguments).out_of(config);
    Ok(NextStart { config, files })
}
