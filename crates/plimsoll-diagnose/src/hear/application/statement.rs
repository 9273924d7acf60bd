//! Statements that an application writes into its own log and that a server may need much
//! memory for: those that collect rows into one value, those that are long themselves.

use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{ClientSignal, Said};

/// A text of a statement that is long: a server's parser takes many times of it (its own
/// limits are 1 GB of either, `max_allowed_packet` 64 MB where nothing is set).
const LONG_BYTES: f64 = 8e6;

/// A phrase that says how long a statement is.
macro_rules! long {
    ($needle:literal) => {
        Phrase {
            needle: $needle,
            read: |record| long(record, $needle),
        }
    };
}

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // MySQL's JSON_ARRAYAGG and PostgreSQL's array_agg, json_agg, string_agg, xmlagg …;
    // what GROUP_CONCAT may build is bounded by group_concat_max_len.
    Phrase {
        needle: "AGG(",
        read: collects,
    },
    Phrase {
        needle: "agg(",
        read: collects,
    },
    long!("tatement of "),
    long!("uery of "),
    long!("tatement length"),
    long!("uery length"),
    long!("tatement size"),
    long!("uery size"),
];

const LARGE: Said = Said::Client(ClientSignal::LargeStatement);

/// A query that has one of the functions, and no limit of its own.
fn collects(record: &Record<'_>) -> Option<Said> {
    const NAMES: [&str; 9] = [
        "json_arrayagg(",
        "json_objectagg(",
        "array_agg(",
        "string_agg(",
        "json_agg(",
        "jsonb_agg(",
        "json_object_agg(",
        "jsonb_object_agg(",
        "xmlagg(",
    ];
    let text = record.message.to_ascii_lowercase();
    let is_query = text.contains("select ") && text.contains(" from ");
    (is_query && NAMES.iter().any(|name| text.contains(name))).then_some(LARGE)
}

/// `statement of 31500069 bytes`, `query size: 24.5 MB`.
fn long(record: &Record<'_>, label: &str) -> Option<Said> {
    let (_, rest) = record.message.split_once(label)?;
    let rest = rest.trim_start_matches([':', '=', ' ']);
    let is_part = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let end = rest.find(|c| !is_part(c))?;
    let number: f64 = rest[..end].replace(',', "").parse().ok()?;
    let unit = rest[end..].trim_start();
    let unit = &unit[..unit
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(unit.len())];
    let factor = match unit.to_ascii_lowercase().as_str() {
        "b" | "byte" | "bytes" => 1.0,
        "kb" | "kib" => 1e3,
        "mb" | "mib" => 1e6,
        "gb" | "gib" => 1e9,
        _ => return None,
    };
    (number * factor >= LONG_BYTES).then_some(LARGE)
}
