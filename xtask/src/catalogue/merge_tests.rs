//! What merging keeps, changes and tells.

use std::collections::BTreeMap;

use super::super::data::{Catalogue, Facts, Reading, Row};
use super::super::write;
use super::merge;

fn facts(default: &str) -> Facts {
    Facts {
        kind: "integer".to_owned(),
        context: "session".to_owned(),
        argument: Some("required".to_owned()),
        default: Some(default.to_owned()),
        min: Some("0".to_owned()),
        max: Some("100".to_owned()),
        ..Facts::default()
    }
}

fn reading(engine: &str, series: &str, rows: &[(&str, Facts)]) -> Reading {
    Reading {
        engine: engine.to_owned(),
        series: series.to_owned(),
        read_from: format!("server {series}.1"),
        rows: rows
            .iter()
            .map(|(name, facts)| Row {
                name: (*name).to_owned(),
                module: None,
                facts: facts.clone(),
            })
            .collect(),
    }
}

fn merged(catalogue: &mut Catalogue, engine: &str, series: &str, rows: &[(&str, Facts)]) -> String {
    let changes = merge(catalogue, &reading(engine, series, rows)).expect("known names");
    changes.join("\n")
}

#[test]
fn equal_neighbours_become_one_line_and_changes_are_told() {
    let mut catalogue = Catalogue::default();
    for series in ["12", "13"] {
        let said = merged(&mut catalogue, "postgresql", series, &[("a", facts("1"))]);
        assert_eq!(said, format!("a {series}: new"));
    }
    merged(&mut catalogue, "postgresql", "14", &[("a", facts("2"))]);
    let text = write::toml(&catalogue);
    assert!(
        text.contains("{ series = \"12-13\", default = \"1\" }"),
        "{text}"
    );
    assert!(
        text.contains("{ series = \"14\", default = \"2\" }"),
        "{text}"
    );
    assert!(text.contains("\nmax = \"100\"\n"), "{text}");
    let again = merged(&mut catalogue, "postgresql", "14", &[("a", facts("3"))]);
    assert_eq!(again, "a 14: default 2 → 3");
    let gone = merged(&mut catalogue, "postgresql", "13", &[]);
    assert_eq!(gone, "a 13: gone");
}

#[test]
fn what_a_person_wrote_and_the_file_itself_survive() {
    let text = "read_from = { \"8.4\" = \"manual\" }\n\n[a]\nabout = \"What \\\"a\\\" is for.\"\n\
                hold = \"why\"\nunit = \"B\"\nkind = \"integer\"\ncontext = \"session\"\n\
                also = [{ name = \"old\", series = \"5.7-8.4\" }]\nis = [{ series = \"8.4\" }]\n";
    let mut catalogue: Catalogue = toml::from_str(text).expect("a catalogue");
    merged(&mut catalogue, "mysql", "9.7", &[("a", facts("1"))]);
    merged(&mut catalogue, "mysql", "8.4", &[("a", facts("1"))]);
    let written = write::toml(&catalogue);
    for kept in [
        "about = 'What \"a\" is for.'",
        "hold = \"why\"",
        "unit = \"B\"",
        "also = [{ name = \"old\", series = \"5.7-8.4\" }]",
        "\"8.4\" = \"server 8.4.1\"",
        "is = [{ series = \"8.4-9.7\" }]",
    ] {
        assert!(written.contains(kept), "{kept} in {written}");
    }
    let read: Catalogue = toml::from_str(&written).expect("a catalogue");
    assert_eq!(write::toml(&read), written);
    assert_eq!(merged(&mut catalogue, "mysql", "9.7", &[]), "", "held back");
}

#[test]
fn a_server_that_tells_less_erases_nothing() {
    let mut catalogue = Catalogue::default();
    let full = Facts {
        kind: "enum".to_owned(),
        values: vec!["OFF".to_owned(), "ON".to_owned()],
        synonyms: BTreeMap::from([("TRUE".to_owned(), "ON".to_owned())]),
        ..facts("ON")
    };
    merged(&mut catalogue, "mysql", "9.7", &[("a", full)]);
    let less = Facts {
        kind: "string".to_owned(),
        context: "session".to_owned(),
        argument: Some("required".to_owned()),
        ..Facts::default()
    };
    assert_eq!(merged(&mut catalogue, "mysql", "9.7", &[("a", less)]), "");
}

#[test]
fn unknown_engines_and_series_are_refused() {
    let mut catalogue = Catalogue::default();
    assert!(merge(&mut catalogue, &reading("oracle", "1", &[])).is_err());
    assert!(merge(&mut catalogue, &reading("mysql", "8.1", &[])).is_err());
}
