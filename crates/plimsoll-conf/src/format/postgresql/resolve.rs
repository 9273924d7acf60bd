//! A configuration as the server would have it in force: files, arguments and
//! catalogue brought together, what hides what, what would keep it from
//! starting.
//!
//! Facts: `ProcessConfigFileInternal`, `SelectConfigFiles` and
//! `set_config_option` of PostgreSQL 12 to 18.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use plimsoll_model::{
    Config, Engine, Fork, Known, Origin, Place, Problem, ProblemKind, Setting, Value,
};

use super::arguments::{self, Arguments};
use super::auto_conf::{AUTO_CONF, beside};
use super::check::date_style;
use super::gather::{Gathered, Item, Walk, Within};
use super::judge::{Candidates, Verdict};
use super::order::{self, Step};
use super::refusal::Refusal;
use super::startup;
use crate::effective::Effective;
use crate::format::parameter_group::Assigned;
use crate::{Files, Outcome, Request};

/// Set by the server itself as it starts, over whatever files and arguments
/// say; what they say is checked all the same.
const SET_BY_SERVER: [&str; 3] = [
    "transaction_deferrable",
    "transaction_isolation",
    "transaction_read_only",
];
/// What a place says of an argument.
const COMMAND_LINE: &str = "command line";

/// Reads a configuration, or says which files that takes.
pub(crate) fn read(request: &Request, files: &Files) -> Outcome {
    let arguments = arguments::read(&request.arguments);
    let mut walk = Walk::new(files);
    walk.main(&request.main);
    if walk.is_complete() {
        auto_conf(&mut walk, &request.main, &arguments);
    }
    let gathered = walk.finish();
    if !gathered.needs.is_empty() {
        return Outcome::Need(gathered.needs);
    }
    Outcome::Config(Box::new(Reading::new(request).read(arguments, gathered)))
}

/// Reads what a parameter group sets, and the arguments.
pub(crate) fn read_group(request: &Request, assigned: Vec<Assigned>) -> Config {
    let items = assigned.into_iter().map(|it| Item {
        name: it.name.into_bytes(),
        value: it.value.into_bytes(),
        place: it.place,
        within: Within::Group,
    });
    let gathered = Gathered {
        items: items.collect(),
        files: vec![request.main.display().to_string()],
        ..Gathered::default()
    };
    Reading::new(request).read(arguments::read(&request.arguments), gathered)
}

/// Reads postgresql.auto.conf where the data directory is: what the command
/// line says, else the last `data_directory` of the files, else the folder of
/// the main file.
fn auto_conf(walk: &mut Walk<'_>, main: &Path, arguments: &Arguments) {
    let mut settings = arguments.settings.iter().rev();
    let told = settings.find(|set| set.name.eq_ignore_ascii_case("data_directory"));
    // The server looks for it before it knows names without regard to case.
    let mut items = walk.items().iter().rev();
    let written = items.find(|item| item.name == b"data_directory");
    let auto = match (told, written, &arguments.folder) {
        (Some(told), ..) => Path::new(&told.value).join(AUTO_CONF),
        (None, Some(item), _) => {
            let folder = PathBuf::from(String::from_utf8_lossy(&item.value).as_ref());
            if folder.is_relative() {
                let why = format!(
                    "data_directory is relative to where the server is started, which is not \
                     known here; its {AUTO_CONF} was not read"
                );
                let place = item.place.clone();
                return walk.data_directory_not_read(&place, why);
            }
            folder.join(AUTO_CONF)
        }
        (None, None, Some(folder)) => folder.join(AUTO_CONF),
        (None, None, None) => beside(main),
    };
    if auto != main {
        walk.auto(&auto);
    }
}

/// A reading under way.
struct Reading<'a> {
    request: &'a Request,
    candidates: Candidates,
    effective: Effective,
    problems: Vec<Problem>,
    steps: Vec<Step>,
    step_places: Vec<Place>,
    /// Parameters that an argument sets: files no longer change them.
    argued: Vec<String>,
    /// `DateStyle` as it is so far: the next value keeps what it leaves unsaid.
    date_style: Option<String>,
}

impl<'a> Reading<'a> {
    fn new(request: &'a Request) -> Self {
        Self {
            request,
            candidates: Candidates::of(request.version.as_ref()),
            effective: Effective::default(),
            problems: Vec::new(),
            steps: Vec::new(),
            step_places: Vec::new(),
            argued: Vec::new(),
            date_style: None,
        }
    }

    fn read(mut self, arguments: Arguments, gathered: Gathered) -> Config {
        self.problems = gathered.problems;
        self.nearest_series();
        // Arguments are judged first and win: they are put in force last.
        let judged = self.arguments(arguments);
        self.items(&gathered.items);
        for (setting, text) in judged {
            self.effective.set(setting, text);
        }
        self.in_order();
        let settings = self.effective.into_settings();
        let mut problems = self.problems;
        if problems.iter().all(|problem| !problem.fatal) {
            problems.extend(conflicts(&self.candidates, &settings));
        }
        problems.extend(shadowed(&settings));
        sort(&mut problems, &gathered.files);
        let version = self.request.version;
        Config {
            engine: Engine::Postgresql,
            version: version.map_or_else(Known::not_given, |version| {
                Known::Known(version, "--server-version".to_owned())
            }),
            fork: Fork::None,
            series: self.candidates.first().version(),
            settings,
            problems,
            files: gathered.files,
        }
    }

