//! Every format of `check`, read back by a reader of that format.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use crate::run::{Place, Said};

const FORMATS: &[&str] = &[
    "text",
    "concise",
    "json",
    "json-lines",
    "sarif",
    "junit",
    "github",
    "gitlab",
    "markdown",
];

/// A critical, a warning and an info; a fix; a path that has to be escaped.
fn place() -> Place {
    Place::with(&[
        (
            "a b,ü/my.cnf",
            "[mysqld]\nsort_buffer_size = \"256M\" # too much\nno_such = <x>&|`\n",
        ),
        (
            "a b,ü/plimsoll.toml",
            "[target]\nengine = \"mariadb\"\nversion = \"10.11\"\nlimit = \"2GiB\"\nload = \"load.toml\"\n",
        ),
        (
            "a b,ü/load.toml",
            "sessions = 20\noperations = [{ kind = \"sort\" }]\n",
        ),
        ("pg/postgresql.conf", "work_mem = 4MB\nwork_mem = 8MB\n"),
    ])
}

fn check(place: &Place, format: &str, paths: &str) -> Said {
    place.run(&format!("check --format {format} {paths}"))
}

#[test]
fn every_format_ends_as_the_text_does() {
    let place = place();
    for (paths, code) in [(".", 1), ("pg", 0), ("pg nowhere", 2), ("nowhere", 2)] {
        for format in FORMATS {
            let said = check(&place, format, paths);
            assert_eq!(said.code, code, "{format} {paths}: {said:?}");
            let talk = usize::from(code == 2);
            assert_eq!(said.err.lines().count(), talk, "{format} {paths}: {said:?}");
        }
    }
}

#[test]
fn one_document_is_one_also_of_nothing() {
    let place = place();
    for paths in [".", "nowhere"] {
        for format in ["json", "sarif", "gitlab"] {
            check(&place, format, paths).json();
        }
        cases(&check(&place, "junit", paths).out);
    }
}

#[test]
fn a_broken_pipe_ends_every_format_quietly() {
    let place = place();
    for format in FORMATS {
        let script = format!(
            "{{ {} check --format {format} .; echo \"code $?\" >&2; }} | head -c 0",
            env!("CARGO_BIN_EXE_plimsoll")
        );
        let output = Command::new("sh")
            .args(["-c", &script])
            .current_dir(place.path(""))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let talk = String::from_utf8_lossy(&output.stderr);
        assert_eq!(talk, "code 1\n", "{format}");
    }
}

#[test]
fn all_formats_tell_of_the_same_findings() {
    let place = place();
    let document = check(&place, "json", ".").json();
    let targets = document["targets"].as_array().unwrap();
    let count: usize = targets
        .iter()
        .map(|target| target["findings"].as_array().unwrap().len())
        .sum();
    assert!(count >= 3, "{document}");
    let out = |format| check(&place, format, ".").out;
    let lines = |format, part: &str| out(format).lines().filter(|it| it.contains(part)).count();
    assert_eq!(lines("text", "╭▸ "), count);
    assert_eq!(
        lines("concise", "-READ-") + lines("concise", "-MEM-"),
        count
    );
    assert_eq!(lines("json-lines", "\"kind\":\"finding\""), count);
    assert_eq!(
        lines("github", "title=PG-") + lines("github", "title=MY-"),
        count
    );
    assert_eq!(
        lines("markdown", "| PG-") + lines("markdown", "| MY-"),
        count
    );
    let sarif = check(&place, "sarif", ".").json();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), count);
    let gitlab = check(&place, "gitlab", ".").json();
    assert_eq!(gitlab.as_array().unwrap().len(), count);
}

#[test]
fn each_line_of_json_lines_stands_for_itself() {
    let said = check(&place(), "json-lines", ". nowhere");
    let lines: Vec<Value> = said
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let (last, findings) = lines.split_last().unwrap();
    for finding in findings {
        assert_eq!(finding["schema"], "plimsoll.check/1");
        assert!(finding["target"].is_string() && finding["engine"].is_string());
    }
    assert_eq!(last["kind"], "summary");
    assert_eq!(last["targets"].as_array().unwrap().len(), 2);
    assert_eq!(last["targets"][0]["verdict"], "over");
    assert_eq!(last["failures"].as_array().unwrap().len(), 1);
}

