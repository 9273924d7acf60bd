//! What the answers say, by name: rows of names and values, and the one row of others
//! by its columns.

use std::collections::BTreeMap;

use plimsoll_model::Answer;

use super::questions::PAIR;

/// Values by name, in small letters.
#[derive(Debug, Default)]
pub(super) struct Said(BTreeMap<String, String>);

impl Said {
    /// Of answers that are pairs, or one row.
    pub(super) fn of<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> Self {
        let mut said = BTreeMap::new();
        for answer in answers {
            let is_pairs = answer.columns.iter().eq(PAIR.iter());
            for row in &answer.rows {
                if let (true, [Some(name), Some(value)]) = (is_pairs, row.as_slice()) {
                    said.insert(name.to_ascii_lowercase(), value.clone());
                } else if !is_pairs {
                    let named = answer.columns.iter().zip(row);
                    let named =
                        named.filter_map(|(name, value)| value.clone().map(|it| (name, it)));
                    said.extend(named.map(|(name, value)| (name.clone(), value)));
                }
            }
        }
        Self(said)
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
