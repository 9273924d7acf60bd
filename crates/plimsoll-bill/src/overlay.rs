//! Settings with one value replaced: what a session sets for itself, what a
//! lever tries.

use plimsoll_model::{Engine, InForce, Refusal, Unit, Value};

/// The settings with `name` set to `text`, written as the engine's own
/// configuration takes it (`64MB`; `64M`). A plain number counts in the
/// parameter's own unit.
///
/// # Errors
/// A parameter that is not in force, or a text that is no value of its type.
pub fn overlaid(settings: &InForce, name: &str, text: &str) -> Result<InForce, Refusal> {
    let refuse = |why: &str| Refusal {
        why: format!("{name} = '{text}': {why}"),
    };
    let (old, unit) = settings
        .values
        .get(name)
        .ok_or_else(|| refuse("no such parameter in this version"))?;
    let value = parsed(settings.engine, old, *unit, text.trim())
        .ok_or_else(|| refuse("not a value of this parameter; write it as the server takes it"))?;
    let mut changed = settings.clone();
    changed.values.insert(name.to_owned(), (value, *unit));
    Ok(changed)
}

fn parsed(engine: Engine, old: &Value, unit: Option<Unit>, text: &str) -> Option<Value> {
    match old {
        Value::Bool(_) => switch(text).map(Value::Bool),
        Value::Int(_) => number(engine, unit, text).map(Value::Int),
        Value::Real(_) => text
            .parse()
            .ok()
            .filter(|real: &f64| real.is_finite())
            .map(Value::Real),
        Value::Enum(_) => Some(Value::Enum(text.to_ascii_lowercase())),
        Value::Text(_) => Some(Value::Text(text.to_owned())),
    }
}

fn switch(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "on" | "true" | "yes" | "1" => Some(true),
        "off" | "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

fn number(engine: Engine, unit: Option<Unit>, text: &str) -> Option<i128> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '-' && c != '.')
        .unwrap_or(text.len());
    let (digits, suffix) = text.split_at(end);
    let (digits, suffix) = (digits.trim(), suffix.trim());
    if suffix.is_empty() {
        return digits.parse().ok();
    }
    let bytes: f64 = digits.parse::<f64>().ok()? * suffix_bytes(engine, suffix)?;
    let own = unit.map_or(Some(1), Unit::bytes)?;
    let count = (bytes / own as f64).round();
    (count.abs() < 1e18).then_some(count as i128)
}

/// `PostgreSQL`'s units are case-sensitive (guc.c, `memory_unit_conversion_table`);
/// `MySQL`'s are one letter in either case.
fn suffix_bytes(engine: Engine, suffix: &str) -> Option<f64> {
    let shift = match engine {
        Engine::Postgresql => match suffix {
            "B" => 0,
            "kB" => 10,
            "MB" => 20,
            "GB" => 30,
            "TB" => 40,
            _ => return None,
        },
        Engine::Mysql | Engine::Mariadb => match suffix.to_ascii_uppercase().as_str() {
            "K" => 10,
            "M" => 20,
            "G" => 30,
            "T" => 40,
            "P" => 50,
            "E" => 60,
            _ => return None,
        },
    };
    Some((1u64 << shift) as f64)
}

/// A size in the engine's own notation, as a person would write it: the largest
/// unit that leaves a whole number, and no unit that the file would not take.
pub fn size_text(engine: Engine, bytes: u64) -> String {
    let units: [(u64, &str, &str); 4] = [
        (1 << 40, "TB", "T"),
        (1 << 30, "GB", "G"),
        (1 << 20, "MB", "M"),
        (1 << 10, "kB", "K"),
    ];
    let whole = units
        .into_iter()
        .find(|(step, ..)| bytes >= *step && bytes.is_multiple_of(*step));
    match (engine, whole) {
        (Engine::Postgresql, Some((step, unit, _))) => format!("{}{unit}", bytes / step),
        (Engine::Postgresql, None) => format!("{bytes}B"),
        (Engine::Mysql | Engine::Mariadb, Some((step, _, unit))) => {
            format!("{}{unit}", bytes / step)
        }
        (Engine::Mysql | Engine::Mariadb, None) => bytes.to_string(),
    }
}