    fn nearest_series(&mut self) {
        let Some(version) = self.request.version else {
            return;
        };
        if self.candidates.is_exact() {
            return;
        }
        let message = format!(
            "PostgreSQL {version} is not in the catalogue; it is judged as {}",
            self.candidates.first()
        );
        let place = Place {
            file: self.request.main.display().to_string(),
            line: 1,
            column: 1,
        };
        self.problem(&place, ProblemKind::NearestSeries, None, message, false);
    }

    fn problem(
        &mut self,
        place: &Place,
        kind: ProblemKind,
        parameter: Option<&str>,
        message: String,
        fatal: bool,
    ) {
        self.problems.push(Problem {
            place: place.clone(),
            kind,
            parameter: parameter.map(str::to_owned),
            message,
            fatal,
        });
    }

    fn arguments(&mut self, arguments: Arguments) -> Vec<(Setting, String)> {
        let place = Place {
            file: COMMAND_LINE.to_owned(),
            line: 1,
            column: 1,
        };
        for given in arguments.refused {
            let message = format!("{given}: the server does not take this argument");
            self.problem(&place, ProblemKind::Syntax, None, message, true);
        }
        let mut judged = Vec::new();
        for argument in arguments.settings {
            let origin = Origin::Argument(argument.given.clone());
            let value = argument.value.as_bytes();
            if let Some(setting) = self.judge(&argument.name, value, &place, origin) {
                self.argued.push(setting.name.clone());
                judged.push((setting, argument.value));
            }
        }
        judged
    }

    fn items(&mut self, items: &[Item]) {
        // Of lines that spell a name alike only the last is looked at; one
        // spelt otherwise is looked at too, though a later one wins.
        let last: HashMap<&[u8], usize> =
            items.iter().map(|i| i.name.as_slice()).zip(0..).collect();
        for (at, item) in items.iter().enumerate() {
            let name = String::from_utf8_lossy(&item.name);
            let text = String::from_utf8_lossy(&item.value).into_owned();
            if item.within == Within::Auto && name == "data_directory" {
                let message =
                    format!("data_directory has no effect in {AUTO_CONF}: it was found by it");
                let kind = ProblemKind::NotSettableHere;
                self.problem(&item.place, kind, Some("data_directory"), message, false);
                continue;
            }
            let known = self.candidates.parameter(&name);
            if let Some(parameter) = known.filter(|_| last.get(item.name.as_slice()) != Some(&at)) {
                self.effective
                    .pass(parameter.name, item.place.clone(), text);
                continue;
            }
            let origin = item.within.origin(item.place.clone());
            if let Some(setting) = self.judge(&name, &item.value, &item.place, origin) {
                self.effective.set(setting, text);
            }
        }
    }

    /// Judges one name and value; what is wrong becomes a problem.
    fn judge(
        &mut self,
        name: &str,
        value: &[u8],
        place: &Place,
        origin: Origin,
    ) -> Option<Setting> {
        let text = String::from_utf8_lossy(value).into_owned();
        let before = self.date_style.as_deref();
        let before = before.filter(|_| name.eq_ignore_ascii_case("DateStyle"));
        let filled_in = before.map(|before| date_style::filled_in(value, before));
        let value = filled_in.as_deref().unwrap_or(value);
        match self.candidates.judge(name, value) {
            Verdict::Known {
                parameter,
                unit,
                typed,
                note,
            } => {
                if SET_BY_SERVER.contains(&parameter) {
                    let message = format!(
                        "{parameter} has no effect here: each transaction begins with \
                         default_{parameter}"
                    );
                    let kind = ProblemKind::NotSettableHere;
                    self.problem(place, kind, Some(parameter), message, false);
                    return None;
                }
                if let Some(note) = note {
                    self.said(place, Some(parameter), &text, &note, false);
                }
                if parameter == "DateStyle" {
                    self.date_style = Some(typed.canonical.clone());
                }
                self.step(parameter, &typed.value, place);
                Some(Setting {
                    name: parameter.to_owned(),
                    value: typed.canonical,
                    typed: typed.value,
                    unit,
                    display: typed.display,
                    origin,
                    shadowed: Vec::new(),
                })
            }
            Verdict::Placeholder { name, note } => {
                if let Some(note) = note {
                    self.said(place, Some(&name), &text, &note, false);
                }
                Some(Setting {
                    name,
                    value: text.clone(),
                    typed: Value::Text(text.clone()),
                    unit: None,
                    display: text,
                    origin,
                    shadowed: Vec::new(),
                })
            }
            Verdict::Refused { parameter, refusal } => {
                self.refused(name, parameter, &text, &refusal, place);
                None
            }
        }
    }

