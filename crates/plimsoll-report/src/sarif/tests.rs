//! What the SARIF 2.1.0 specification requires of what is written here, rule
//! by rule (sections in brackets).

use serde_json::{Value, json};

use super::check;
use crate::sample;

fn log() -> Value {
    let targets = [sample::target()];
    let rules = sample::rules();
    let failures = ["nowhere: there is no such file".to_owned()];
    let text = check(&sample::run(&targets, &rules, &failures));
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn a_log_has_what_the_specification_requires() {
    let log = log();
    sound(&log);
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 3);
    assert_eq!(
        log["runs"][0]["tool"]["driver"]["rules"][3]["id"],
        "PG-MEM-001"
    );
    let levels: Vec<&Value> = results.iter().map(|result| &result["level"]).collect();
    assert_eq!(levels, ["error", "warning", "note"]);
}

#[test]
fn a_log_of_nothing_is_a_log() {
    let text = check(&sample::run(&[], &[], &[]));
    let log: Value = serde_json::from_str(&text).expect("JSON");
    sound(&log);
    assert_eq!(log["runs"][0]["results"], json!([]));
    assert_eq!(
        log["runs"][0]["invocations"][0]["executionSuccessful"],
        true
    );
}

#[test]
fn a_fix_replaces_the_value_alone() {
    let log = log();
    let result = &log["runs"][0]["results"][0];
    let change = &result["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "conf/postgresql.conf");
    // work_mem = '256MB' # too much
    assert_eq!(
        change["replacements"],
        json!([{
            "deletedRegion": {"startLine": 12, "startColumn": 13, "endColumn": 18},
            "insertedContent": {"text": "16MB"}
        }])
    );
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startColumn"], 1);
    assert_eq!(region["endColumn"], 19);
}

#[test]
fn a_fix_that_is_only_shown_is_none() {
    let mut target = sample::target();
    target.findings[0].fix.as_mut().expect("a fix").safety = plimsoll_model::Safety::Display;
    let targets = [target];
    let text = check(&sample::run(&targets, &[], &[]));
    assert!(!text.contains("artifactChanges"), "{text}");
}

/// Every requirement that a log of ours can break.
fn sound(log: &Value) {
    // [3.13] version is required, and is that one.
    assert_eq!(log["version"], "2.1.0");
    for run in list(&log["runs"]) {
        // [3.19.2, 3.49] a tool's driver is required, and its name.
        text(&run["tool"]["driver"]["name"]);
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let rules = list(&run["tool"]["driver"]["rules"]);
        for rule in rules {
            descriptor(rule);
        }
        for invocation in list(&run["invocations"]) {
            // [3.20.14]
            assert!(invocation["executionSuccessful"].is_boolean());
            for notification in list(&invocation["toolExecutionNotifications"]) {
                text(&notification["message"]["text"]);
                level(&notification["level"]);
            }
        }
        for result in list(&run["results"]) {
            sound_result(result, rules);
        }
    }
}

fn descriptor(rule: &Value) {
    // [3.49.3] id is required; [3.11.8] every message has text.
    text(&rule["id"]);
    text(&rule["shortDescription"]["text"]);
    text(&rule["help"]["text"]);
    text(&rule["help"]["markdown"]);
    level(&rule["defaultConfiguration"]["level"]);
}

fn sound_result(result: &Value, rules: &[Value]) {
    // [3.27.11] message is required; [3.27.10] level.
    text(&result["message"]["text"]);
    level(&result["level"]);
    // [3.27.6] the index names the rule of that id.
    let index = result["ruleIndex"].as_u64().expect("an index") as usize;
    assert_eq!(rules[index]["id"], result["ruleId"]);
    for fingerprint in result["partialFingerprints"]
        .as_object()
        .expect("them")
        .values()
    {
        text(fingerprint);
    }
    for location in list(&result["locations"]) {
        let place = &location["physicalLocation"];
        uri(&place["artifactLocation"]["uri"]);
        region(&place["region"]);
    }
    for fix in result.get("fixes").map_or(&[][..], |fixes| list(fixes)) {
        // [3.55.3] changes are required, and of a change [3.56] both parts.
        for change in list(&fix["artifactChanges"]) {
            uri(&change["artifactLocation"]["uri"]);
            assert!(!list(&change["replacements"]).is_empty());
            for replacement in list(&change["replacements"]) {
                region(&replacement["deletedRegion"]);
            }
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn text(value: &Value) {
    assert!(
        value.as_str().is_some_and(|text| !text.is_empty()),
        "{value}"
    );
}

fn level(value: &Value) {
    let levels = ["none", "note", "warning", "error"].map(Value::from);
    assert!(levels.contains(value), "{value}");
}

/// [3.30] lines and columns count from 1, and an end is not before its start.
fn region(region: &Value) {
    assert!(region["startLine"].as_u64() >= Some(1));
    if let Some(start) = region.get("startColumn") {
        assert!(start.as_u64() >= Some(1));
        assert!(region["endColumn"].as_u64() >= start.as_u64());
    }
}

/// RFC 3986: only its letters.
fn uri(value: &Value) {
    let uri = value.as_str().expect("text");
    let plain = |letter: char| letter.is_ascii_graphic() && !"\"<>\\^`{|}".contains(letter);
    assert!(!uri.is_empty() && uri.chars().all(plain), "{uri}");
}
