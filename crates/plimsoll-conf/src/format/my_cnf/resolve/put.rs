//! Puts values in force: each under all its names, and what hangs on it.

use plimsoll_model::{Problem, ProblemKind, Setting, Unit, Value};

use crate::catalogue::{self, Kind};

use super::super::facts;
use super::super::known::Known;
use super::super::linked;
use super::super::occurrence::Source;
use super::super::say;
use super::super::show;
use super::Resolver;
use super::given::Given;

impl Resolver {
    pub(super) fn put(&mut self, given: &Given, value: Value) {
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
    pub(in crate::format::my_cnf) fn imply(&mut self, by: &str, name: &str, value: &Value) {
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
}
