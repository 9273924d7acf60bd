//! Parameter groups of Amazon RDS, wherever a file may stand.

use expect_test::expect;

use crate::run::Place;

const GROUP: &str = r#"{
    "Parameters": [
        {"ParameterName": "shared_buffers", "ParameterValue": "{DBInstanceClassMemory/32768}", "Source": "system"},
        {"ParameterName": "max_connections", "ParameterValue": "LEAST({DBInstanceClassMemory/9531392},5000)", "Source": "system"},
        {"ParameterName": "work_mem", "ParameterValue": "8192", "Source": "user"}
    ],
    "DBParameterGroupFamily": "postgres16"
}"#;
const FILES: &[(&str, &str)] = &[
    ("group.json", GROUP),
    (
        "host/postgresql.conf",
        "work_mem = 8MB\nmax_connections = 200\n",
    ),
    (
        "host/plimsoll.toml",
        "[target]\nversion = \"16.4\"\nmemory = \"16GiB\"\n",
    ),
];

#[test]
fn settings_tell_the_group_as_their_manifest() {
    let place = Place::with(FILES);
    let said = place.run("settings --format json group.json");
    assert_eq!(said.code, 0, "{said:?}");
    let settings = said.json();
    assert_eq!(settings["version"], "16");
    let named = |name: &str| {
        let mut all = settings["settings"].as_array().unwrap().iter();
        all.find(|it| it["name"] == name).unwrap().clone()
    };
    assert_eq!(named("work_mem")["bytes"], 8 << 20);
    assert_eq!(named("work_mem")["origin"]["kind"], "manifest");
    assert_eq!(named("work_mem")["origin"]["line"], 5);
    assert!(named("shared_buffers")["bytes"].is_null());
}

#[test]
fn without_the_memory_there_is_no_bill_and_with_it_one() {
    let place = Place::with(FILES);
    let said = place.run("bill group.json");
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    expect![[r#"
        plimsoll: group.json: max_connections is LEAST({DBInstanceClassMemory/9531392},5000), and what that comes to is not known; give what it hangs on (the instance's memory and processors)
    "#]]
    .assert_eq(&said.err);
    let said = place.run("bill --memory 16GiB --sessions 50 --format json group.json");
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(said.json()["lines"][0]["low_bytes"], 4u64 << 30);
}

#[test]
fn nothing_in_a_group_is_mended_here() {
    let place = Place::with(FILES);
    let said = place.run("check --memory 16GiB --unsafe-fixes --fix group.json");
    assert_eq!(said.code, 0, "{said:?}");
    let after = std::fs::read_to_string(place.path("group.json")).unwrap();
    assert_eq!(after, GROUP);
    assert!(said.out.contains("in the DB parameter group"), "{said:?}");
}

#[test]
fn a_group_is_worked_out_for_the_machine_of_the_other_side() {
    let place = Place::with(FILES);
    let said = place.run("diff group.json host/postgresql.conf");
    assert_eq!(said.code, 1, "{said:?}");
    let lines = said.out.lines().skip_while(|line| !line.is_empty());
    let shown: Vec<&str> = lines.skip(1).take(3).collect();
    expect![[r#"
        max_connections  1802 (group.json:4) | 200 (host/postgresql.conf:2)
        shared_buffers   4GB (group.json:3) | 128MB (default)
        2 differences."#]]
    .assert_eq(&shown.join("\n"));
}
