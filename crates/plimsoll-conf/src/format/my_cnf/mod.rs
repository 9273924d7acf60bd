//! my.cnf: the option files of MySQL 5.7 to 9.7 and MariaDB 10.6 to 11.8.
//!
//! Bytes become lines ([`document`]), lines and includes become options
//! ([`walk`]), options become settings ([`resolve`]), and the server's own
//! changes come last ([`adjust`]). Nothing is opened here.

mod adjust;
mod charset;
mod client;
#[cfg(test)]
mod corpus;
mod dialect;
mod document;
mod engine;
mod facts;
mod groups;
mod known;
mod linked;
mod maximum;
mod name;
mod number;
mod occurrence;
mod part;
mod persisted;
mod plugin;
mod pool;
mod resolve;
mod rewrite;
mod say;
mod show;
#[cfg(test)]
mod tests;
mod text;
mod together;
mod unknown;
mod unread;
mod value;
mod walk;

use std::path::{Path, PathBuf};

use plimsoll_model::{Config, Engine, Fork, Known, Place, Problem, ProblemKind, Value, Version};

use crate::catalogue::{Exactness, Series};
use crate::fork::settle_fork;
use crate::format::parameter_group::Assigned;
use crate::{Entry, Files, Need, Outcome, Request};
pub use client::{CLIENT_FILES, client_options};
use dialect::Dialect;
pub use document::{Document, Kind, Line};
use occurrence::{Occurrence, Source};
use resolve::Resolver;
pub(crate) use rewrite::{line_for, rewrite, value_at};
pub(crate) use show::display;
use walk::{Walk, Walked};

/// Reads a my.cnf with all that belongs to it.
pub fn read(request: &Request, files: &Files) -> Outcome {
    let reading = Reading::new(request, files);
    let walked = reading.walk();
    let mut resolver = Resolver::new(reading.dialect, reading.series, reading.told);
    for occurrence in &walked.occurrences {
        resolver.take(occurrence);
    }
    for argument in reading.arguments() {
        resolver.take(&argument);
    }
    let mut needs = walked.needs.clone();
    let mut read = walked.files.clone();
    match reading.persisted(&resolver) {
        Persisted::None => {}
        Persisted::Need(more) => needs.extend(more),
        Persisted::Problem(problem) => resolver.problems.push(problem),
        Persisted::Settings(file, occurrences) => {
            read.push(file);
            for occurrence in &occurrences {
                resolver.take(occurrence);
            }
        }
    }
    if !needs.is_empty() {
        needs.sort();
        needs.dedup();
        return Outcome::Need(needs);
    }
    adjust::adjust(&mut resolver);
    let mut config = reading.config(walked, resolver, read);
    config.problems.splice(0..0, reading.nearest_series());
    Outcome::Config(Box::new(config))
}

/// Reads what a parameter group sets, and the arguments.
pub(crate) fn read_group(request: &Request, assigned: Vec<Assigned>) -> Config {
    let files = Files::new();
    let reading = Reading::new(request, &files);
    let mut resolver = Resolver::new(reading.dialect, reading.series, reading.told);
    for it in assigned {
        resolver.take(&Occurrence {
            name: it.name,
            value: Some(it.value.clone()),
            written: it.value,
            source: Source::Group(it.place),
        });
    }
    for argument in reading.arguments() {
        resolver.take(&argument);
    }
    adjust::adjust(&mut resolver);
    let read = vec![request.main.display().to_string()];
    let mut config = reading.config(Walked::default(), resolver, read);
    config.problems.splice(0..0, reading.nearest_series());
    config
}

/// What `my_print_defaults` prints for these files: the options as the
/// server's parser is handed them, and whether the reading stops the server.
///
/// # Errors
/// What must be read first.
pub fn print_defaults(request: &Request, files: &Files) -> Result<(Vec<String>, bool), Vec<Need>> {
    let walked = Reading::new(request, files).walk();
    if !walked.needs.is_empty() {
        return Err(walked.needs);
    }
    let options = walked.occurrences.iter();
    let words = options
        .map(|option| format!("--{}", option.text()))
        .collect();
    let stops = walked.problems.iter().any(|problem| problem.fatal);
    Ok((words, stops))
}

