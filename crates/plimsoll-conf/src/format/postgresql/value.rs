//! One value of one parameter in one series: typed as the server types it,
//! shown as it shows it, or refused for its reason. Knows the catalogue's row,
//! not where the value stands.
//!
//! Facts: `parse_and_validate_value`, `parse_bool_with_len`,
//! `config_enum_lookup_by_name`, `GetConfigOption` and `ShowGUCOption` of
//! PostgreSQL 12 to 18.

use plimsoll_model::{ProblemKind, Unit, Value};

use super::number::{self, Fault, units};
use super::refusal::Refusal;
use super::{check, show};
use crate::catalogue::{self, Kind, Parameter, Series, Span};

/// A value the server takes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Typed {
    pub(super) value: Value,
    /// As `postgres -C` prints it.
    pub(super) canonical: String,
    /// As SHOW prints it.
    pub(super) display: String,
    /// The server takes another value than was written.
    pub(super) adjusted: bool,
}

/// A value as a file has it, in the parameter's own unit, as `pg_settings` has
/// it; `None` where the server would not take it.
pub(crate) fn as_shown(series: Series, name: &str, text: &str) -> Option<String> {
    let parameter = catalogue::lookup(series.engine(), name)?;
    let typed = typed(parameter, parameter.at(series)?, series, text.as_bytes());
    Some(typed.ok()?.canonical)
}

/// What a server of `series` makes of `text` for this parameter, whose row in
/// that series is `row`.
pub(super) fn typed(
    parameter: &Parameter,
    row: &Span,
    series: Series,
    text: &[u8],
) -> Result<Typed, Refusal> {
    let name = parameter.name;
    let value = match &row.kind {
        Kind::Bool => boolean(text).map(Value::Bool),
        Kind::Integer { min, max, .. } => integer(text, row.unit, *min, *max),
        Kind::Real { min, max } => real(text, row.unit, *min, *max),
        Kind::Enum { values, synonyms } => word(text, values, synonyms),
        Kind::Set { .. } | Kind::FlagSet { .. } | Kind::Text => {
            return check::text(name, series, text).map(|kept| Typed {
                adjusted: kept != text,
                ..shown(name, Value::Text(lossy(&kept)), None)
            });
        }
    }?;
    let taken = check::scalar(name, series, &value)?;
    Ok(Typed {
        adjusted: taken != value,
        ..shown(name, taken, row.unit)
    })
}

/// A value with its two spellings.
pub(super) fn shown(name: &str, value: Value, unit: Option<Unit>) -> Typed {
    let (canonical, display) = match &value {
        Value::Bool(on) => {
            let word = if *on { "on" } else { "off" };
            (word.to_owned(), word.to_owned())
        }
        Value::Int(number) => (number.to_string(), show::integer(name, *number, unit)),
        Value::Real(number) => (show::general(*number), show::real(*number, unit)),
        Value::Enum(text) | Value::Text(text) => (text.clone(), text.clone()),
    };
    Typed {
        value,
        canonical,
        display,
        adjusted: false,
    }
}

fn lossy(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

/// `on`, `off`, `true`, `false`, `yes`, `no`, `1`, `0`, in any case, and what
/// abbreviates one of them alone.
fn boolean(text: &[u8]) -> Result<bool, Refusal> {
    let lower = text.to_ascii_lowercase();
    let abbreviates = |word: &str| !lower.is_empty() && word.as_bytes().starts_with(&lower);
    match lower.as_slice() {
        b"1" | b"on" => return Ok(true),
        b"0" | b"of" | b"off" => return Ok(false),
        _ => {}
    }
    if abbreviates("true") || abbreviates("yes") {
        Ok(true)
    } else if abbreviates("false") || abbreviates("no") {
        Ok(false)
    } else {
        Err(Refusal::bad("takes on or off"))
    }
}

fn integer(text: &[u8], unit: Option<Unit>, min: i128, max: i128) -> Result<Value, Refusal> {
    let number = number::integer(text, unit).map_err(|fault| refusal(fault, unit))?;
    let number = i128::from(number);
    if number < min || number > max {
        return Err(out_of_range(&min.to_string(), &max.to_string(), unit));
    }
    Ok(Value::Int(number))
}

fn real(text: &[u8], unit: Option<Unit>, min: f64, max: f64) -> Result<Value, Refusal> {
    let number = number::real(text, unit).map_err(|fault| refusal(fault, unit))?;
    if number < min || number > max {
        return Err(out_of_range(&show::general(min), &show::general(max), unit));
    }
    Ok(Value::Real(number))
}

/// A synonym goes before a word of its own: `on` may be shown otherwise.
fn word(text: &[u8], values: &[&str], synonyms: &[(&str, &str)]) -> Result<Value, Refusal> {
    let is = |known: &str| known.as_bytes().eq_ignore_ascii_case(text);
    let meant = synonyms.iter().find(|(known, _)| is(known));
    let meant = meant.map(|(_, meant)| *meant);
    match meant.or_else(|| values.iter().copied().find(|known| is(known))) {
        Some(value) => Ok(Value::Enum(value.to_owned())),
        None => Err(Refusal::bad(format!("takes one of {}", values.join(", ")))),
    }
}

fn out_of_range(min: &str, max: &str, unit: Option<Unit>) -> Refusal {
    let unit = unit.map_or_else(String::new, |unit| format!(" (in {})", unit.as_str()));
    Refusal {
        kind: ProblemKind::OutOfRange,
        why: format!("is outside the range {min} to {max}{unit}"),
    }
}

fn refusal(fault: Fault, unit: Option<Unit>) -> Refusal {
    let (kind, why) = match fault {
        Fault::NotANumber => (ProblemKind::BadValue, "is not a number".to_owned()),
        Fault::BeyondInteger => (
            ProblemKind::OutOfRange,
            "is beyond what the server can count".to_owned(),
        ),
        Fault::UnitNotTaken => (
            ProblemKind::WrongUnit,
            "is a plain number without a unit, or with nothing behind it".to_owned(),
        ),
        Fault::WrongUnit => (ProblemKind::WrongUnit, wrong_unit(unit)),
    };
    Refusal { kind, why }
}

fn wrong_unit(unit: Option<Unit>) -> String {
    let table = unit.map(units).unwrap_or_default();
    let names: Vec<&str> = table.iter().rev().map(|(name, _)| *name).collect();
    format!(
        "has no unit that the server knows here; it takes {}, in exactly these letters",
        names.join(", ")
    )
}

#[cfg(test)]
mod tests;