#[test]
fn a_fix_of_sarif_mends_the_file() {
    let place = place();
    let log = check(&place, "sarif", ".").json();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let fixed = results
        .iter()
        .find_map(|result| result["fixes"].as_array())
        .unwrap();
    let change = &fixed[0]["artifactChanges"][0];
    let uri = change["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.ends_with("a%20b,%C3%BC/my.cnf"), "{uri}");
    let replacement = &change["replacements"][0];
    let region = &replacement["deletedRegion"];
    let column = |name: &str| region[name].as_u64().unwrap() as usize - 1;
    let line = "sort_buffer_size = \"256M\" # too much";
    assert_eq!(region["startLine"], 2);
    assert_eq!(&line[column("startColumn")..column("endColumn")], "256M");
    assert!(
        replacement["insertedContent"]["text"]
            .as_str()
            .unwrap()
            .ends_with('M')
    );
}

#[test]
fn a_fingerprint_stays_when_lines_move() {
    let place = Place::with(&[("postgresql.conf", "no_such = 1\nwork_mem = 4mb\n")]);
    let fingerprints = || {
        let log = check(&place, "sarif", "postgresql.conf").json();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        let sarif = results
            .into_iter()
            .map(|mut it| it["partialFingerprints"].take());
        let issues = check(&place, "gitlab", "postgresql.conf").json();
        let issues = issues.as_array().unwrap().clone();
        let gitlab = issues.into_iter().map(|mut it| it["fingerprint"].take());
        sarif.chain(gitlab).collect::<Vec<_>>()
    };
    let before = fingerprints();
    place.write(
        "postgresql.conf",
        b"# one\n\n\nno_such = 1\n# two\nwork_mem = 4mb\n",
    );
    assert_eq!(fingerprints(), before);
    assert_eq!(before.len(), 4);
}

#[test]
fn junit_has_a_suite_a_target_and_a_case_a_rule() {
    let place = place();
    let text = check(&place, "junit", ". nowhere").out;
    let cases = cases(&text);
    let outcome = |suite: &str, rule: &str| {
        let key = |(of, name): &(String, String)| of.ends_with(suite) && name.starts_with(rule);
        let found = cases.iter().find(|(name, _)| key(name));
        found.map(|(_, outcome)| outcome.as_str())
    };
    assert_eq!(outcome("my.cnf", "MY-MEM-001"), Some("failure"));
    assert_eq!(outcome("my.cnf", "MY-READ-002"), Some("failure"));
    assert_eq!(outcome("my.cnf", "MY-READ-001"), Some("success"));
    assert_eq!(outcome("postgresql.conf", "PG-MEM-001"), Some("skipped"));
    assert_eq!(outcome("postgresql.conf", "PG-READ-013"), Some("success"));
    assert_eq!(outcome("not read", "nowhere"), Some("error"));
    // What fails is what fails the run.
    let strict = check(&place, "junit", "--fail-on info pg").out;
    let strict = self::cases(&strict);
    let shadowed = strict
        .iter()
        .find(|(name, _)| name.1.starts_with("PG-READ-013"));
    assert_eq!(shadowed.unwrap().1, "failure");
}

/// Suite and name of each case, and how it ended; the counts must be right.
fn cases(xml: &str) -> BTreeMap<(String, String), String> {
    let mut reader = Reader::from_str(xml);
    let (mut suite, mut case) = (String::new(), None);
    let mut cases = BTreeMap::new();
    let mut told = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                b"testsuites" => told = attribute(&tag, "tests").parse().unwrap(),
                b"testsuite" => suite = attribute(&tag, "name"),
                b"testcase" => {
                    let key = (suite.clone(), attribute(&tag, "name"));
                    cases.insert(key.clone(), "success".to_owned());
                    case = Some(key);
                }
                b"failure" | b"skipped" | b"error" => {
                    let outcome = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
                    cases.insert(case.clone().unwrap(), outcome);
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(cases.len(), told, "{xml}");
    cases
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let attribute = tag.try_get_attribute(name).unwrap().unwrap();
    let text = String::from_utf8(attribute.value.to_vec()).unwrap();
    quick_xml::escape::unescape(&text).unwrap().into_owned()
}