/// The groups that a server reads.
pub fn groups_read(engine: Engine, version: Version) -> Vec<String> {
    let (series, _) = series_of(engine, Some(version));
    Dialect::of(engine, series.version()).groups(Some(version), None)
}

/// Reads one file alone, for edits and for printing it back.
pub fn document(bytes: &[u8], engine: Engine, version: Option<Version>) -> Document {
    let (series, _) = series_of(engine, version);
    Document::parse(bytes.into(), &Dialect::of(engine, series.version()))
}

fn series_of(engine: Engine, version: Option<Version>) -> (Series, bool) {
    match version {
        None => (Series::newest(engine), false),
        Some(version) => {
            let (series, exactness) = Series::nearest(engine, &version);
            (series, exactness == Exactness::Exact)
        }
    }
}

/// One request and what it decides beforehand.
struct Reading<'a> {
    request: &'a Request,
    files: &'a Files,
    series: Series,
    told: bool,
    dialect: Dialect,
}

enum Persisted {
    None,
    Need(Vec<Need>),
    Problem(Problem),
    Settings(String, Vec<Occurrence>),
}

impl<'a> Reading<'a> {
    /// That the version is judged as another, where it is.
    fn nearest_series(&self) -> Option<Problem> {
        let version = self.request.version.filter(|_| !self.told)?;
        let title = self.request.engine.title();
        Some(Problem {
            place: Place {
                file: self.request.main.display().to_string(),
                line: 1,
                column: 1,
            },
            kind: ProblemKind::NearestSeries,
            parameter: None,
            message: format!(
                "{title} {version} is not in the catalogue, or only half given; it is judged as {title} {}",
                self.series
            ),
            fatal: false,
        })
    }

    fn new(request: &'a Request, files: &'a Files) -> Self {
        let (series, told) = series_of(request.engine, request.version);
        Self {
            request,
            files,
            series,
            told,
            dialect: Dialect::of(request.engine, series.version()),
        }
    }

    fn walk(&self) -> Walked {
        if self.has_argument("--no-defaults") {
            return Walked::default();
        }
        let suffix = self.argument("--defaults-group-suffix=");
        let groups = self.dialect.groups(self.request.version, suffix);
        Walk::new(self.files, &self.request.main, self.dialect, groups).run()
    }

    fn has_argument(&self, word: &str) -> bool {
        self.request.arguments.iter().any(|given| given == word)
    }

    fn argument(&self, start: &str) -> Option<&str> {
        let mut words = self.request.arguments.iter();
        words.find_map(|word| word.strip_prefix(start))
    }

    /// The options among the words of the command line.
    fn arguments(&self) -> Vec<Occurrence> {
        let words = self.request.arguments.iter();
        words.filter_map(|word| argument(word)).collect()
    }

    /// `mysqld-auto.cnf`: in the data directory that the file names, or beside
    /// the file where someone copied it to.
    fn persisted(&self, resolver: &Resolver) -> Persisted {
        let off = Some(&Value::Bool(false));
        if !self.dialect.persists || resolver.current.get("persisted_globals_load") == off {
            return Persisted::None;
        }
        let paths = self.persisted_paths(resolver);
        let lacking: Vec<_> = paths
            .iter()
            .filter(|path| self.files.get(path).is_none())
            .map(|path| Need { path: path.clone() })
            .collect();
        if !lacking.is_empty() {
            return Persisted::Need(lacking);
        }
        for path in &paths {
            if let Some(outcome) = self.persisted_at(path) {
                return outcome;
            }
        }
        Persisted::None
    }

    fn persisted_paths(&self, resolver: &Resolver) -> Vec<PathBuf> {
        let mut paths = Vec::new();
        if let Some(Value::Text(datadir)) = resolver.current.get("datadir") {
            let datadir = Path::new(datadir);
            if datadir.is_absolute() {
                paths.push(datadir.join(PERSISTED));
            }
        }
        let folder = self.request.main.parent().unwrap_or_else(|| Path::new(""));
        paths.push(folder.join(PERSISTED));
        paths
    }

