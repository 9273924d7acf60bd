//! Every case of the corpus is well-formed, and how many there are of each class.

use std::collections::BTreeMap;
use std::path::Path;

use super::{case, count, scenarios};

fn corpus() -> Vec<case::Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/incidents");
    case::all(&folder).unwrap()
}

/// The cases after other people's outages, and of hands that did not know the causes.
fn outside() -> Vec<case::Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/outside");
    case::all(&folder).unwrap()
}

#[test]
fn the_cases_from_outside_are_named_by_their_source_and_worked_with() {
    let cases = outside();
    assert!(cases.len() >= 100, "{}", cases.len());
    for case in cases {
        let folder = case.folder.display();
        assert!(!case.hold_out, "{folder}");
        let text = std::fs::read_to_string(case.folder.join(case::FILE)).unwrap();
        assert!(text.contains("\nsource = \""), "{folder}");
    }
}

#[test]
fn every_case_is_well_formed() {
    let faults: Vec<String> = corpus()
        .iter()
        .chain(&outside())
        .flat_map(|case| case.faults().unwrap())
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_in_a_file_tells_of_the_machine_that_recorded_it() {
    for case in corpus().into_iter().chain(outside()) {
        for (_, path) in case.files().unwrap() {
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            for word in ["plimsoll-lab", "/var/cache/", "dbtest"] {
                assert!(!text.contains(word), "{}: {word}", path.display());
            }
        }
    }
}

#[test]
fn recorded_cases_have_a_scenario_of_their_own() {
    let mut halves = BTreeMap::new();
    for scenario in scenarios::all() {
        let before = halves.insert(scenario.name, scenario.hold_out);
        assert_eq!(before, None, "{} twice", scenario.name);
        assert!(!scenario.what.is_empty(), "{}", scenario.name);
    }
    for case in corpus().into_iter().filter(|case| case.is_recorded) {
        let name = case
            .folder
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        assert_eq!(halves.get(name.as_str()), Some(&case.hold_out), "{name}");
    }
}

#[test]
fn about_half_of_each_class_is_kept_back() {
    let mut halves: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for case in corpus() {
        halves.entry(case.class.as_str()).or_default()[usize::from(case.hold_out)] += 1;
    }
    for (class, [worked_with, held_out]) in halves {
        let apart = worked_with.abs_diff(held_out);
        assert!(apart <= 1, "{class}: {worked_with} and {held_out}");
    }
}

#[test]
fn the_corpus_is_as_large_as_it_says() {
    expect_test::expect![[r"
        all 159 (recorded 140, kept back 71)
        postgresql 102
        mysql 27
        mariadb 30
        memory_config 21 (kept back 10)
        memory_startup_alloc 5 (kept back 2)
        memory_limit_or_host_too_small 5 (kept back 2)
        memory_other_process 5 (kept back 2)
        memory_query_or_extension 5 (kept back 2)
        kernel_or_runtime_limit 8 (kept back 4)
        connection_exhaustion_app 8 (kept back 4)
        disk_full_wal_archive 3 (kept back 1)
        disk_full_wal_slot 3 (kept back 1)
        disk_full_binlog 3 (kept back 1)
        disk_full_other 3 (kept back 1)
        network_partition 7 (kept back 3)
        operator_or_orchestrator_stop 15 (kept back 7)
        orchestrator_probe_kill 6 (kept back 3)
        replication_config 9 (kept back 4)
        redo_config 3 (kept back 1)
        lock_table_config 3 (kept back 1)
        backup_config 3 (kept back 1)
        autovacuum_blocked 4 (kept back 2)
        file_mismatch 10 (kept back 5)
        config_refused 7 (kept back 3)
        certificate_invalid 0 (kept back 0)
        server_defect 2 (kept back 1)
        storage_failure 2 (kept back 1)
        benign 14 (kept back 7)
        unknown 5 (kept back 2)"]]
    .assert_eq(&count::table(&corpus()));
}
