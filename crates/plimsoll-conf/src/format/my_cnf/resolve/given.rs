//! One option found: whether its argument fits, and what its value is set to.

use plimsoll_model::{ProblemKind, Value};

use crate::catalogue::{Argument, Kind};

use super::super::facts;
use super::super::known::{Known, Prefix, Prefixes};
use super::super::maximum::maximum_is_value;
use super::super::occurrence::Occurrence;
use super::super::plugin::OfPlugin;
use super::super::say;
use super::super::value::{self, Refused, Set, Target};
use super::Resolver;

/// One option found, its prefixes off.
pub(super) struct Given<'a> {
    pub(super) occurrence: &'a Occurrence,
    pub(super) known: Known,
    pub(super) prefixes: Prefixes,
    /// The variable's name in front of which the key cache's stands.
    pub(super) canonical: String,
    pub(super) value: Option<String>,
}

impl Resolver {
    pub(super) fn given(
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
            Some(Prefix::Maximum) | None => occurrence.value.clone(),
        };
        // "On" means nothing to a text: it is as if its name stood alone. What
        // adds up is handed on instead, and gets the 1.
        let text = matches!(known.span.kind, Kind::Text) && !facts::accumulates(variable);
        let text = text && !prefixes.autoset;
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
        if prefixes.autoset && !facts::takes_no_argument(engine, known) {
            self.autoset(&given);
        } else if self.argument_fits(&given) {
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
        let engine = self.series.engine();
        let by_atoi = self.by_atoi(given);
        let is_cap = by_atoi.is_none() && !maximum_is_value(engine, given.known);
        if given.prefixes.last == Some(Prefix::Maximum) && is_cap {
            return self.maximum(given);
        }
        let variable = given.known.variable(self.series);
        let set = match self.set(given) {
            Ok(set) => set,
            Err(refused) => return self.refused(given, &refused),
        };
        if let Some(number) = by_atoi {
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
    pub(super) fn set(&self, given: &Given) -> Result<Set, Refused> {
        let span = given.known.span;
        let target = Target {
            span,
            kind: span.kind,
            signed: facts::is_signed(given.known.variable(self.series), span),
            strict_switch: facts::is_strict_switch(
                self.series.engine(),
                given.known.parameter.name,
            ),
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

    pub(super) fn by_atoi(&self, given: &Given) -> Option<i128> {
        let variable = given.known.variable(self.series);
        let (value, prefix) = (given.value.as_deref(), given.prefixes.last);
        facts::by_atoi(self.series.engine(), variable, value, prefix)
    }
}
