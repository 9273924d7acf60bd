//! What holds of every cause.

mod answers;
mod kept;
mod memory;
mod stops;

use std::collections::BTreeSet;

use plimsoll_model::CauseClass;

use super::{CAUSES, names, page};

#[test]
fn every_cause_has_a_name_of_its_own_and_a_whole_page() {
    const SECTIONS: [&str; 4] = [
        "## What it is",
        "## How it shows",
        "## What speaks against it",
        "## What to do",
    ];
    let unique: BTreeSet<&str> = CAUSES.iter().map(|kind| kind.name).collect();
    assert_eq!(unique.len(), CAUSES.len());
    for name in names() {
        let (_, markdown) = page(name).expect("a page");
        let stand: Vec<Option<usize>> = SECTIONS.iter().map(|it| markdown.find(it)).collect();
        assert!(
            stand.iter().all(Option::is_some) && stand.is_sorted(),
            "{name}"
        );
        let is_name = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(name.chars().all(is_name), "{name}");
    }
    assert!(page("no-such-cause").is_none());
}

#[test]
fn every_class_has_a_cause() {
    let missing: Vec<&str> = CauseClass::ALL
        .into_iter()
        .filter(|class| CAUSES.iter().all(|kind| kind.class != *class))
        .map(CauseClass::as_str)
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn nothing_to_mend_is_mended_nowhere() {
    for kind in CAUSES {
        let is_whole = matches!(kind.class, CauseClass::Benign | CauseClass::Unknown);
        assert_eq!(kind.layer.is_none(), is_whole, "{}", kind.name);
    }
}
