//! The registry's promises, and every rule tried on its cases.

mod cases;

use std::collections::BTreeSet;

use plimsoll_bill::price;
use plimsoll_conf::catalogue::Releases;
use plimsoll_conf::in_force;
use plimsoll_model::{Config, Engine, Fork, Known, Load, Profile, ServerFacts, Severity, Version};

use crate::answer::Answer;
use crate::registry::{AREAS, find, rules};
use crate::rule::{Look, rule};
use crate::{Input, Terms, judge::judge_by};

/// The rules that a pipeline may stop on. Adding one is a promise: read what
/// CONTRACT.md asks of `critical` first.
const CRITICAL: &[&str] = &[
    "ambiguous-abbreviation",
    "bad-value",
    "binlog-without-server-id",
    "byte-order-mark",
    "dedicated-server-in-a-container",
    "doublewrite-off",
    "fsync-off",
    "full-page-writes-off",
    "gtid-mode-without-consistency",
    "hba-file-refused",
    "huge-pages-too-few",
    "include-loop",
    "memory-over-limit",
    "missing-include",
    "native-passwords-for-new-accounts",
    "next-start-refused",
    "not-settable-here",
    "not-text",
    "nothing-flushed",
    "out-of-range",
    "outdated-tls-allowed",
    "own-events-applied-again",
    "parameter-of-a-later-version",
    "removed-parameter",
    "renamed-parameter",
    "unknown-parameter",
    "unreadable-file",
    "unreadable-line",
    "wrong-unit",
];

#[test]
fn only_the_rules_of_the_closed_list_may_be_critical() {
    let mut critical: Vec<&str> = rules()
        .filter(|rule| rule.worst == Severity::Critical)
        .map(|rule| rule.name)
        .collect();
    critical.sort_unstable();
    assert_eq!(critical, CRITICAL);
}

#[test]
fn codes_and_names_are_unique_and_well_formed() {
    let mut seen = BTreeSet::new();
    for rule in rules() {
        assert!(seen.insert(rule.name), "{} is named twice", rule.name);
        assert!(rule.codes().next().is_some(), "{} has no code", rule.name);
        for code in rule.codes() {
            assert!(seen.insert(code), "{code} is given twice");
            let parts: Vec<&str> = code.split('-').collect();
            let number = parts.get(2).map_or(0, |number| number.len());
            assert!(parts.len() == 3 && number == 3, "{code}");
            assert_eq!(find(&code.to_lowercase()).unwrap().name, rule.name);
        }
        let code = |engine| rule.code(engine).map(|code| &code[..2]);
        assert!(matches!(code(Engine::Postgresql), None | Some("PG")));
        assert!(matches!(code(Engine::Mariadb), None | Some("MY")));
    }
}

#[test]
fn a_rule_stands_in_the_area_of_its_code() {
    for area in AREAS {
        for code in area.rules.iter().flat_map(|rule| rule.codes()) {
            assert_eq!(code.split('-').nth(1), Some(area.code), "{code}");
        }
    }
}

#[test]
fn every_page_has_every_section_and_says_something_in_it() {
    const SECTIONS: [&str; 5] = [
        "## What it finds",
        "## Why it matters",
        "## Example",
        "## What to do instead",
        "## Sources",
    ];
    for rule in rules() {
        let page = rule.markdown();
        let mut from = 0;
        for (index, section) in SECTIONS.iter().enumerate() {
            let at = page[from..].find(section);
            let at = from + at.unwrap_or_else(|| panic!("{}: {section}", rule.name));
            assert!(at == 0 || index > 0, "{}", rule.name);
            let body = page[at + section.len()..].trim_start();
            assert!(!body.is_empty() && !body.starts_with('#'), "{}", rule.name);
            from = at;
        }
        assert!(
            rule.finds().ends_with('.'),
            "{}: {}",
            rule.name,
            rule.finds()
        );
    }
}

fn panics(_: &Input<'_>) -> Answer {
    panic!("on purpose")
}

rule! {
    /// ## What it finds
    PANICS {
        postgresql: Some("PG-TEST-001"),
        mysql: None,
        name: "panics",
        worst: Info,
        look: Look::Ask(panics),
    }
}

#[test]
fn a_rule_that_panics_is_a_finding_and_the_others_are_still_asked() {
    let config = Config {
        engine: Engine::Postgresql,
        version: Known::not_given(),
        fork: Fork::None,
        series: Version::major(15),
        settings: std::collections::BTreeMap::new(),
        problems: Vec::new(),
        files: Vec::new(),
    };
    let (settings, facts) = (in_force(&config), ServerFacts::default());
    let load = Load::default();
    let bill = price(&settings, &facts, &load, Profile::Mixed, None);
    let input = Input {
        config: &config,
        settings: &settings,
        facts: &facts,
        load: &load,
        load_problems: &[],
        profile: Profile::Mixed,
        arrivals: None,
        bill: bill.as_ref(),
        terms: &Terms::default(),
        seen: None,
        releases: &Releases::embedded(),
    };
    let rules = [&PANICS, find("memory-over-limit").unwrap()];
    let judgement = judge_by(rules, &input);
    assert_eq!(judgement.findings.len(), 1);
    assert_eq!(judgement.findings[0].rule, "PG-SELF-001");
    assert!(judgement.findings[0].message.contains("PG-TEST-001"));
    assert_eq!(judgement.skipped[0].rule, "PG-MEM-001");
    assert_eq!(judgement.skipped[0].needs, ["memory"]);
}
