//! From options as written to settings in force: what `handle_options` does
//! with each, one after the other. Reading files, and what the server changes
//! on its own afterwards, are not done here.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_model::{Engine, Place, Problem, ProblemKind, Setting, Unit, Value};

use crate::catalogue::{self, Argument, Context, Kind, Series};
use crate::effective::Effective;

use super::dialect::Dialect;
use super::facts;
use super::linked;
use super::maximum;
use super::name::{self, Found, Known, Prefix, Prefixes};
use super::occurrence::{Occurrence, Source};
use super::say;
use super::show;
use super::unknown;
use super::unread::OfPlugin;
use super::value::{self, Refused, Set, Target};

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

/// One option found, its prefixes off.
struct Given<'a> {
    occurrence: &'a Occurrence,
    known: Known,
    prefixes: Prefixes,
    /// The variable's name in front of which the key cache's stands.
    canonical: String,
    value: Option<String>,
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
        name::exact(name, self.series, &self.dialect).is_some_and(facts::is_activation)
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
                    facts::error_stops_server(self.series.engine(), known, false)
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

    fn given(
        &mut self,
        occurrence: &Occurrence,
        known: Known,
        prefixes: Prefixes,
        cache: Option<&str>,
    ) {
        let variable = known.variable(self.series);
        let canonical = match cache {
            Some(cache) => format!("{cache}.{variable}"),
            None => variable.to_owned(),
        };
        let switched = |off: &str, on: &str| {
            let negated = occurrence.value.as_deref() == Some("0");
            Some(if negated { off } else { on }.to_owned())
        };
        let value = match prefixes.last {
            Some(Prefix::Off) => switched("1", "0"),
            Some(Prefix::On) => switched("0", "1"),
            Some(Prefix::Maximum | Prefix::Autoset) | None => occurrence.value.clone(),
        };
        // "On" means nothing to a text: it is as if its name stood alone. What
        // adds up is handed on instead, and gets the 1.
        let text = matches!(known.span.kind, Kind::Text) && !facts::accumulates(variable);
        let switches = matches!(prefixes.last, Some(Prefix::On | Prefix::Off));
        let value = value.filter(|value| !(text && switches && value == "1"));
        let given = Given {
            occurrence,
            known,
            prefixes,
            canonical,
            value,
        };
        let (name, loose) = (known.parameter.name, given.prefixes.loose);
        let engine = self.series.engine();
        self.of_plugins
            .extend(OfPlugin::of(engine, name, loose, occurrence));
        if self.argument_fits(&given) {
            self.value(&given);
        }
    }

    /// Whether a value stands where one must, and none where none may.
    fn argument_fits(&mut self, given: &Given) -> bool {
        let span = given.known.span;
        let name = given.known.parameter.name;
        let text = matches!(span.kind, Kind::Text);
        let switches = text && matches!(given.prefixes.last, Some(Prefix::On | Prefix::Off));
        let refusal = match span.argument {
            Argument::None if given.value.is_some() || switches => say::takes_no_value(name),
            Argument::Required
                if given.value.is_none()
                    && matches!(given.prefixes.last, None | Some(Prefix::Maximum)) =>
            {
                say::needs_value(&given.occurrence.name, name)
            }
            Argument::None | Argument::Required | Argument::Optional | Argument::NotAnOption => {
                return true;
            }
        };
        self.refuse(given, ProblemKind::BadValue, refusal);
        false
    }

    fn value(&mut self, given: &Given) {
        match given.prefixes.last {
            Some(Prefix::Maximum) if maximum::is_value(self.series.engine(), given.known) => {}
            Some(Prefix::Maximum) => return self.maximum(given),
            // A switch that takes no argument is set before anyone asks whether
            // it can be chosen (my_getopt.c; seen on 10.11).
            Some(Prefix::Autoset) if facts::is_strict_switch(given.known.parameter.name) => {}
            Some(Prefix::Autoset) => return self.autoset(given),
            Some(Prefix::Off | Prefix::On) | None => {}
        }
        let variable = given.known.variable(self.series);
        let set = match self.set(given) {
            Ok(set) => set,
            Err(refused) => return self.refused(given, &refused),
        };
        if let Some(number) = self.by_atoi(given) {
            return self.put(given, Value::Int(number));
        }
        if let (Some(text), None) = (given.value.as_deref(), given.prefixes.last)
            && facts::is_off_by_word_alone(self.series.engine(), variable)
        {
            return self.off_by_word_alone(given, text.eq_ignore_ascii_case("OFF"));
        }
        match set {
            Set::To(_) if variable == "log_bin" => {
                // The name is another variable's; this one is a switch.
                let off =
                    given.prefixes.last == Some(Prefix::Off) && given.value.as_deref() == Some("0");
                self.put(given, Value::Bool(!off));
            }
            set => self.outcome(given, set),
        }
    }

    /// What the value comes to.
    fn set(&self, given: &Given) -> Result<Set, Refused> {
        let span = given.known.span;
        let target = Target {
            span,
            kind: span.kind,
            signed: facts::is_signed(given.known.variable(self.series), span),
            strict_switch: facts::is_strict_switch(given.known.parameter.name),
            current: self.current.get(&given.canonical),
        };
        value::set(target, given.value.as_deref(), &self.dialect)
    }

    fn off_by_word_alone(&mut self, given: &Given, off: bool) {
        let negative = ["0", "false"];
        let text = given.value.as_deref().unwrap_or_default();
        if negative.iter().any(|word| text.eq_ignore_ascii_case(word)) {
            let why = say::off_by_word_alone(given.known.parameter.name, text);
            self.note(given, ProblemKind::AdjustedValue, why);
        }
        self.put(given, Value::Bool(!off));
    }

    fn outcome(&mut self, given: &Given, set: Set) {
        let name = given.known.parameter.name;
        let unit = given.known.span.unit;
        let text = given.value.clone().unwrap_or_default();
        match set {
            Set::To(value) => self.put(given, value),
            Set::Fitted(limited) => {
                if limited.given != limited.asked {
                    let kind = given.known.span.kind;
                    let why = say::adjusted(name, &limited, kind, unit);
                    self.note(given, ProblemKind::AdjustedValue, why);
                }
                self.put(given, Value::Int(limited.given));
            }
            Set::FittedReal { asked, given: to } => {
                if to.total_cmp(&asked).is_ne() {
                    let why = say::adjusted_real(name, asked, to);
                    self.note(given, ProblemKind::AdjustedValue, why);
                }
                self.put(given, Value::Real(to));
            }
            Set::TakenForOff => {
                self.note(
                    given,
                    ProblemKind::BadValue,
                    say::taken_for_off(name, &text),
                );
                self.put(given, Value::Bool(false));
            }
            Set::PassedOver => {
                self.note(given, ProblemKind::BadValue, say::passed_over(name, &text));
            }
        }
    }

    fn refused(&mut self, given: &Given, refused: &Refused) {
        let name = given.known.parameter.name;
        let value = given.value.as_deref().unwrap_or_default();
        let kind = match refused {
            Refused::Number(super::number::BadNumber::Suffix(_)) => ProblemKind::WrongUnit,
            Refused::Number(
                super::number::BadNumber::TooLarge | super::number::BadNumber::Negative,
            ) => ProblemKind::OutOfRange,
            Refused::Number(_)
            | Refused::Word
            | Refused::SeveralWords
            | Refused::Words
            | Refused::Flags
            | Refused::Empty => ProblemKind::BadValue,
        };
        let of = given.known.span.kind;
        let why = say::refused(name, value, refused, of);
        if given.prefixes.loose && self.dialect.folds_case {
            return self.spoilt(given, kind, &why);
        }
        self.refuse(given, kind, why);
    }

    /// A MariaDB that goes on with a number or a set spoilt has 0 there, below
    /// the least even (seen on 10.11 and 11.8); any other value stays.
    fn spoilt(&mut self, given: &Given, kind: ProblemKind, why: &str) {
        let left = match given.known.span.kind {
            Kind::Integer { .. } => Some(Value::Int(0)),
            Kind::Real { .. } => Some(Value::Real(0.0)),
            Kind::Set { .. } => Some(Value::Text(String::new())),
            Kind::Bool | Kind::Enum { .. } | Kind::FlagSet { .. } | Kind::Text => None,
        };
        self.note(given, kind, say::loose_and_wrong(why, left.as_ref()));
        if let Some(value) = left {
            let value = self.by_atoi(given).map_or(value, Value::Int);
            self.put(given, value);
        }
    }

    fn by_atoi(&self, given: &Given) -> Option<i128> {
        let variable = given.known.variable(self.series);
        let (value, prefix) = (given.value.as_deref(), given.prefixes.last);
        facts::by_atoi(self.series.engine(), variable, value, prefix)
    }

    /// `maximum-x`: a cap on what sessions may set, not a value. MySQL lowers a
    /// value that stands above it (seen on 9.7.4).
    fn maximum(&mut self, given: &Given) {
        let name = given.known.parameter.name;
        let engine = self.series.engine();
        let has_cap = match given.known.span.kind {
            Kind::Integer { .. } => true,
            Kind::Enum { .. } | Kind::Set { .. } => engine == Engine::Mariadb,
            Kind::Bool | Kind::Real { .. } | Kind::FlagSet { .. } | Kind::Text => false,
        };
        if has_cap && given.known.span.context == Context::Session {
            match self.set(given) {
                Err(refused) => return self.refused(given, &refused),
                Ok(Set::Fitted(cap)) if engine == Engine::Mysql => self.lower(given, cap.given),
                Ok(_) => {}
            }
            self.note(given, ProblemKind::NotSettableHere, say::maximum(name));
            return;
        }
        let why = say::no_maximum(name);
        if given.prefixes.loose && self.dialect.folds_case {
            self.note(given, ProblemKind::NotSettableHere, why);
        } else {
            self.refuse(given, ProblemKind::NotSettableHere, why);
        }
    }

    fn lower(&mut self, given: &Given, cap: i128) {
        let standing = match self.current.get(&given.canonical) {
            Some(Value::Int(number)) => Some(*number),
            _ => given.known.span.default.and_then(|text| text.parse().ok()),
        };
        if standing.is_some_and(|standing| standing > cap) {
            self.put(given, Value::Int(cap));
        }
    }

    /// `autoset-x`: the server chooses.
    fn autoset(&mut self, given: &Given) {
        let name = given.known.parameter.name;
        if given.value.is_some() {
            return self.refuse(given, ProblemKind::BadValue, say::takes_no_value(name));
        }
        if facts::is_autoset(name) {
            self.current.remove(&given.canonical);
            return;
        }
        let why = say::no_autoset(name);
        if given.prefixes.loose {
            self.note(given, ProblemKind::NotSettableHere, why);
        } else {
            self.refuse(given, ProblemKind::NotSettableHere, why);
        }
    }

    fn put(&mut self, given: &Given, value: Value) {
        let name = &given.canonical;
        let value = match (self.current.get(name), value) {
            (Some(Value::Text(before)), Value::Text(more)) if facts::accumulates(name) => {
                let once = facts::adds_once(name);
                if once && (before.is_empty() || more.is_empty()) {
                    Value::Text(more)
                } else if once && before.split(',').any(|value| value == more) {
                    Value::Text(before.clone())
                } else {
                    Value::Text(format!("{before},{more}"))
                }
            }
            (Some(_), _) if facts::first_counts(name) => return,
            (_, value) => value,
        };
        self.shadow(given);
        let written = given.occurrence.written.clone();
        let source = given.occurrence.source.clone();
        let unit = given.known.span.unit;
        let loose = given.prefixes.loose;
        for variable in self.with_aliases(name) {
            if loose {
                self.loose.insert(variable.clone());
            } else {
                self.loose.remove(&variable);
            }
            self.put_as(
                variable,
                value.clone(),
                unit,
                (written.clone(), source.clone()),
            );
        }
        linked::follow(self, name, &value);
    }

    /// Puts a value in force that another option brings with it.
    pub(super) fn imply(&mut self, by: &str, name: &str, value: &Value) {
        let Some(origin) = self.last_written.get(by).cloned() else {
            return;
        };
        let Some(parameter) = catalogue::resolve(self.series, name) else {
            return;
        };
        let known = parameter
            .at(self.series)
            .map(|span| Known { parameter, span });
        let Some(known) = known else {
            return;
        };
        for variable in self.with_aliases(known.variable(self.series)) {
            self.put_as(variable, value.clone(), known.span.unit, origin.clone());
        }
    }

    /// A variable and those that hold the same.
    fn with_aliases(&self, name: &str) -> Vec<String> {
        let aliases = self.aliases.iter().filter(|(_, of)| *of == name);
        let aliases = aliases.map(|(alias, _)| (*alias).to_owned());
        std::iter::once(name.to_owned()).chain(aliases).collect()
    }

    fn put_as(
        &mut self,
        name: String,
        value: Value,
        unit: Option<Unit>,
        (written, source): (String, Source),
    ) {
        self.current.insert(name.clone(), value.clone());
        let setting = Setting {
            name: name.clone(),
            value: show::canonical(&value),
            display: show::display(&value, unit),
            typed: value,
            unit,
            origin: source.origin(),
            shadowed: Vec::new(),
        };
        self.effective.set(setting, written.clone());
        self.last_written.insert(name, (written, source));
    }

    /// Says that an earlier value is lost, where it is.
    fn shadow(&mut self, given: &Given) {
        let name = &given.canonical;
        let source = &given.occurrence.source;
        let adds =
            facts::accumulates(name) || matches!(given.known.span.kind, Kind::FlagSet { .. });
        if let (false, Some((written, earlier))) = (adds, self.last_written.get(name)) {
            let message = say::shadowed(name, written, source, self.series.engine(), earlier);
            let problem = Problem {
                place: earlier.place(),
                kind: ProblemKind::ShadowedValue,
                parameter: Some(name.clone()),
                message,
                fatal: false,
            };
            self.problems.push(problem);
        }
    }

    fn note(&mut self, given: &Given, kind: ProblemKind, message: String) {
        let name = Some(given.canonical.as_str());
        self.problem(given.occurrence, kind, name, false, message);
    }

    /// A refusal stops the server; of a plugin's option, the plugin, and the
    /// server only where it cannot do without.
    fn refuse(&mut self, given: &Given, kind: ProblemKind, message: String) {
        let name = Some(given.canonical.as_str());
        let loose = given.prefixes.loose;
        let stops = facts::error_stops_server(self.series.engine(), given.known, loose);
        let persisted = matches!(given.occurrence.source, Source::Persisted(_));
        let message = match (stops, self.series.engine()) {
            (false, Engine::Mysql) => {
                if let Some(last) = self.of_plugins.last_mut() {
                    last.wrong = true;
                }
                say::without_plugin(&message)
            }
            (false, Engine::Mariadb | Engine::Postgresql) | (true, _) => message,
        };
        self.problem(given.occurrence, kind, name, stops && !persisted, message);
    }

    /// Notes something wrong with an option.
    pub(super) fn problem(
        &mut self,
        occurrence: &Occurrence,
        kind: ProblemKind,
        parameter: Option<&str>,
        fatal: bool,
        message: String,
    ) {
        self.problems.push(Problem {
            place: occurrence.source.place(),
            kind,
            parameter: parameter.map(str::to_owned),
            message,
            fatal,
        });
    }
}
