//! One configuration with all that is known about it: what was read, the facts
//! of its host, the load it is to carry.

use std::path::Path;
use std::sync::Arc;

use plimsoll_bill::{Arrivals, price};
use plimsoll_conf::{Entry, Files, in_force, is_parameter_group, read_load};
use plimsoll_lint::{Seen, Suppression, comments};
use plimsoll_model::{
    Config, Engine, Finding, InForce, Load, MemoryBill, Place, Problem, Profile, Refusal,
    ServerFacts, SessionsSource,
};
use plimsoll_report::redact;

use super::configuration::config;
use super::found::{Found, Main, bytes_of, found, shown};
use super::given::given;
use super::reader::Reader;
use super::said::said;
use super::secrets::{secrets, text_of};
use crate::cli::{FactFlags, LoadFlags, Source};
use crate::config::Settings;
use crate::config::target::Target;
use crate::facts;
use crate::failure::Failure;

/// What the command line asks for besides paths.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// What is read, and as what.
    pub(crate) source: &'a Source,
    /// What is known of the host.
    pub(crate) facts: &'a FactFlags,
    /// The load.
    pub(crate) load: &'a LoadFlags,
    /// The file whose word beats everything in the tree.
    pub(crate) policy: Option<&'a Settings>,
}

/// A configuration that was read.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The path as it is shown.
    pub(crate) path: String,
    /// What is in force; its secrets taken out.
    pub(crate) config: Config,
    /// The values in force, defaults included; without secrets too.
    pub(crate) settings: InForce,
    /// The host.
    pub(crate) facts: ServerFacts,
    /// The load as given.
    pub(crate) load: Load,
    /// Mistakes in its file.
    pub(crate) load_problems: Vec<Problem>,
    /// What fills it in.
    pub(crate) profile: Profile,
    /// How many sessions come, if anyone said.
    pub(crate) arrivals: Option<Arrivals>,
    /// What plimsoll.toml and the policy say of it.
    pub(crate) said: Settings,
    /// The running server, where it is one.
    pub(crate) seen: Option<Seen>,
    /// `None`: a running server, not a file.
    pub(super) main: Option<Main>,
    pub(super) files: Files,
}

impl Case {
    /// The same configuration with some of its files as given, its other files
    /// as they were read.
    pub(crate) fn with<'a>(
        &self,
        changed: impl IntoIterator<Item = (&'a String, Arc<[u8]>)>,
        asked: Asked<'_>,
    ) -> Result<Self, Failure> {
        let Some(mut main) = self.main.clone() else {
            let path = &self.path;
            return Err(Failure::new(format_args!(
                "{path}: a running server is not a file to be changed"
            )));
        };
        let mut files = self.files.clone();
        for (path, bytes) in changed {
            if Path::new(path) == main.path {
                main.bytes = bytes.clone();
            }
            files.insert(path, Entry::File(bytes));
        }
        case(main, files, asked)
    }

    /// What stood at a path when it was read; nothing is known of what it did not ask for.
    pub(crate) fn entry(&self, path: &Path) -> Entry {
        self.files.get(path).cloned().unwrap_or(Entry::Missing)
    }

    /// The bytes of a file that was read.
    pub(crate) fn bytes(&self, file: &str) -> Option<&Arc<[u8]>> {
        match self.files.get(Path::new(file)) {
            Some(Entry::File(bytes)) => Some(bytes),
            _ => None,
        }
    }

    /// The bill.
    pub(crate) fn bill(&self) -> Result<MemoryBill, Refusal> {
        price(
            &self.settings,
            &self.facts,
            &self.load,
            self.profile,
            self.arrivals,
        )
    }