    fn persisted_at(&self, path: &Path) -> Option<Persisted> {
        let name = path.display().to_string();
        let problem = |kind, message| {
            Some(Persisted::Problem(Problem {
                place: Place {
                    file: name.clone(),
                    line: 1,
                    column: 1,
                },
                kind,
                // It is read, or not, for where the data directory is.
                parameter: Some("datadir".to_owned()),
                message,
                fatal: false,
            }))
        };
        match self.files.get(path)? {
            Entry::File(bytes) => Some(match persisted::read(bytes, &name) {
                Ok(settings) => Persisted::Settings(name, settings),
                Err(problem) => Persisted::Problem(problem),
            }),
            Entry::Outside => problem(
                ProblemKind::OutsideNotFollowed,
                format!(
                    "{name} lies outside what is checked and was not read: what SET PERSIST left there is not known, and it beats this file"
                ),
            ),
            Entry::Unreadable(why) => problem(
                ProblemKind::UnreadableFile,
                format!(
                    "{name} cannot be read ({why}): what SET PERSIST left there is not known, and it beats this file"
                ),
            ),
            Entry::TooLarge(bytes) => problem(
                ProblemKind::FileTooLarge,
                format!(
                    "{name} has {bytes} bytes and was not read: what SET PERSIST left there is not known"
                ),
            ),
            Entry::Folder(_) | Entry::Missing | Entry::WorldWritable => None,
        }
    }

    fn config(&self, walked: Walked, resolver: Resolver, files: Vec<String>) -> Config {
        // Nothing but a cluster's build starts with its parameters.
        let fork = if resolver.is_cluster {
            Fork::Percona
        } else {
            Fork::None
        };
        let (settings, found) = resolver.finish();
        let mut problems = walked.problems;
        problems.extend(found);
        let rank = |problem: &Problem| {
            let file = files.iter().position(|file| *file == problem.place.file);
            (
                file.unwrap_or(usize::MAX),
                problem.place.line,
                problem.place.column,
            )
        };
        problems.sort_by_key(rank);
        let version = match self.request.version {
            Some(version) => Known::Known(version, "--server-version".to_owned()),
            None => Known::not_given(),
        };
        let mut config = Config {
            engine: self.request.engine,
            version,
            fork: Fork::None,
            series: self.series.version(),
            settings,
            problems,
            files,
        };
        settle_fork(&mut config, fork);
        config
    }
}

const PERSISTED: &str = "mysqld-auto.cnf";

/// Words that the option files' reader takes for itself.
const OF_THE_READER: [&str; 7] = [
    "--defaults-file",
    "--defaults-extra-file",
    "--defaults-group-suffix",
    "--login-path",
    "--no-defaults",
    "--no-login-paths",
    "--print-defaults",
];

/// An option of the command line; `None` for any other word.
fn argument(word: &str) -> Option<Occurrence> {
    let body = match word.strip_prefix("--") {
        Some(body) => body.to_owned(),
        None => short(word)?,
    };
    let (name, value) = match body.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (body.as_str(), None),
    };
    if name.is_empty() || OF_THE_READER.iter().any(|own| own[2..] == *name) {
        return None;
    }
    Some(Occurrence {
        name: name.to_owned(),
        value: value.map(str::to_owned),
        written: value.unwrap_or_default().to_owned(),
        source: Source::Argument(word.to_owned()),
    })
}

/// A short option with its value (`-P3307`), written long.
fn short(word: &str) -> Option<String> {
    let body = word.strip_prefix('-')?;
    let letter = body.chars().next()?;
    let name = match letter {
        'b' => "basedir",
        'h' => "datadir",
        'P' => "port",
        'S' => "socket",
        'u' => "user",
        _ => return None,
    };
    let value = body[letter.len_utf8()..].trim_start();
    (!value.is_empty()).then(|| format!("{name}={value}"))
}
