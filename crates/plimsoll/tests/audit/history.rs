//! What was agreed, what is new since the last audit, what history says.

use std::time::{Duration, Instant};

use plimsoll_lab::Instance;

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

/// Waits until nobody else is on a server: a session that is closed goes a moment later.
fn alone(instance: &Instance, others: &str) {
    let mut session = instance.session().unwrap();
    let until = Instant::now() + Duration::from_secs(10);
    while session.value(others).unwrap() != "0" {
        assert!(Instant::now() < until, "sessions stay");
    }
}

#[test]
fn the_most_sessions_that_an_audit_saw_are_priced_by_those_after_it() {
    let (Some(shop), Some(stock)) = (started("postgresql-16"), started("mariadb-10.11")) else {
        return;
    };
    let port = shop.port().unwrap();
    let socket = stock.socket().display().to_string();
    let cases = [
        (
            &shop,
            format!("postgres://postgres@127.0.0.1:{port}/postgres"),
            "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
            "select pg_stat_reset()",
        ),
        (
            &stock,
            format!("mysql://root@localhost/?socket={socket}"),
            "select count(*) from information_schema.processlist where command = 'Sleep'",
            "flush status",
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("history");
    for (instance, url, others, forget) in cases {
        let load = || {
            let (_, json) = audit(&[&url, "--store", store.to_str().unwrap()]);
            let load = &json["targets"][0]["bill"]["load"];
            let said = load["seen"][0].as_str().unwrap().to_owned();
            (load["sessions"].as_u64().unwrap(), said)
        };
        let many: Vec<_> = (0..7).map(|_| instance.session().unwrap()).collect();
        let (most, _) = load();
        assert!(most >= 7, "{url}: {most}");
        drop(many);
        alone(instance, others);
        run(instance, &[forget]);
        alone(instance, others);
        let (again, said) = load();
        assert_eq!(again, most, "{url}");
        assert!(said.contains("what the audit of 20"), "{url}: {said}");
    }
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