    /// What the comments of its files accept, and what in them is meant to and
    /// cannot be read.
    pub(crate) fn comments(&self) -> (Vec<Suppression>, Vec<Finding>) {
        let (mut words, mut mistakes) = (Vec::new(), Vec::new());
        for file in &self.config.files {
            if let Some(Entry::File(bytes)) = self.files.get(Path::new(file)) {
                let text = text_of(bytes);
                let (said, wrong) = comments(self.config.engine, file, &text);
                words.extend(said);
                mistakes.extend(wrong);
            }
        }
        (words, mistakes)
    }

    /// A line of a file that was read, its secrets taken out. Of a parameter
    /// group a line says nothing by itself, or is all of it.
    pub(crate) fn line(&self, place: &Place) -> Option<String> {
        let bytes = self
            .bytes(&place.file)
            .filter(|it| !is_parameter_group(it))?;
        let at = usize::try_from(place.line.checked_sub(1)?).ok()?;
        let line = bytes.split(|byte| *byte == b'\n').nth(at)?;
        let shown = line.get(..line.len().min(4096)).unwrap_or(line);
        Some(redact::line(&String::from_utf8_lossy(shown)))
    }
}

/// The configurations at a path, each read or not.
pub(crate) fn cases(path: &Path, asked: Asked<'_>) -> Vec<Result<Case, Failure>> {
    let found = found(path, asked.source).into_iter();
    found.map(|found| found?.case(asked)).collect()
}

/// The configurations at a path alone, without facts and load.
pub(crate) fn configs(path: &Path, source: &Source) -> Vec<Result<(String, Config), Failure>> {
    let read = |found: Result<Found, Failure>| {
        let main = found?.opened()?;
        let said = said(&main, source, None)?;
        let shown = shown(&main.path);
        let facts = facts::gathered(&FactFlags::default(), &said.target)?;
        let (config, files) = config(main, Files::new(), source, &said.target, &facts)?;
        Ok((shown, secrets(&files, source).out_of(config)))
    };
    found(path, source).into_iter().map(read).collect()
}

impl Found {
    /// Reads it, and all that is known about it.
    pub(crate) fn case(self, asked: Asked<'_>) -> Result<Case, Failure> {
        case(self.opened()?, Files::new(), asked)
    }
}

/// What is read with the files that are there already.
fn case(main: Main, files: Files, asked: Asked<'_>) -> Result<Case, Failure> {
    let said = said(&main, asked.source, asked.policy)?;
    let target = &said.target;
    let reader = main.reader.clone();
    let path = shown(&main.path);
    let facts = facts::gathered(asked.facts, target)?;
    let (config, mut files) = config(main.clone(), files, asked.source, target, &facts)?;
    let (mut load, mut load_problems) =
        load(config.engine, asked.load, target, &reader, &mut files)?;
    let sessions = asked.load.sessions.or(target.sessions);
    // Nothing behind this point sees a secret.
    let secrets = secrets(&files, asked.source);
    let config = secrets.out_of(config);
    secrets.out_of_load(&mut load);
    secrets.out_of_problems(&mut load_problems);
    Ok(Case {
        path,
        settings: in_force(&config),
        config,
        facts,
        load,
        load_problems,
        profile: asked.load.profile.or(target.profile).unwrap_or_default(),
        arrivals: sessions.map(|sessions| Arrivals {
            sessions,
            source: SessionsSource::Declared,
        }),
        said,
        seen: None,
        main: Some(main),
        files,
    })
}

/// The load: the flag's file, else the one that plimsoll.toml names.
fn load(
    engine: Engine,
    flags: &LoadFlags,
    target: &Target,
    reader: &Reader,
    files: &mut Files,
) -> Result<(Load, Vec<Problem>), Failure> {
    let (path, bytes) = if let Some(path) = &flags.load {
        (path.clone(), given(path, "--load")?.1)
    } else if let Some(path) = &target.load {
        (path.clone(), bytes_of(reader.entry(path), path)?)
    } else {
        return Ok((Load::default(), Vec::new()));
    };
    let reading = read_load(engine, &shown(&path), &bytes);
    files.insert(path, Entry::File(bytes));
    Ok((reading.load, reading.problems))
}
