//! What the answers say, by name: rows of names and values, and the one row of others
//! by its columns.

use std::collections::BTreeMap;

use plimsoll_model::Answer;

use super::questions::{BY_NAME, PAIR};
use crate::read::mysql::connection::Answers;

/// Values by name, in small letters.
#[derive(Debug, Default)]
pub(super) struct Said(BTreeMap<String, String>);

impl Said {
    /// Of the questions whose answers are pairs, or one row.
    pub(super) fn of(answers: &Answers) -> Self {
        let by_name = BY_NAME.iter();
        let answers = by_name.filter_map(|name| answers.answers.get(*name));
        Self(answers.flat_map(named).collect())
    }

    /// A value as it came.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A finite number that is not negative.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        let number: f64 = self.text(name)?.parse().ok()?;
        (number.is_finite() && number >= 0.0).then_some(number)
    }

    /// Whether a switch is on.
    pub(super) fn is_on(&self, name: &str) -> bool {
        let value = self.text(name).unwrap_or_default();
        value.eq_ignore_ascii_case("ON") || value == "1"
    }
}

fn named(answer: &Answer) -> Vec<(String, String)> {
    let mut named = Vec::new();
    let is_pairs = answer.columns.iter().eq(PAIR.iter());
    for row in &answer.rows {
        if !is_pairs {
            let columns = answer.columns.iter().zip(row);
            named.extend(columns.filter_map(|(name, value)| Some((name.clone(), value.clone()?))));
        } else if let [Some(name), Some(value)] = row.as_slice() {
            named.push((name.to_ascii_lowercase(), value.clone()));
        }
    }
    named
}
