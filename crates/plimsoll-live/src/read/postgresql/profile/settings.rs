//! Settings as the exporter shows them: a metric each, in seconds or bytes.

use plimsoll_model::{Answer, FamilyKind, Row};

use super::super::questions::always;
use crate::read::Question;
use crate::read::families::Families;
use crate::read::one_line::one_line;

/// What this session set for itself alone is not told, its read-only transaction among it.
pub(super) static SETTINGS: Question = Question {
    rows_max: 2_000,
    ..always(
        "exported_settings",
        &["name", "setting", "unit", "vartype"],
        "SELECT name,
            CASE WHEN name = 'transaction_read_only' AND pg_catalog.pg_is_in_recovery() THEN 'on'
                 WHEN name = 'transaction_read_only' THEN pg_catalog.current_setting('default_transaction_read_only')
                 WHEN source = 'session' THEN reset_val ELSE setting END AS setting, unit, vartype
           FROM pg_catalog.pg_settings
          WHERE vartype IN ('bool', 'integer', 'real')
          ORDER BY 1",
    )
};

/// Adds them to the families of a server.
pub(super) fn add_to(families: &mut Families, answer: &Answer, server: &str) {
    for (name, value) in answer.rows().filter_map(named) {
        let labels = vec![("server", server.to_owned())];
        families.add(&name, FamilyKind::Gauge, labels, value);
    }
}

fn named(row: Row<'_>) -> Option<(String, f64)> {
    let (suffix, value) = match row.text("vartype")? {
        "bool" => ("", f64::from(u8::from(row.is_on("setting")?))),
        _ => scaled(row.number("setting")?, row.text("unit").unwrap_or_default())?,
    };
    let name = one_line(&row.text("name")?.replace('.', "_"));
    let is_word = name
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || it == b'_');
    is_word.then(|| (format!("pg_settings_{name}{suffix}"), value))
}

/// The value in seconds or bytes, and the end of the name that says so; -1 stays what
/// it is. `None` for a unit that is not known.
fn scaled(value: f64, unit: &str) -> Option<(&'static str, f64)> {
    let digits = unit.bytes().take_while(u8::is_ascii_digit).count();
    let (count, word) = unit.split_at(digits);
    let count = if count.is_empty() {
        1.0
    } else {
        count.parse().ok()?
    };
    let (suffix, of_one) = match word {
        "" => ("", 1.0),
        "ms" => ("_seconds", 1e-3),
        "s" => ("_seconds", 1.0),
        "min" => ("_seconds", 60.0),
        "h" => ("_seconds", 3_600.0),
        "d" => ("_seconds", 86_400.0),
        "B" => ("_bytes", 1.0),
        "kB" => ("_bytes", 1024.0),
        "MB" => ("_bytes", 1_048_576.0),
        "GB" => ("_bytes", 1_073_741_824.0),
        "TB" => ("_bytes", 1_099_511_627_776.0),
        _ => return None,
    };
    let is_special = (value + 1.0).abs() < f64::EPSILON;
    Some((
        suffix,
        if is_special {
            value
        } else {
            value * count * of_one
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::scaled;

    #[test]
    fn units_become_seconds_and_bytes() {
        assert_eq!(scaled(16384.0, "8kB"), Some(("_bytes", 134_217_728.0)));
        assert_eq!(scaled(-1.0, "kB"), Some(("_bytes", -1.0)));
        assert_eq!(scaled(200.0, "ms"), Some(("_seconds", 0.2)));
        assert_eq!(scaled(4.0, ""), Some(("", 4.0)));
        assert_eq!(scaled(1.0, "furlong"), None);
    }
}
