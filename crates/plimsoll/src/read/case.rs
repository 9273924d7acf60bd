//! One configuration with all that is known about it: what was read, the facts
//! of its host, the load it is to carry.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use plimsoll_bill::{Arrivals, price};
use plimsoll_conf::{
    Entry, Files, Instance, Outcome, Request, contradiction, detect, in_force, is_parameter_group,
    read, read_load, settle_fork,
};
use plimsoll_lint::{Seen, Suppression, comments};
use plimsoll_model::{
    Config, Engine, Finding, Fork, InForce, Known, Load, MemoryBill, Place, Problem, Profile,
    Refusal, ServerFacts, SessionsSource,
};
use plimsoll_report::redact::{self, Secrets};

use super::find;
use super::given::given;
use super::reader::{Reader, reason, standard_input};
use super::version;
use crate::cli::{FactFlags, LoadFlags, Source};
use crate::config::target::Target;
use crate::config::{self, Settings};
use crate::facts;
use crate::failure::Failure;

/// A reading that asks for more files than this reads no configuration.
const FILES_MAX: usize = 10_000;

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

/// A main file that is there to be read, and the folder it may read in.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    path: PathBuf,
    reader: Reader,
}

impl Found {
    /// Reads it, and all that is known about it.
    pub(crate) fn case(self, asked: Asked<'_>) -> Result<Case, Failure> {
        case(self.opened()?, Files::new(), asked)
    }

    fn opened(self) -> Result<Main, Failure> {
        let entry = if self.path.as_os_str() == "-" {
            standard_input()
                .map_err(|error| Failure::new(format_args!("standard input: {}", reason(&error))))?
        } else {
            self.reader.entry(&self.path)
        };
        Ok(Main {
            bytes: bytes_of(entry, &self.path)?,
            path: self.path,
            reader: self.reader,
        })
    }
}

/// A main file that was read.
#[derive(Clone, Debug)]
pub(super) struct Main {
    path: PathBuf,
    bytes: Arc<[u8]>,
    reader: Reader,
}

/// The main files at a path, or why there are none.
pub(crate) fn found(path: &Path, source: &Source) -> Vec<Result<Found, Failure>> {
    if path.as_os_str() == "-" {
        return vec![on_standard_input(source)];
    }
    if let Some(url) = path.to_str().filter(|path| path.contains("://")) {
        return vec![Err(Failure::new(format_args!(
            "{}: check reads files; plimsoll audit judges a running server",
            redact::text(url)
        )))];
    }
    let is_folder = path.is_dir();
    let folder = if is_folder {
        path
    } else {
        path.parent().unwrap_or(path)
    };
    let reader = match Reader::below(folder, source.follow_outside) {
        Ok(reader) => reader,
        Err(error) => {
            let (folder, why) = (shown(folder), reason(&error));
            return vec![Err(Failure::new(format_args!(
                "{folder}: {why}; check the path"
            )))];
        }
    };
    if !is_folder {
        let path = path.to_path_buf();
        return vec![Ok(Found { path, reader })];
    }
    let mains = find::mains(path, &reader);
    if mains.is_empty() {
        return vec![Err(Failure::new(format_args!(
            "{}: no postgresql.conf or my.cnf in this folder; give the path of the configuration file",
            shown(path)
        )))];
    }
    let found = |path| {
        let reader = reader.clone();
        Ok(Found { path, reader })
    };
    mains.into_iter().map(found).collect()
}

fn on_standard_input(source: &Source) -> Result<Found, Failure> {
    let reader = Reader::below(Path::new("."), source.follow_outside)
        .map_err(|error| Failure::new(format_args!("the working folder: {}", reason(&error))))?;
    let path = PathBuf::from("-");
    Ok(Found { path, reader })
}

