//! A team's own rules: what a parameter must be, must not be, or between what
//! it must lie. Knows how to hold a value against one; where the rules come
//! from, and that breaking one is a finding, is others' business.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use plimsoll_bill::overlaid;
use plimsoll_conf::catalogue::{Series, names};
use plimsoll_model::{Engine, Glob, InForce, Place, Severity, Value};

/// The middle of the codes of rules that find one broken.
pub(crate) const AREA: &str = "HOUSE";

/// One rule of a team.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseRule {
    /// What it asks.
    pub demand: Demand,
    /// Names of parameters; a `*` stands for any letters (`log_*`).
    pub parameters: Vec<String>,
    /// The engines it is for; none named: every one.
    pub engines: Vec<Engine>,
    /// The environments of targets it is for; none named: every one.
    pub envs: Vec<String>,
    /// The groups of targets it is for; none named: every one.
    pub groups: Vec<String>,
    /// Warning or info: a team stops its pipeline on one by `--fail-on`.
    pub severity: Severity,
    /// Why, for the reader of the finding.
    pub reason: String,
    /// The controls it serves.
    pub controls: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

/// What a rule asks of a parameter. Values are written as the engine's own
/// configuration takes them.
#[derive(Clone, Debug, PartialEq)]
pub enum Demand {
    /// In force is one of these.
    Require(Vec<String>),
    /// In force is none of these; none named: nothing sets it.
    Forbid(Vec<String>),
    /// Not below the one and not above the other.
    Range {
        /// The smallest value allowed.
        min: Option<String>,
        /// The largest value allowed.
        max: Option<String>,
    },
}

/// Why a value cannot be held against a rule: the rule's own value is none.
pub(crate) type Mistake = String;

impl HouseRule {
    /// The parameters of this engine and series that it is about.
    pub(crate) fn names(&self, settings: &InForce) -> BTreeSet<&'static str> {
        let (series, _) = Series::nearest(settings.engine, &settings.series);
        let patterns: Vec<Glob> = self.parameters.iter().map(|it| pattern(it)).collect();
        let of_rule = |name: &&str| patterns.iter().any(|pattern| fits(pattern, name));
        names(series)
            .filter(|name| settings.values.contains_key(name))
            .filter(of_rule)
            .collect()
    }
}

impl Demand {
    /// Whether the value in force is as asked. `is_set`: something sets it.
    pub(crate) fn is_met(
        &self,
        settings: &InForce,
        name: &str,
        is_set: bool,
    ) -> Result<bool, Mistake> {
        match self {
            Self::Require(values) => any_equal(settings, name, values),
            Self::Forbid(values) if values.is_empty() => Ok(!is_set),
            Self::Forbid(values) => Ok(!any_equal(settings, name, values)?),
            Self::Range { min, max } => {
                let below = compared(settings, name, min.as_deref())? == Some(Ordering::Less);
                let above = compared(settings, name, max.as_deref())? == Some(Ordering::Greater);
                Ok(!below && !above)
            }
        }
    }

    /// What it asks, in words.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Require(values) => format!("it must be {}", values.join(" or ")),
            Self::Forbid(values) if values.is_empty() => "it must not be set".to_owned(),
            Self::Forbid(values) => format!("it must not be {}", values.join(" or ")),
            Self::Range { min, max } => match (min, max) {
                (Some(min), Some(max)) => format!("it must be from {min} to {max}"),
                (Some(min), None) => format!("it must be {min} or more"),
                (None, Some(max)) => format!("it must be {max} or less"),
                (None, None) => "anything will do".to_owned(),
            },
        }
    }
}

/// Of names, whose case means nothing.
fn pattern(text: &str) -> Glob {
    Glob::of(&text.to_ascii_lowercase())
}

fn fits(pattern: &Glob, name: &str) -> bool {
    pattern.fits(&name.to_ascii_lowercase())
}

fn any_equal(settings: &InForce, name: &str, values: &[String]) -> Result<bool, Mistake> {
    for text in values {
        let asked = overlaid(settings, name, text).map_err(|refusal| refusal.why)?;
        if alike(settings, &asked, name) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn alike(settings: &InForce, asked: &InForce, name: &str) -> bool {
    match (settings.values.get(name), asked.values.get(name)) {
        (Some((Value::Text(now), _)), Some((Value::Text(asked), _))) => {
            members(now) == members(asked)
        }
        (Some((Value::Enum(now), _)), Some((Value::Enum(asked), _))) => {
            now.eq_ignore_ascii_case(asked)
        }
        (now, asked) => now == asked,
    }
}

/// A list is the same whatever its order (`sql_mode`, `shared_preload_libraries`).
fn members(text: &str) -> BTreeSet<String> {
    text.split(',')
        .map(|member| member.trim().to_ascii_lowercase())
        .collect()
}

/// The value in force against a bound; `None` where there is no bound.
fn compared(
    settings: &InForce,
    name: &str,
    bound: Option<&str>,
) -> Result<Option<Ordering>, Mistake> {
    let Some(bound) = bound else {
        return Ok(None);
    };
    let asked = overlaid(settings, name, bound).map_err(|refusal| refusal.why)?;
    match (settings.real(name), asked.real(name)) {
        (Some(now), Some(asked)) => Ok(now.partial_cmp(&asked)),
        _ => Err(format!("{name} is no number, so it has no range")),
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_any_letters() {
        let cases = [
            ("work_mem", "work_mem", true),
            ("Work_Mem", "work_mem", true),
            ("log_*", "log_min_messages", true),
            ("*_timeout", "lock_timeout", true),
            ("*lock*out", "lock_timeout", true),
            ("log_*", "logging_collector", false),
            ("*", "ssl", true),
            ("work_mem", "work_memory", false),
        ];
        for (pattern, name, fit) in cases {
            assert_eq!(
                fits(&super::pattern(pattern), name),
                fit,
                "{pattern} {name}"
            );
        }
        // Many of them are no more work.
        let slow = super::pattern(&"*a".repeat(50));
        assert!(!fits(&slow, &"a".repeat(49)));
        assert!(!fits(&slow, &"ab".repeat(2000)));
    }
}
