//! Taking the fields of a table one by one, noting what is wrong with each;
//! what is left at the end is a field that nobody knows.

use std::collections::BTreeMap;

use plimsoll_model::{Place, Problem, ProblemKind};

use super::node::{Data, Field, Node};
use crate::names::nearest;

/// Above this, a count of sessions or operations is a mistake and no load.
const COUNT_MAX: u64 = 1 << 32;
/// The most bytes a field may give: what a signed figure holds.
const BYTES_MAX: u64 = i64::MAX as u64;

/// The fields of one table, as far as they are not taken yet.
#[derive(Debug)]
pub struct Fields<'n, 'p> {
    what: &'static str,
    left: Vec<&'n Field>,
    known: Vec<&'static str>,
    /// Where mistakes are noted.
    pub problems: &'p mut Vec<Problem>,
}

impl<'n, 'p> Fields<'n, 'p> {
    /// The fields of a table; `None`, and said, where the node is none. `what`
    /// names the table in messages (`a group`).
    pub fn of(node: &'n Node, what: &'static str, problems: &'p mut Vec<Problem>) -> Option<Self> {
        let mut fields = Self {
            what,
            left: Vec::new(),
            known: Vec::new(),
            problems,
        };
        let Data::Table(table) = &node.data else {
            fields.not_a(node, what, "a table");
            return None;
        };
        fields.left = table.iter().collect();
        Some(fields)
    }

    /// Takes a field; `null` counts as not given.
    pub fn take(&mut self, name: &'static str) -> Option<&'n Node> {
        self.known.push(name);
        let at = self.left.iter().position(|field| field.name == name)?;
        let node = &self.left.remove(at).node;
        (node.data != Data::Null).then_some(node)
    }

    /// Where the first of these fields stands that is given.
    pub fn first_of(&self, names: &[&str]) -> Option<Place> {
        self.left
            .iter()
            .find(|field| names.contains(&field.name.as_str()))
            .map(|field| field.place.clone())
    }

    /// A count of sessions, operations or things.
    pub fn count(&mut self, name: &'static str) -> Option<u64> {
        self.number(name, COUNT_MAX)
    }

    /// A number of bytes or items.
    pub fn whole(&mut self, name: &'static str) -> Option<u64> {
        self.number(name, BYTES_MAX)
    }

    fn number(&mut self, name: &'static str, max: u64) -> Option<u64> {
        let node = self.take(name)?;
        let number = match &node.data {
            Data::Int(number) => *number,
            // Other programs write whole numbers as 3.0 or 3e6.
            Data::Real(real) if real.fract() == 0.0 => *real as i128,
            Data::Null
            | Data::Bool(_)
            | Data::Real(_)
            | Data::Text(_)
            | Data::List(_)
            | Data::Table(_) => {
                self.not_a(node, name, "a whole number");
                return None;
            }
        };
        let fits = u64::try_from(number).ok().filter(|number| *number <= max);
        if fits.is_none() {
            let message = format!("`{name}` is {number}; it must be from 0 to {max}");
            self.say(&node.place, ProblemKind::OutOfRange, message);
        }
        fits
    }

    /// A number that need not be whole and is not negative.
    pub fn real(&mut self, name: &'static str) -> Option<f64> {
        let node = self.take(name)?;
        let real = match &node.data {
            Data::Int(number) => *number as f64,
            Data::Real(real) => *real,
            Data::Null | Data::Bool(_) | Data::Text(_) | Data::List(_) | Data::Table(_) => {
                self.not_a(node, name, "a number");
                return None;
            }
        };
        let fits = real.is_finite() && real >= 0.0;
        if !fits {
            let message = format!("`{name}` is {real}; it must be a number from 0 on");
            self.say(&node.place, ProblemKind::OutOfRange, message);
        }
        fits.then_some(real)
    }

    /// A switch.
    pub fn switch(&mut self, name: &'static str) -> Option<bool> {
        let node = self.take(name)?;
        if let Data::Bool(on) = node.data {
            return Some(on);
        }
        self.not_a(node, name, "true or false");
        None
    }

    /// A list, cut off at its limit.
    pub fn list(&mut self, name: &'static str, max: usize) -> Option<&'n [Node]> {
        let node = self.take(name)?;
        let Data::List(items) = &node.data else {
            self.not_a(node, name, "a list");
            return None;
        };
        if let Some(beyond) = items.get(max) {
            let message = format!(
                "`{name}` has {} entries; at most {max} are read",
                items.len()
            );
            self.say(&beyond.place, ProblemKind::OutOfRange, message);
        }
        Some(items.get(..max).unwrap_or(items))
    }

    /// Names with values as text; numbers and switches are taken as written.
    pub fn texts(&mut self, name: &'static str) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        let Some(node) = self.take(name) else {
            return texts;
        };
        let Data::Table(fields) = &node.data else {
            self.not_a(node, name, "a table");
            return texts;
        };
        for field in fields {
            let text = match &field.node.data {
                Data::Text(text) => text.clone(),
                Data::Int(number) => number.to_string(),
                Data::Real(real) => real.to_string(),
                Data::Bool(on) => if *on { "on" } else { "off" }.to_owned(),
                Data::Null => continue,
                Data::List(_) | Data::Table(_) => {
                    self.not_a(&field.node, &field.name, "a value");
                    continue;
                }
            };
            texts.insert(field.name.clone(), text);
        }
        texts
    }

    /// Says which of the fields left over nobody knows or were given twice.
    pub fn finish(mut self) {
        for field in std::mem::take(&mut self.left) {
            let message = if self.known.contains(&field.name.as_str()) {
                format!("`{}` is given twice; the first one counts", field.name)
            } else {
                let meant = nearest(&field.name, self.known.iter().copied())
                    .map_or(String::new(), |name| format!("; did you mean `{name}`?"));
                format!("{} has no field `{}`{meant}", self.what, field.name)
            };
            self.say(&field.place, ProblemKind::UnknownParameter, message);
        }
    }

    /// A text and where it stands.
    pub fn text(&mut self, name: &'static str) -> Option<(&'n str, &'n Place)> {
        let node = self.take(name)?;
        if let Data::Text(text) = &node.data {
            return Some((text, &node.place));
        }
        self.not_a(node, name, "a text in quotes");
        None
    }

    /// Notes that a value is not of the kind it must be.
    pub fn not_a(&mut self, node: &Node, name: &str, noun: &str) {
        let message = format!("{name} must be {noun}, not {}", node.data.noun());
        self.say(&node.place, ProblemKind::BadValue, message);
    }

    /// Notes a mistake.
    pub fn say(&mut self, place: &Place, kind: ProblemKind, message: String) {
        self.problems.push(Problem {
            place: place.clone(),
            kind,
            parameter: None,
            message,
            fatal: false,
        });
    }
}
