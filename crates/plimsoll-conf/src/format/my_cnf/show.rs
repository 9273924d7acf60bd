//! A value as the server shows it and as a person writes it.

use plimsoll_model::{Unit, Value};

/// As SHOW VARIABLES has it: switches ON and OFF, fractions with six digits.
pub(super) fn canonical(value: &Value) -> String {
    match value {
        Value::Bool(true) => "ON".to_owned(),
        Value::Bool(false) => "OFF".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Real(number) => format!("{number:.6}"),
        Value::Enum(text) | Value::Text(text) => text.clone(),
    }
}

/// As one writes it into a my.cnf: sizes with the largest suffix that leaves a
/// whole number, fractions without needless zeros.
pub(crate) fn display(value: &Value, unit: Option<Unit>) -> String {
    match value {
        Value::Int(number) if unit == Some(Unit::B) => size(*number),
        Value::Real(number) => number.to_string(),
        Value::Bool(_) | Value::Int(_) | Value::Enum(_) | Value::Text(_) => canonical(value),
    }
}

fn size(bytes: i128) -> String {
    const STEPS: [(u32, &str); 4] = [(40, "T"), (30, "G"), (20, "M"), (10, "K")];
    let step = STEPS
        .into_iter()
        .find(|(shift, _)| bytes > 0 && bytes % (1 << shift) == 0);
    match step {
        Some((shift, letter)) => format!("{}{letter}", bytes >> shift),
        None => bytes.to_string(),
    }
}
