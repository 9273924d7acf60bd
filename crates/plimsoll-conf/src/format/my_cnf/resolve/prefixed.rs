//! What `maximum-` and `autoset-` make of an option: a cap on what sessions may
//! set, and the server's own choice.
//!
//! Source: `handle_options` and `setval` of both engines' `my_getopt`: a maximum
//! is set where the option's `u_max_value` points, and one that points nowhere
//! stops the server.

use plimsoll_model::{Engine, ProblemKind, Value};

use crate::catalogue::{Context, Kind};

use super::super::facts;
use super::super::say;
use super::super::value::Set;
use super::Resolver;
use super::given::Given;

impl Resolver {
    /// `maximum-x`: a cap on what sessions may set, not a value. MySQL lowers a
    /// value that stands above it (seen on 9.7.4).
    pub(super) fn maximum(&mut self, given: &Given) {
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
    pub(super) fn autoset(&mut self, given: &Given) {
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
}
