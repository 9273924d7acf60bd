//! Writes a catalogue as TOML that a person reads: a table a parameter, a line a stretch of series.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::data::{Also, Catalogue, Entry, Stretch};

const HEAD: &str = "\
# Every parameter and, for MySQL and MariaDB, every option. `cargo xtask catalogue` reads servers and
# rewrites this file; about, page, alias_of, became, also, hold (and unit outside PostgreSQL) are written by
# hand and stay. `cargo xtask gen` makes the tables of crates/plimsoll-conf from it.
";

/// The whole file.
pub(super) fn toml(catalogue: &Catalogue) -> String {
    let mut out = HEAD.to_owned();
    let sources: Vec<String> = catalogue
        .read_from
        .iter()
        .map(|(series, from)| format!("{} = {}", quoted(series), quoted(from)))
        .collect();
    let _ = writeln!(out, "read_from = {{ {} }}", sources.join(", "));
    let mut names: Vec<&String> = catalogue.parameters.keys().collect();
    names.sort_by_key(|name| name.to_ascii_lowercase());
    for name in names {
        entry(&mut out, name, &catalogue.parameters[name]);
    }
    out
}

fn entry(out: &mut String, name: &str, entry: &Entry) {
    let _ = writeln!(out, "\n[{}]", key(name));
    let texts = [
        ("about", &entry.about),
        ("page", &entry.page),
        ("module", &entry.module),
        ("alias_of", &entry.alias_of),
        ("became", &entry.became),
        ("hold", &entry.hold),
        ("kind", &entry.kind),
        ("unit", &entry.unit),
        ("context", &entry.context),
        ("argument", &entry.argument),
        ("default", &entry.default),
        ("min", &entry.min),
        ("max", &entry.max),
        ("block", &entry.block),
    ];
    for (field, value) in texts {
        if let Some(value) = value {
            let _ = writeln!(out, "{field} = {}", quoted(value));
        }
    }
    if let Some(values) = &entry.values {
        let _ = writeln!(out, "values = {}", list(values));
    }
    if let Some(synonyms) = &entry.synonyms {
        let _ = writeln!(out, "synonyms = {}", map(synonyms));
    }
    if !entry.also.is_empty() {
        let also: Vec<String> = entry.also.iter().map(old_name).collect();
        let _ = writeln!(out, "also = [{}]", also.join(", "));
    }
    match entry.is.as_slice() {
        [] => {}
        [one] => {
            let _ = writeln!(out, "is = [{}]", stretch(one));
        }
        many => {
            let lines: Vec<String> = many
                .iter()
                .map(|one| format!("  {},\n", stretch(one)))
                .collect();
            let _ = writeln!(out, "is = [\n{}]", lines.concat());
        }
    }
}

fn stretch(one: &Stretch) -> String {
    let mut parts = vec![format!("series = {}", quoted(&one.series))];
    let texts = [
        ("kind", &one.kind),
        ("unit", &one.unit),
        ("context", &one.context),
        ("argument", &one.argument),
        ("default", &one.default),
        ("min", &one.min),
        ("max", &one.max),
        ("block", &one.block),
    ];
    for (field, value) in texts {
        if let Some(value) = value {
            parts.push(format!("{field} = {}", quoted(value)));
        }
    }
    if let Some(values) = &one.values {
        parts.push(format!("values = {}", list(values)));
    }
    if let Some(synonyms) = &one.synonyms {
        parts.push(format!("synonyms = {}", map(synonyms)));
    }
    format!("{{ {} }}", parts.join(", "))
}

fn old_name(also: &Also) -> String {
    format!(
        "{{ name = {}, series = {} }}",
        quoted(&also.name),
        quoted(&also.series)
    )
}

fn list(values: &[String]) -> String {
    let words: Vec<String> = values.iter().map(|word| quoted(word)).collect();
    format!("[{}]", words.join(", "))
}

fn map(pairs: &BTreeMap<String, String>) -> String {
    let words: Vec<String> = pairs
        .iter()
        .map(|(from, to)| format!("{} = {}", quoted(from), quoted(to)))
        .collect();
    format!("{{ {} }}", words.join(", "))
}

fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.chars().all(bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
