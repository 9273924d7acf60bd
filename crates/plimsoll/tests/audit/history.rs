//! What was agreed, what is new since the last audit, what history says.

use crate::support::{audit, drift, findings, plimsoll, run, started};

#[test]
fn a_baseline_and_the_last_audit_are_what_the_next_one_is_held_against() {
    let Some(instance) = started("postgresql-16") else {
        return;
    };
    let port = instance.port().unwrap();
    let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("history");
    let store = store.to_str().unwrap();
    let asked = [url.as_str(), "--store", store];
    let (code, first) =
        audit(&[&asked[..], &["--baseline", "set", "--reason", "as built"]].concat());
    assert_eq!((code, drift(&first)), (0, Vec::new()));

    run(
        &instance,
        &[
            "alter system set work_mem = '96MB'",
            "select pg_reload_conf()",
        ],
    );
    instance
        .wait_for_log("parameter \"work_mem\" changed")
        .unwrap();
    let (_, second) = audit(&[&asked[..], &["--since", "last"]].concat());
    assert_eq!(drift(&second), ["work_mem from-baseline"]);
    assert!(findings(&second).contains(&"differs-from-baseline"));
    let is_dated = |json: &serde_json::Value| json["targets"][0]["drift"][0]["since"].is_string();
    assert!(is_dated(&second));
    let known = second["targets"][0]["known"].as_array().unwrap();
    assert!(
        known.iter().any(|it| it["name"] == "minor-behind"),
        "{known:?}"
    );

    let name = url.replace("postgres@", "");
    let baseline = format!("baseline:{name}");
    let words = [
        "diff", "--store", store, "--format", "json", &baseline, &url,
    ];
    let diff: serde_json::Value = serde_json::from_slice(&plimsoll(&words).stdout).unwrap();
    let differences = diff["differences"].as_array().unwrap();
    assert_eq!(differences.len(), 1, "{differences:?}");
    assert_eq!(
        (&differences[0]["a"], &differences[0]["b"]),
        (&"4MB".into(), &"96MB".into())
    );

    let history = plimsoll(&[
        "history",
        "--store",
        store,
        "--format",
        "json",
        &url.replace("postgres@", ""),
    ]);
    let history: serde_json::Value = serde_json::from_slice(&history.stdout).unwrap();
    assert_eq!(history["audits"].as_array().unwrap().len(), 2);
    assert_eq!(history["changes"][0]["parameter"], "work_mem");
}

#[test]
fn a_history_that_cannot_be_kept_costs_no_result() {
    let Some(instance) = started("postgresql-16") else {
        return;
    };
    let url = format!(
        "postgres://postgres@127.0.0.1:{}/postgres",
        instance.port().unwrap()
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("history.sqlite3"), "not ours").unwrap();
    let store = folder.path().to_str().unwrap();
    let output = plimsoll(&["audit", &url, "--store", store]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        (output.status.code(), error.lines().count()),
        (Some(2), 1),
        "{error}"
    );
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("Memory bill"), "{said}");
    let kept = std::fs::read(folder.path().join("history.sqlite3")).unwrap();
    assert_eq!(kept, b"not ours");
}