    fn refused(
        &mut self,
        name: &str,
        parameter: Option<&str>,
        text: &str,
        refusal: &Refusal,
        place: &Place,
    ) {
        use ProblemKind::{FutureParameter, RemovedParameter, RenamedParameter, UnknownParameter};
        if name.starts_with('\u{feff}') {
            let message = "begins with a byte-order mark, which the server takes for a part of \
                           the name; save it without"
                .to_owned();
            return self.problem(place, ProblemKind::ByteOrderMark, None, message, true);
        }
        match refusal.kind {
            FutureParameter | RemovedParameter | RenamedParameter | UnknownParameter => {
                let message = format!("{name} {}", refusal.why);
                let written = name.to_ascii_lowercase();
                let parameter = parameter.unwrap_or(&written);
                self.problem(place, refusal.kind, Some(parameter), message, true);
            }
            _ => self.said(place, parameter, text, refusal, true),
        }
    }

    fn said(
        &mut self,
        place: &Place,
        parameter: Option<&str>,
        text: &str,
        said: &Refusal,
        fatal: bool,
    ) {
        let name = parameter.unwrap_or_default();
        let message = format!("{name} = {text} {}", said.why);
        self.problem(place, said.kind, parameter, message, fatal);
    }

    fn step(&mut self, name: &'static str, value: &Value, place: &Place) {
        let argued = place.file != COMMAND_LINE && self.argued.iter().any(|known| known == name);
        self.steps.push(Step {
            name,
            value: value.clone(),
            overridden: argued,
        });
        self.step_places.push(place.clone());
    }

    /// What the order of the lines makes the server refuse.
    fn in_order(&mut self) {
        let first = order::refused(self.candidates.first(), &self.steps);
        // The others only say how sure it is: nearly always there is nothing to be sure of.
        if first.is_empty() {
            return;
        }
        let others = self.candidates.all().iter().skip(1);
        let fatal = others
            .map(|series| order::refused(*series, &self.steps))
            .all(|other| !other.is_empty());
        for (at, why) in first {
            let name = self.steps[at].name;
            let place = self.step_places[at].clone();
            let message = format!("{name} {why}");
            self.problem(&place, ProblemKind::BadValue, Some(name), message, fatal);
        }
    }
}

/// Combinations that the server refuses, each at its first parameter that a
/// file or argument sets.
fn conflicts(candidates: &Candidates, settings: &BTreeMap<String, Setting>) -> Vec<Problem> {
    let set = |name: &str| settings.get(name).map(|setting| setting.typed.clone());
    let first = startup::conflicts(candidates.first(), &set);
    // As with the order: a good file is asked of one series, not of all.
    if first.is_empty() {
        return Vec::new();
    }
    let others = candidates.all().iter().skip(1);
    let others: Vec<_> = others.map(|s| startup::conflicts(*s, &set)).collect();
    let problem = |conflict: &startup::Conflict| {
        let mut known = conflict
            .parameters
            .iter()
            .filter_map(|name| settings.get(*name));
        let setting = known.next()?;
        let place = match &setting.origin {
            Origin::File(place) | Origin::Auto(place) | Origin::Manifest(place) => place.clone(),
            Origin::Argument(_) | Origin::Default | Origin::Operator(_) | Origin::Server => Place {
                file: COMMAND_LINE.to_owned(),
                line: 1,
                column: 1,
            },
        };
        let everywhere = |other: &Vec<startup::Conflict>| {
            let mut same = other.iter().map(|other| other.parameters[0]);
            same.any(|first| first == conflict.parameters[0])
        };
        Some(Problem {
            place,
            kind: ProblemKind::BadValue,
            parameter: Some(setting.name.clone()),
            message: conflict.why.clone(),
            fatal: others.iter().all(everywhere),
        })
    };
    first.iter().filter_map(problem).collect()
}

/// One word for every line that a later one hides.
fn shadowed(settings: &BTreeMap<String, Setting>) -> Vec<Problem> {
    let mut said = Vec::new();
    for setting in settings.values() {
        let by = match &setting.origin {
            Origin::File(place) | Origin::Auto(place) | Origin::Manifest(place) => {
                place.to_string()
            }
            Origin::Argument(given) => given.clone(),
            Origin::Default | Origin::Operator(_) | Origin::Server => continue,
        };
        for hidden in &setting.shadowed {
            said.push(Problem {
                place: hidden.place.clone(),
                kind: ProblemKind::ShadowedValue,
                parameter: Some(setting.name.clone()),
                message: format!(
                    "{} = {} has no effect: {by} sets {}",
                    setting.name, hidden.text, setting.display
                ),
                fatal: false,
            });
        }
    }
    said
}

/// In the order of files and lines; arguments last.
fn sort(problems: &mut [Problem], files: &[String]) {
    let order: HashMap<&str, usize> = files.iter().rev().map(String::as_str).zip(0..).collect();
    problems.sort_by_key(|problem| {
        let from_end = order.get(problem.place.file.as_str());
        let file = from_end.map_or(usize::MAX, |at| files.len() - at);
        (file, problem.place.line, problem.place.column)
    });
}

#[cfg(test)]
mod tests;
