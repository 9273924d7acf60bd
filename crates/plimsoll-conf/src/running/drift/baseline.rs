//! What is in force beside a set of values that someone agreed on.

use std::collections::BTreeMap;

use plimsoll_model::{Drift, DriftKind, Engine, InForce, Value};

use super::role::is_of_the_role;
use crate::running::Running;
use crate::shown;

/// Values of the running server that are other than an agreed set of values,
/// by name and as the server shows them.
pub fn from_baseline(
    running: &Running,
    baseline: &BTreeMap<String, String>,
    name: &str,
) -> Vec<Drift> {
    let mut drift = Vec::new();
    for (parameter, agreed) in baseline {
        let Some((value, _)) = running.settings.values.get(parameter) else {
            continue;
        };
        if is_of_the_role(parameter) || text(running, value) == *agreed {
            continue;
        }
        drift.push(Drift {
            parameter: parameter.clone(),
            kind: DriftKind::FromBaseline,
            in_force: shown(&running.settings, parameter).unwrap_or_default(),
            other: Some(shown_as(running, parameter, agreed)),
            other_source: format!("baseline \"{name}\""),
            place: None,
            since: None,
            by: None,
        });
    }
    drift
}

/// A value as the server shows it: what a baseline keeps.
pub(super) fn text(running: &Running, value: &Value) -> String {
    match (value, running.config.engine) {
        (Value::Bool(on), Engine::Postgresql) => if *on { "on" } else { "off" }.to_owned(),
        (Value::Bool(on), Engine::Mysql | Engine::Mariadb) => {
            if *on { "ON" } else { "OFF" }.to_owned()
        }
        (Value::Int(number), _) => number.to_string(),
        (Value::Real(number), _) => number.to_string(),
        (Value::Enum(text) | Value::Text(text), _) => text.clone(),
    }
}

/// An agreed value as a person would write it.
pub(super) fn shown_as(running: &Running, parameter: &str, agreed: &str) -> String {
    let mut settings = running.settings.clone();
    let Some((value, unit)) = settings.values.get(parameter).cloned() else {
        return agreed.to_owned();
    };
    let agreed_value = match value {
        Value::Int(_) => agreed.parse().ok().map(Value::Int),
        Value::Real(_) => agreed.parse().ok().map(Value::Real),
        Value::Bool(_) | Value::Enum(_) | Value::Text(_) => None,
    };
    let Some(agreed_value) = agreed_value else {
        return agreed.to_owned();
    };
    settings
        .values
        .insert(parameter.to_owned(), (agreed_value, unit));
    shown(&settings, parameter).unwrap_or_default()
}

/// What is in force, as a baseline keeps it: by name, as the server shows it.
/// What belongs to the server's role of the moment is left out.
pub fn agreed(running: &Running) -> BTreeMap<String, String> {
    let settings = running.settings.values.iter();
    settings
        .filter(|(name, _)| !is_of_the_role(name))
        .map(|(name, (value, _))| (name.to_owned(), text(running, value)))
        .collect()
}

/// These settings with an agreed set of values, as the server shows them, in
/// their place: what a baseline stands for beside another configuration.
pub fn with_agreed(settings: &InForce, agreed: &BTreeMap<String, String>) -> InForce {
    let mut with = settings.clone();
    for (name, text) in agreed {
        let typed = match with.values.get(name) {
            Some((value, unit)) => (like(value, text), *unit),
            None => (Value::Text(text.clone()), None),
        };
        with.values.insert(name.clone(), typed);
    }
    with
}

/// A text as a value of another one's type.
fn like(value: &Value, text: &str) -> Value {
    let otherwise = || Value::Text(text.to_owned());
    match value {
        Value::Bool(_) => match text {
            "on" | "ON" => Value::Bool(true),
            "off" | "OFF" => Value::Bool(false),
            _ => otherwise(),
        },
        Value::Int(_) => text.parse().map_or_else(|_| otherwise(), Value::Int),
        Value::Real(_) => text.parse().map_or_else(|_| otherwise(), Value::Real),
        Value::Enum(_) => Value::Enum(text.to_owned()),
        Value::Text(_) => otherwise(),
    }
}
