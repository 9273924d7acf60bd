//! The settings that nobody wrote: what the series has built in; and how a
//! value in force is shown, whoever set it.

use plimsoll_model::{Config, Engine, InForce, Origin, Setting, Unit, Value};

use crate::catalogue::{Series, parameters};
use crate::effective::built_in;
use crate::format;

/// The built-in settings of the configuration's series that nothing it read
/// sets, in the order of their names. Not among them: what only a module that
/// may not be loaded knows, and what the server works out by itself.
pub fn defaults(config: &Config) -> Vec<Setting> {
    let (series, _) = Series::nearest(config.engine, &config.series);
    let mut settings: Vec<Setting> = parameters(config.engine)
        .iter()
        .filter(|parameter| parameter.module.is_none() && parameter.is_variable(series))
        .filter(|parameter| !config.settings.contains_key(parameter.name))
        .filter_map(|parameter| {
            let span = parameter.at(series)?;
            let text = span.default?;
            let typed = built_in(&span.kind, text)?;
            Some(Setting {
                name: parameter.name.to_owned(),
                display: display(config.engine, parameter.name, text, &typed, span.unit),
                value: text.to_owned(),
                typed,
                unit: span.unit,
                origin: Origin::Default,
                shadowed: Vec::new(),
            })
        })
        .collect();
    settings.sort_by(|one, other| one.name.cmp(&other.name));
    settings
}

/// A value in force as a person would write it (`64MB`, `128M`, `on`); `None`
/// where the series has no such parameter, or no value for it.
pub fn shown(settings: &InForce, name: &str) -> Option<String> {
    let (value, unit) = settings.values.get(name)?;
    let text = match (value, settings.engine) {
        (Value::Bool(on), Engine::Postgresql) => if *on { "on" } else { "off" }.to_owned(),
        (Value::Bool(on), Engine::Mysql | Engine::Mariadb) => {
            if *on { "ON" } else { "OFF" }.to_owned()
        }
        (Value::Int(number), _) => number.to_string(),
        (Value::Real(number), _) => number.to_string(),
        (Value::Enum(text) | Value::Text(text), _) => text.clone(),
    };
    Some(display(settings.engine, name, &text, value, *unit))
}

fn display(engine: Engine, name: &str, text: &str, value: &Value, unit: Option<Unit>) -> String {
    match engine {
        Engine::Postgresql => match value {
            Value::Int(number) => format::postgresql::integer(name, *number, unit),
            Value::Real(number) => format::postgresql::real(*number, unit),
            Value::Bool(_) | Value::Enum(_) | Value::Text(_) => text.to_owned(),
        },
        Engine::Mysql | Engine::Mariadb => match value {
            Value::Int(_) => format::my_cnf::display(value, unit),
            Value::Bool(_) | Value::Real(_) | Value::Enum(_) | Value::Text(_) => text.to_owned(),
        },
    }
}
