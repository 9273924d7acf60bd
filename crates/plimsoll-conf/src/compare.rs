//! Two sets of values beside each other, typed: 8192 pages of 8 kB and 64MB are
//! one value. Knows nothing of where either comes from.

use std::collections::BTreeSet;

use plimsoll_model::{InForce, Value};

use crate::shown;

/// A parameter that two sides do not have alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Canonical name.
    pub parameter: String,
    /// The first side's value as a person would write it; `None`: it has no
    /// such parameter.
    pub one: Option<String>,
    /// The second side's.
    pub other: Option<String>,
}

/// Every parameter of either side that is not the same on both, by name. A side
/// that does not have a parameter at all is of another version.
pub fn differences(one: &InForce, other: &InForce) -> Vec<Difference> {
    let names = one.values.iter().chain(other.values.iter());
    let names: BTreeSet<&str> = names.map(|(name, _)| name).collect();
    let differ = |name: &&str| match (one.values.get(name), other.values.get(name)) {
        (Some((first, unit)), Some((second, with))) => unit != with || !is_same(first, second),
        (first, second) => first.is_some() != second.is_some(),
    };
    let different = names.into_iter().filter(differ);
    different
        .map(|name| Difference {
            parameter: name.to_owned(),
            one: shown(one, name),
            other: shown(other, name),
        })
        .collect()
}

/// Whether two values are one: fractions as far as servers print them, words
/// and texts however they are capitalised where that is all.
pub(crate) fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Real(one), Value::Real(other)) => {
            (one - other).abs() <= 1e-6 * other.abs().max(1.0)
        }
        (Value::Enum(one), Value::Enum(other) | Value::Text(other))
        | (Value::Text(one), Value::Enum(other)) => one.eq_ignore_ascii_case(other),
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use plimsoll_model::{Engine, InForce, Unit, Value, Values, Version};

    use super::{Difference, differences};

    fn side(values: &[(&str, Value, Option<Unit>)]) -> InForce {
        let values = values.iter().cloned();
        let values = values.map(|(name, value, unit)| (name.to_owned(), (value, unit)));
        InForce {
            engine: Engine::Postgresql,
            series: Version::major(16),
            series_known: true,
            values: Values::from(values.collect::<BTreeMap<_, _>>()),
        }
    }

    #[test]
    fn values_are_compared_by_what_they_are() {
        let kb = Some(Unit::KB);
        let one = side(&[
            ("work_mem", Value::Int(65536), kb),
            ("jit", Value::Bool(true), None),
            ("huge_pages", Value::Enum("try".to_owned()), None),
            ("seq_page_cost", Value::Real(1.0), None),
            ("gone", Value::Bool(true), None),
        ]);
        let other = side(&[
            ("work_mem", Value::Int(4096), kb),
            ("jit", Value::Bool(true), None),
            ("huge_pages", Value::Enum("TRY".to_owned()), None),
            ("seq_page_cost", Value::Real(1.000_000_1), None),
        ]);
        let told = |parameter: &str, one: &str, other: Option<&str>| Difference {
            parameter: parameter.to_owned(),
            one: Some(one.to_owned()),
            other: other.map(str::to_owned),
        };
        assert_eq!(
            differences(&one, &other),
            [
                told("gone", "on", None),
                told("work_mem", "64MB", Some("4MB"))
            ]
        );
    }
}