/// A file's bytes, or what stands there instead and what to do about it.
pub(super) fn bytes_of(entry: Entry, path: &Path) -> Result<Arc<[u8]>, Failure> {
    let path = shown(path);
    let why = match entry {
        Entry::File(bytes) => return Ok(bytes),
        Entry::Folder(_) => "it is a folder; give a file in it".to_owned(),
        Entry::Missing => "there is no such file; check the path".to_owned(),
        Entry::Unreadable(why) => format!("{why}; give a file that you may read"),
        Entry::TooLarge(bytes) => format!(
            "{bytes} bytes or more are too many for a configuration (16 MiB is the limit); \
             check the path"
        ),
        Entry::Outside => {
            "it is a link that leaves its folder; give the file itself or add --follow-outside"
                .to_owned()
        }
        Entry::WorldWritable => "anyone may write it, so servers ignore it; chmod o-w".to_owned(),
    };
    Err(Failure::new(format_args!("{path}: {why}")))
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

/// What every plimsoll.toml says from the folder checked down to the main
/// file's own: the nearer one in the place of the farther one, and the policy
/// in the place of both. Rules of all of them add up.
fn said(main: &Main, source: &Source, policy: Option<&Settings>) -> Result<Settings, Failure> {
    let mut all = Settings::default();
    for folder in folders(main) {
        let path = folder.join(config::FILE);
        let entry = main.reader.entry(&path);
        if entry == Entry::Missing {
            continue;
        }
        let bytes = bytes_of(entry, &path)?;
        let mut here = config::read(&shown(&path), &bytes, false)
            .map_err(|problems| Failure::of_problems(&problems))?;
        let load = here.target.load.take();
        here.target.load = load.map(|load| folder.join(load));
        contradicts(source, here.target.engine, &path)?;
        all = all.under(here);
    }
    Ok(match policy {
        Some(policy) => all.under(policy.clone()),
        None => all,
    })
}

/// From the folder checked down to the main file's own.
fn folders(main: &Main) -> Vec<&Path> {
    // What comes by standard input lies in no folder.
    if main.path.as_os_str() == "-" {
        return Vec::new();
    }
    let mut folders = Vec::new();
    for folder in main.path.ancestors().skip(1) {
        folders.push(folder);
        if main.reader.is_root(folder) {
            folders.reverse();
            return folders;
        }
    }
    // The path goes through a link: its own folder alone is sure.
    folders.truncate(1);
    folders
}

fn contradicts(source: &Source, told: Option<Engine>, path: &Path) -> Result<(), Failure> {
    match (source.engine, told) {
        (Some(asked), Some(told)) if asked != told => Err(Failure::new(format_args!(
            "--engine {asked} contradicts {}, which says {told}; leave one out",
            shown(path)
        ))),
        _ => Ok(()),
    }
}

fn config(
    main: Main,
    mut files: Files,
    source: &Source,
    target: &Target,
    facts: &ServerFacts,
) -> Result<(Config, Files), Failure> {
    let engine = engine(&main, source, target)?;
    let flag = source.server_version;
    let flag = flag.map(|version| (version, "--server-version".to_owned()));
    let told = flag.or_else(|| target.version.clone());
    let seen = version::seen(engine, &main.path, &main.bytes, &main.reader);
    let by_place = seen.as_ref().map(|seen| seen.version);
    let mut request = Request {
        engine,
        version: told.as_ref().map(|(told, _)| told.version).or(by_place),
        main: main.path.clone(),
        arguments: source
            .set
            .iter()
            .map(|(name, value)| format!("--{name}={value}"))
            .collect(),
        instance: Instance {
            memory_bytes: facts.ceiling_bytes().get().copied(),
            cpus: facts.cpus.get().copied(),
        },
    };
    // A server passes over an option file that anyone may write, the main one
    // too.
    let ignored = engine.reads_my_cnf()
        && !is_parameter_group(&main.bytes)
        && main.reader.my_cnf_entry(&main.path) == Entry::WorldWritable;
    let entry = if ignored {
        Entry::WorldWritable
    } else {
        Entry::File(main.bytes)
    };
    files.insert(main.path.clone(), entry);
    if let Some(beside) = request.beside().filter(|path| files.get(path).is_none()) {
        let entry = main.reader.entry(&beside);
        files.insert(beside, entry);
    }
    let mut config = fulfilled(&request, &mut files, &main.reader)?;
    let seen = seen.or_else(|| version::of_data_directory(&config));
    match (told, seen) {
        (Some((told, source)), seen) => {
            config.version = Known::Known(told.version, source);
            if config.fork == Fork::None {
                settle_fork(&mut config, told.fork);
            }
            let other = seen.and_then(|seen| contradiction(&config, seen.version, seen.place));
            config.problems.splice(0..0, other);
        }
        (None, Some(seen)) => {
            if request.version.is_none() {
                request.version = Some(seen.version);
                config = fulfilled(&request, &mut files, &main.reader)?;
            }
            config.version = Known::Known(seen.version, seen.source);
        }
        (None, None) => {}
    }
    Ok((config, files))
}

fn engine(main: &Main, source: &Source, target: &Target) -> Result<Engine, Failure> {
    let path = shown(&main.path);
    let told = source.engine.or(target.engine);
    let seen = detect(&main.path, &main.bytes);
    match (told, seen) {
        (Some(told), Some(seen)) if told.reads_my_cnf() != seen.reads_my_cnf() => {
            Err(Failure::new(format_args!(
                "{path}: this is a configuration of {}, not of {}; correct the engine or the path",
                seen.title(),
                told.title()
            )))
        }
        (Some(told), _) => Ok(told),
        (None, Some(seen)) => Ok(seen),
        (None, None) => Err(Failure::new(format_args!(
            "{path}: cannot tell which server reads this file; add --engine postgresql, mysql or mariadb"
        ))),
    }
}

/// The secrets of all files that were read, the load's too, and of arguments.
fn secrets(files: &Files, source: &Source) -> Secrets {
    let arguments = source.set.iter();
    let arguments: Vec<String> = arguments
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    secrets_of(files, &arguments)
}

/// The secrets of files and of arguments as `name=value`.
pub(super) fn secrets_of(files: &Files, arguments: &[String]) -> Secrets {
    let mut lines: Vec<Cow<'_, str>> = Vec::new();
    for entry in files.entries() {
        if let Entry::File(bytes) = entry {
            // A comment has none, and a stock file is little else.
            let read = lines_of(bytes).map(<[u8]>::trim_ascii);
            let read = read.filter(|line| !matches!(line.first(), None | Some(b'#')));
            lines.extend(read.map(text_of));
        }
    }
    lines.extend(
        arguments
            .iter()
            .map(|argument| Cow::Borrowed(argument.as_str())),
    );
    Secrets::of(lines.iter().map(AsRef::as_ref))
}

/// A file's lines, without their line feeds.
fn lines_of(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut from = 0;
    let ends = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
    ends.map(move |end| {
        let line = &bytes[from..end];
        from = end + 1;
        line
    })
}

/// A file's text. Nearly all are whole text, and telling so is much quicker
/// than looking for what is not.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Reads what a reading needs until it has all.
pub(super) fn fulfilled(
    request: &Request,
    files: &mut Files,
    reader: &Reader,
) -> Result<Config, Failure> {
    let mut count = 0;
    loop {
        let needs = match read(request, files) {
            Outcome::Config(config) => return Ok(*config),
            Outcome::Need(needs) => needs,
        };
        count += needs.len();
        let stuck = needs.iter().all(|need| files.get(&need.path).is_some());
        if stuck || count > FILES_MAX {
            return Err(Failure::new(format_args!(
                "{}: its includes lead to more than {FILES_MAX} files; check them",
                shown(&request.main)
            )));
        }
        for need in needs {
            let entry = if request.engine.reads_my_cnf() {
                reader.my_cnf_entry(&need.path)
            } else {
                reader.entry(&need.path)
            };
            files.insert(need.path, entry);
        }
    }
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

/// A path for people, as it was typed.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}
