//! Every case of the corpus is well-formed, and how many there are of each class.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use plimsoll_model::{CauseClass, Engine};

use super::keep::FILE_BYTES_MAX;
use super::{case, scenarios};

fn corpus() -> Vec<case::Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/incidents");
    case::all(&folder).unwrap()
}

#[test]
fn every_case_is_well_formed() {
    for case in corpus() {
        let shown = case.folder.display();
        let class = case.folder.parent().and_then(Path::file_name).unwrap();
        assert_eq!(class.to_str(), Some(case.class.as_str()), "{shown}");
        let files = case.files().unwrap();
        assert!(!files.is_empty(), "{shown}: no file");
        for (_, path) in files {
            let bytes = std::fs::metadata(&path).unwrap().len();
            assert!(
                bytes <= FILE_BYTES_MAX as u64,
                "{}: {bytes} bytes",
                path.display()
            );
            assert!(bytes > 0, "{}: empty", path.display());
        }
        let nothing_to_mend = case.class == CauseClass::Benign;
        assert!(!nothing_to_mend || case.at_fault.is_empty(), "{shown}");
        let is_explained = case.class != CauseClass::Unknown && !nothing_to_mend;
        assert_eq!(is_explained, !case.layers.is_empty(), "{shown}");
    }
}

#[test]
fn nothing_in_a_file_tells_of_the_machine_that_recorded_it() {
    for case in corpus() {
        for (_, path) in case.files().unwrap() {
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            for word in ["plimsoll-lab", "/var/cache/", "dbtest"] {
                assert!(!text.contains(word), "{}: {word}", path.display());
            }
        }
    }
}

#[test]
fn scenarios_have_names_of_their_own_and_end_in_the_corpus() {
    let mut names = BTreeSet::new();
    for scenario in scenarios::all() {
        assert!(names.insert(scenario.name), "{} twice", scenario.name);
        assert!(!scenario.what.is_empty(), "{}", scenario.name);
    }
    let recorded = corpus().into_iter().filter(|case| case.is_recorded);
    for case in recorded {
        let name = case
            .folder
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        assert!(names.contains(name.as_str()), "{name}: no scenario");
    }
}

/// The two halves of a class differ by at most one case.
#[test]
fn half_of_each_class_is_kept_back() {
    let mut halves: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for case in corpus() {
        halves.entry(case.class.as_str()).or_default()[usize::from(case.hold_out)] += 1;
    }
    for (class, [worked_with, held_out]) in halves {
        assert!(
            worked_with.abs_diff(held_out) <= 1,
            "{class}: {worked_with} and {held_out}"
        );
    }
}

#[test]
fn the_corpus_is_as_large_as_it_says() {
    let cases = corpus();
    let count = |is: &dyn Fn(&case::Case) -> bool| cases.iter().filter(|case| is(case)).count();
    let mut lines = vec![
        format!("all {}", cases.len()),
        format!("recorded {}", count(&|case| case.is_recorded)),
    ];
    for engine in [Engine::Postgresql, Engine::Mysql, Engine::Mariadb] {
        lines.push(format!("{engine} {}", count(&|case| case.engine == engine)));
    }
    for class in CauseClass::ALL {
        lines.push(format!(
            "{} {}",
            class.as_str(),
            count(&|case| case.class == class)
        ));
    }
    expect_test::expect![[r""]].assert_eq(&lines.join("\n"));
}
