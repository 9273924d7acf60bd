//! The outage of 22 May, as a newcomer meets it.

use std::path::Path;

use crate::run::run_in;

#[test]
fn the_outage_is_called_a_crash_before_it_happens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let said = run_in(&root, "check --format json examples/2024-05-22", "");
    assert_eq!(said.code, 1, "{said:?}");
    let document = said.json();
    assert_eq!(document["summary"]["critical"], 1);
    let target = &document["targets"][0];
    let finding = &target["findings"][0];
    assert_eq!(finding["rule"], "PG-MEM-001");
    assert_eq!(finding["confidence"], "high");
    assert_eq!(finding["parameters"], serde_json::json!(["work_mem"]));
    assert_eq!(
        finding["location"]["file"],
        "examples/2024-05-22/postgresql.conf"
    );
    assert_eq!(finding["fix"]["edits"][0]["parameter"], "work_mem");
    assert_eq!(target["bill"]["verdict"], "over");
    let holds = finding["fix"]["edits"][0]["to"].as_str().unwrap();
    let line = format!("check --format json -c work_mem={holds} examples/2024-05-22");
    let mended = run_in(&root, &line, "");
    assert_eq!(mended.code, 0, "{mended:?}");
    assert_eq!(mended.json()["targets"][0]["bill"]["verdict"], "within");
}

#[test]
fn the_outage_is_named_from_its_logs_and_layers_are_cleared() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let files = |flag: &str, names: &str| {
        let paths = names
            .split(' ')
            .map(|it| format!(" examples/2024-05-22/{it}"));
        format!(" {flag}{}", paths.collect::<String>())
    };
    let line = [
        "diagnose --format json".to_owned(),
        files("--log", "server.log app.log nginx.log"),
        files("--kernel", "kernel.log"),
        files("--events", "events.jsonl"),
    ];
    let said = run_in(&root, &line.concat(), "");
    assert_eq!((said.code, said.err.as_str()), (1, ""), "{said:?}");
    let document = said.json();
    let cause = &document["causes"][0];
    assert_eq!(cause["name"], "work-mem-times-sessions");
    assert_eq!(cause["layer"], "database");
    assert!(cause["score"].as_f64().unwrap() > 0.9, "{cause}");
    let evidence = cause["evidence"].to_string();
    for shown in ["Killed process", "signal 9", "16MB -> 256MB"] {
        assert!(evidence.contains(shown), "{shown}: {evidence}");
    }
    let layers = document["layers"].as_array().unwrap();
    let cleared = layers.iter().filter(|it| it["verdict"] == "cleared");
    let cleared: Vec<&str> = cleared.filter_map(|it| it["layer"].as_str()).collect();
    for layer in [
        "application",
        "deploy",
        "web",
        "network",
        "storage",
        "operator",
    ] {
        assert!(cleared.contains(&layer), "{layer}: {cleared:?}");
    }
    let suspect = layers.iter().filter(|it| it["verdict"] == "suspect");
    assert_eq!(suspect.count(), 1, "the database alone: {layers:?}");
}

#[test]
fn the_configuration_of_that_day_proves_it_and_says_what_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/2024-05-22");
    let line = "diagnose --format json --log server.log app.log nginx.log --kernel kernel.log \
                --events events.jsonl --config postgresql.conf";
    let said = run_in(&root, line, "");
    assert_eq!((said.code, said.err.as_str()), (1, ""), "{said:?}");
    let document = said.json();
    let evidence = document["causes"][0]["evidence"].as_array().unwrap();
    let bill = evidence
        .iter()
        .find(|line| line["file"] == "postgresql.conf");
    assert_eq!(bill.expect("the bill")["line"], 12, "{evidence:?}");
    let change = &document["draft"]["parameters"][0];
    assert_eq!(
        (&change["parameter"], &change["from"]),
        (&"work_mem".into(), &"256MB".into())
    );
    let holds = change["to"].as_str().unwrap();
    let mended = run_in(
        &root,
        &format!("bill --format json -c work_mem={holds} ."),
        "",
    );
    assert_eq!(mended.json()["verdict"], "within", "{mended:?}");
    assert_eq!(
        mended.json()["load_line"]["sessions"],
        document["draft"]["load_line_sessions"]
    );
    assert_eq!(document["call"]["contact"], "database group, #db-oncall");
}
