//! From options as written to settings in force: what `handle_options` does
//! with each, one after the other. Reading files, and what the server changes
//! on its own afterwards, are not done here.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_model::{Place, Problem, ProblemKind, Setting, Value};

use crate::catalogue::{Context, Kind, Series};
use crate::effective::Effective;

use super::dialect::Dialect;
use super::facts;
use super::name::{self, Found};
use super::occurrence::{Occurrence, Source};
use super::plugin::{self, OfPlugin};
use super::say;
use super::show;
use super::unknown;

mod given;
mod outcome;
mod prefixed;
mod put;

/// Unknown names of one reading for which a known one is looked for.
const GUESSES_MAX: u32 = 20;

/// The settings so far, and what is wrong.
pub(super) struct Resolver {
    pub(super) dialect: Dialect,
    pub(super) series: Series,
    /// Whether the series was told, so that what it lacks is truly lacking.
    pub(super) told: bool,
    effective: Effective,
    /// Values by canonical name, for what builds on an earlier one.
    pub(super) current: BTreeMap<String, Value>,
    /// How and where each was written last.
    last_written: BTreeMap<String, (String, Source)>,
    loose: BTreeSet<String>,
    /// Variables that hold what another one holds, and that one.
    aliases: Vec<(&'static str, &'static str)>,
    /// Options of plugins that the server can start without.
    pub(super) of_plugins: Vec<OfPlugin>,
    /// Which problems are of names that the series does not know.
    pub(super) of_unknown: Vec<usize>,
    /// Whether a parameter was met that a cluster's build alone has.
    pub(super) is_cluster: bool,
    /// Names still to be guessed at: a guess looks at every name there is.
    pub(super) guesses_left: u32,
    pub(super) problems: Vec<Problem>,
}

impl Resolver {
    /// Nothing set yet.
    pub(super) fn new(dialect: Dialect, series: Series, told: bool) -> Self {
        Self {
            dialect,
            series,
            told,
            effective: Effective::default(),
            current: BTreeMap::new(),
            last_written: BTreeMap::new(),
            loose: BTreeSet::new(),
            aliases: name::aliases(series),
            of_plugins: Vec::new(),
            of_unknown: Vec::new(),
            is_cluster: false,
            guesses_left: GUESSES_MAX,
            problems: Vec::new(),
        }
    }

    /// What is in force, and what is wrong.
    pub(super) fn finish(self) -> (BTreeMap<String, Setting>, Vec<Problem>) {
        let Self {
            effective,
            mut current,
            problems,
            ..
        } = self;
        let mut settings = effective.into_settings();
        // What the server changed after reading, or was told to choose itself.
        settings.retain(|name, setting| {
            let Some(value) = current.remove(name) else {
                return false;
            };
            if value != setting.typed {
                setting.value = show::canonical(&value);
                setting.display = show::display(&value, setting.unit);
                setting.typed = value;
            }
            true
        });
        (settings, problems)
    }

    /// Where a setting in force was written.
    pub(super) fn place_of(&self, name: &str) -> Option<Place> {
        self.last_written
            .get(name)
            .map(|(_, source)| source.place())
    }

    /// Whether a setting in force was written with `loose-`.
    pub(super) fn was_loose(&self, name: &str) -> bool {
        self.loose.contains(name)
    }

    /// Whether the series takes a name without effect.
    pub(super) fn is_ignored(&self, name: &str) -> bool {
        name::exact(name, self.series, &self.dialect)
            .is_some_and(|known| known.span.context == Context::Ignored)
    }

    /// Whether an option turns a plugin on or off.
    pub(super) fn is_switch(&self, name: &str) -> bool {
        name::exact(name, self.series, &self.dialect).is_some_and(plugin::is_activation)
    }

    /// The words of a set or enum.
    pub(super) fn words_of(&self, name: &str) -> Option<&'static [&'static str]> {
        match name::exact(name, self.series, &self.dialect)?.span.kind {
            Kind::Set { values } | Kind::FlagSet { values } | Kind::Enum { values, .. } => {
                Some(values)
            }
            Kind::Bool | Kind::Integer { .. } | Kind::Real { .. } | Kind::Text => None,
        }
    }

    /// The value built in.
    pub(super) fn default_of(&self, name: &str) -> Option<String> {
        name::exact(name, self.series, &self.dialect)?
            .span
            .default
            .map(str::to_owned)
    }

    /// Puts another value in force in place of a setting's.
    pub(super) fn replace(&mut self, name: &str, value: Value) {
        if let Some(current) = self.current.get_mut(name) {
            *current = value;
        }
    }

    /// Takes one option.
    pub(super) fn take(&mut self, occurrence: &Occurrence) {
        let (cache, name) = self.key_cache(&occurrence.name);
        match name::find(name, self.series, &self.dialect) {
            Found::Several { one, other } => {
                let text = say::ambiguous(&occurrence.name, one, other);
                let stops = name::exact(one, self.series, &self.dialect).is_none_or(|known| {
                    plugin::error_stops_server(self.series.engine(), known, false)
                });
                self.problem(
                    occurrence,
                    ProblemKind::AmbiguousParameter,
                    None,
                    stops,
                    text,
                );
            }
            Found::Unknown { prefixes, stem } => {
                let loose = prefixes.loose;
                self.of_unknown.push(self.problems.len());
                if let Some(known) = unknown::report(self, occurrence, &stem, loose) {
                    self.given(occurrence, known, prefixes, cache);
                }
            }
            Found::One {
                known,
                prefixes,
                abbreviated,
            } => {
                if abbreviated {
                    let text = say::abbreviated(&occurrence.name, known.parameter.name);
                    let kind = ProblemKind::DeprecatedParameter;
                    self.problem(
                        occurrence,
                        kind,
                        Some(known.variable(self.series)),
                        false,
                        text,
                    );
                }
                self.given(occurrence, known, prefixes, cache);
            }
        }
    }

    /// `hot.key_buffer_size` is the size of the key cache `hot`. MariaDB takes
    /// a name in front of any option and ignores it.
    fn key_cache<'a>(&self, name: &'a str) -> (Option<&'a str>, &'a str) {
        let dot = name.char_indices().skip(1).find(|(_, c)| *c == '.');
        let Some((at, _)) = dot else {
            return (None, name);
        };
        let (cache, rest) = (&name[..at], &name[at + 1..]);
        let of_key_cache = facts::is_key_cache(&name::fold(rest, &self.dialect));
        if !of_key_cache && !self.dialect.folds_case {
            return (None, name);
        }
        if rest.is_empty() {
            return (None, name);
        }
        let named = of_key_cache && !cache.eq_ignore_ascii_case("default");
        (named.then_some(cache), rest)
    }
}
