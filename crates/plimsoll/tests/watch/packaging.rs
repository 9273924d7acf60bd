//! What is shipped beside the program: every metric that rules and the dashboard ask
//! for is one that is shown, promtool accepts the rules and they fire when they should.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use plimsoll_model::Metric;
use plimsoll_report::metrics;
use serde_json::Value;

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../packaging")
        .join(name)
}

/// What is told of the watch.
fn guide() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/watching.md");
    fs::read_to_string(file).unwrap()
}

/// Names of metrics that a text has.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let words = words.filter(|word| word.starts_with("plimsoll_") || word.starts_with("process_"));
    words.map(str::to_owned).collect()
}

#[test]
fn every_metric_that_is_asked_for_is_shown() {
    let shown = metrics::names();
    for file in ["prometheus/rules.yml", "grafana/plimsoll.json"] {
        let asked = named(&fs::read_to_string(shipped(file)).unwrap());
        assert!(asked.len() > 8, "{file}: {asked:?}");
        for name in &asked {
            assert!(shown.contains(name), "{file} asks for {name}");
        }
    }
}

#[test]
fn every_metric_that_is_shown_is_told_of() {
    let guide = guide();
    let told = named(&guide);
    for name in metrics::names() {
        assert!(told.contains(&name), "{name}");
    }
    for metric in Metric::ALL {
        let labels = match metric.labels() {
            [] => String::new(),
            labels => format!("{{{}}}", labels.join(",")),
        };
        let row = format!(
            "\n| `plimsoll_{}{labels}` | {} |\n",
            metric.name(),
            metric.help()
        );
        assert!(guide.contains(&row), "{row}");
    }
}

#[test]
fn promtool_accepts_the_rules_and_they_fire() {
    for words in [
        ["check", "rules", "rules.yml"],
        ["test", "rules", "rules-test.yml"],
        ["check", "config", "scrape.yml"],
    ] {
        let output = Command::new("promtool")
            .args(words)
            .current_dir(shipped("prometheus"))
            .output();
        match output {
            Ok(output) => {
                let said = [output.stdout, output.stderr].concat();
                assert!(
                    output.status.success(),
                    "{words:?}: {}",
                    String::from_utf8_lossy(&said)
                );
            }
            Err(error) => {
                let _unheard = writeln!(std::io::stderr(), "skipped: promtool ({error})");
            }
        }
    }
}

#[test]
fn the_dashboard_is_one_that_grafana_reads() {
    let text = fs::read_to_string(shipped("grafana/plimsoll.json")).unwrap();
    let dashboard: Value = serde_json::from_str(&text).unwrap();
    assert!(dashboard["schemaVersion"].as_u64().unwrap() >= 36);
    assert!(dashboard["id"].is_null() && dashboard["uid"].is_string());
    let mut ids = BTreeSet::new();
    for panel in dashboard["panels"].as_array().unwrap() {
        assert!(ids.insert(panel["id"].as_u64().unwrap()), "{panel}");
        let place = &panel["gridPos"];
        assert!(place["x"].as_u64().unwrap() + place["w"].as_u64().unwrap() <= 24);
        if panel["type"] == "row" {
            continue;
        }
        assert_eq!(panel["datasource"]["uid"], "${datasource}", "{panel}");
        for target in panel["targets"].as_array().unwrap() {
            assert!(!target["expr"].as_str().unwrap().is_empty());
        }
    }
}

#[test]
fn systemd_finds_no_mistake_in_the_unit() {
    let unit = shipped("plimsoll-watch.service");
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(&unit).unwrap();
    // The program is not installed where tests run.
    let text = text.replace("/usr/bin/plimsoll", env!("CARGO_BIN_EXE_plimsoll"));
    let copy = folder.path().join("plimsoll-watch.service");
    fs::write(&copy, text).unwrap();
    // As one has it who lets it read the kernel's log.
    let guide = guide();
    let (_, edited) = guide.split_once("```ini\n").unwrap();
    let (edited, _) = edited.split_once("```").unwrap();
    let folder = folder.path().join("plimsoll-watch.service.d");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("override.conf"), edited).unwrap();
    match Command::new("systemd-analyze")
        .arg("verify")
        .arg(&copy)
        .output()
    {
        Ok(output) => {
            let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            let about: Vec<&str> = said.lines().filter(|it| it.contains("plimsoll")).collect();
            assert!(about.is_empty(), "{said}");
        }
        Err(error) => {
            let _unheard = writeln!(std::io::stderr(), "skipped: systemd-analyze ({error})");
        }
    }
}
