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
