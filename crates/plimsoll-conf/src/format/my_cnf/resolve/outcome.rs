//! What came of setting an option: a value in force, or a problem at its place.

use plimsoll_model::{Engine, Problem, ProblemKind, Value};

use crate::catalogue::Kind;

use super::super::number::BadNumber;
use super::super::occurrence::{Occurrence, Source};
use super::super::plugin;
use super::super::say;
use super::super::value::{Refused, Set};
use super::Resolver;
use super::given::Given;

impl Resolver {
    pub(super) fn outcome(&mut self, given: &Given, set: Set) {
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

    pub(super) fn refused(&mut self, given: &Given, refused: &Refused) {
        let name = given.known.parameter.name;
        let value = given.value.as_deref().unwrap_or_default();
        let kind = match refused {
            Refused::Number(BadNumber::Suffix(_)) => ProblemKind::WrongUnit,
            Refused::Number(BadNumber::TooLarge | BadNumber::Negative) => ProblemKind::OutOfRange,
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

    pub(super) fn note(&mut self, given: &Given, kind: ProblemKind, message: String) {
        let name = Some(given.canonical.as_str());
        self.problem(given.occurrence, kind, name, false, message);
    }

    /// A refusal stops the server; of a plugin's option, the plugin, and the
    /// server only where it cannot do without.
    pub(super) fn refuse(&mut self, given: &Given, kind: ProblemKind, message: String) {
        let name = Some(given.canonical.as_str());
        let loose = given.prefixes.loose;
        let stops = plugin::error_stops_server(self.series.engine(), given.known, loose);
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
    pub(in crate::format::my_cnf) fn problem(
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
