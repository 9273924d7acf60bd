//! What a store promises, whatever it is kept in. Each case has a store of its own.

use super::samples;
use super::support::{
    WAIT_MAX, at, audit, baseline, close, finding, folder, found, large, new_database, open, run,
    setting, started, target,
};
use plimsoll_store::{
    Audit, Change, FINDINGS_MAX, Limits, Memory, NAME_BYTES_MAX, Place, SETTINGS_MAX, Setting,
    Stamp, Store, TEXT_BYTES_MAX,
};

/// A case: its name, and what is done in a place where nothing is yet.
type Case = (&'static str, fn(&Place));

const CASES: &[Case] = &[
    ("read_back", an_audit_is_read_back_as_it_was_kept),
    ("unknown", a_server_never_seen_has_no_history),
    ("most", the_most_sessions_are_those_of_the_audits_kept),
    ("changes", a_change_is_told_between_the_audits_that_saw_it),
    ("moved", a_line_that_moves_is_no_change),
    ("spells", a_finding_that_comes_back_is_the_same),
    ("skipped", what_a_rule_could_not_look_at_is_not_gone),
    ("retold", other_words_are_the_same_finding),
    ("baselines", baselines_are_set_read_listed_and_deleted),
    ("count", count_is_kept_at_its_limit),
    ("age", age_is_kept_at_its_limit),
    ("newest", the_newest_audit_and_baselines_always_stay),
    ("dropped", what_only_dropped_audits_saw_is_dropped),
    ("fit", what_does_not_fit_is_refused_whole),
    ("largest", what_just_fits_is_kept),
    ("texts", texts_of_strangers_come_back_as_they_are),
    ("at_once", audits_kept_at_once_all_land),
    ("opened", a_store_opened_by_many_at_once_is_made_once),
    ("numbers", numbers_are_never_used_twice),
    ("samples", samples::samples_come_back_as_they_were_kept),
    ("several", samples::several_series_are_read_at_once),
    ("late", samples::what_comes_twice_or_late_counts_once),
    ("coarse", samples::old_samples_become_coarse_and_then_go),
    ("long", samples::a_long_time_is_told_coarsely_to_its_end),
    (
        "refused",
        samples::samples_that_do_not_fit_are_refused_whole,
    ),
    ("full", samples::as_many_samples_as_fit_are_kept),
    (
        "events",
        samples::events_are_kept_in_their_order_and_as_long_as_they_may,
    ),
];

#[test]
fn a_file_conforms() {
    for (name, case) in CASES {
        eprintln!("{name}");
        let here = tempfile::tempdir().unwrap();
        case(&folder(&here.path().join("made")));
    }
}

#[test]
fn the_oldest_postgresql_conforms() {
    server_conforms("postgresql-12");
}

#[test]
fn a_newer_postgresql_conforms() {
    server_conforms("postgresql-18");
}

fn server_conforms(server: &str) {
    let Some(instance) = started(server) else {
        return;
    };
    for (name, case) in CASES {
        eprintln!("{server}: {name}");
        case(&new_database(&instance, &format!("case_{name}")));
    }
}

fn kept(store: &Store, audit: &Audit) -> plimsoll_store::Kept {
    run(store.keep(audit)).unwrap()
}

fn read(store: &Store, number: Option<u64>) -> Option<Audit> {
    run(store.audit("a", number)).unwrap()
}

fn numbers(store: &Store) -> Vec<u64> {
    let entries = run(store.history("a", 100)).unwrap();
    entries.iter().map(|entry| entry.stamp.number).collect()
}

fn retain(store: &Store, limits: Limits, minutes: u32) -> Vec<(String, u64, u64)> {
    let retained = run(store.retain(limits, &at(minutes))).unwrap();
    let dropped = retained.dropped.into_iter();
    dropped
        .map(|it| (it.target, it.audits, it.through.number))
        .collect()
}

fn an_audit_is_read_back_as_it_was_kept(place: &Place) {
    let store = open(place);
    let first = found(
        &audit("a", 1, &[("shared_buffers", "128MB"), ("work_mem", "4MB")]),
        1,
        &["f1", "f2"],
    );
    let mut second = audit("a", 2, &[("work_mem", "8MB")]);
    second.memory = Memory::default();
    "18.4".clone_into(&mut second.version);
    assert_eq!(kept(&store, &first).before, None);
    let again = kept(&store, &second);
    assert_eq!((again.number, again.before.unwrap().number), (2, 1));
    close(store);
    let store = open(place);
    assert_eq!(read(&store, Some(1)).unwrap(), first);
    assert_eq!(read(&store, None).unwrap(), second);
    assert_eq!(read(&store, Some(3)), None);
    let entries = run(store.history("a", 1)).unwrap();
    assert_eq!((entries.len(), entries[0].version.as_str()), (1, "18.4"));
    let entries = run(store.history("a", 9)).unwrap();
    let findings: Vec<u64> = entries.iter().map(|entry| entry.findings).collect();
    assert_eq!(findings, [0, 2]);
    assert_eq!(entries[1].memory, first.memory);
    let seen = run(store.targets()).unwrap();
    assert_eq!((seen.len(), seen[0].audits), (1, 2));
    assert_eq!(seen[0].first.as_ref().unwrap().at, at(1));
    assert_eq!(seen[0].last.as_ref().unwrap().at, at(2));
}

/// An audit that saw so many sessions: open, active, and the most that the server counts.
fn with_sessions(minutes: u32, [open, active, most]: [Option<u64>; 3]) -> Audit {
    let mut audit = audit("a", minutes, &[("a", "1")]);
    audit.memory.sessions = open;
    audit.memory.active_sessions = active;
    audit.memory.most_sessions = most;
    audit
}

fn the_most_sessions_are_those_of_the_audits_kept(place: &Place) {
    let store = open(place);
    let most = || {
        let most = run(store.most_sessions("a")).unwrap();
        most.map(|it| (it.audits, it.since, it.open, it.active))
    };
    kept(&store, &with_sessions(1, [None; 3]));
    assert_eq!(most(), None);
    kept(&store, &with_sessions(2, [Some(90), Some(40), None]));
    kept(&store, &with_sessions(3, [Some(100), None, None]));
    kept(&store, &with_sessions(4, [Some(7), Some(2), Some(120)]));
    assert_eq!(most(), Some((3, at(2), 120, Some(40))));
    let limits = Limits {
        audits_max: Some(2),
        ..Limits::default()
    };
    retain(&store, limits, 4);
    assert_eq!(most(), Some((2, at(3), 120, Some(2))));
}

fn a_server_never_seen_has_no_history(place: &Place) {
    let store = open(place);
    assert_eq!(read(&store, None), None);
    assert!(run(store.targets()).unwrap().is_empty());
    assert!(run(store.history("a", 9)).unwrap().is_empty());
    assert_eq!(run(store.most_sessions("a")).unwrap(), None);
    assert!(run(store.standing("a")).unwrap().is_empty());
    assert!(run(store.changes("a", 0)).unwrap().is_empty());
    assert!(run(store.findings("a")).unwrap().is_empty());
    assert!(run(store.baselines("a")).unwrap().is_empty());
    assert!(!run(store.delete_baseline("a", "default")).unwrap());
    assert!(retain(&store, Limits::default(), 1).is_empty());
}

fn a_change_is_told_between_the_audits_that_saw_it(place: &Place) {
    let store = open(place);
    let by_hand = Setting {
        source: "ALTER SYSTEM".to_owned(),
        ..setting("b", "2")
    };
    let mut third = audit("a", 3, &[("a", "1"), ("b", "2"), ("d", "4")]);
    third.settings[1] = by_hand.clone();
    assert!(
        kept(
            &store,
            &audit("a", 1, &[("a", "1"), ("b", "1"), ("c", "1")])
        )
        .changes
        .is_empty()
    );
    assert!(
        kept(
            &store,
            &audit("a", 2, &[("a", "1"), ("b", "1"), ("c", "1")])
        )
        .changes
        .is_empty()
    );
    let told = kept(&store, &third).changes;
    let change = |name: &str, from: Option<Setting>, to: Option<Setting>| Change {
        name: name.to_owned(),
        from,
        to,
        after: Stamp {
            number: 2,
            at: at(2),
        },
        seen: Stamp {
            number: 3,
            at: at(3),
        },
    };
    let expected = [
        change("b", Some(setting("b", "1")), Some(by_hand)),
        change("c", Some(setting("c", "1")), None),
        change("d", None, Some(setting("d", "4"))),
    ];
    assert_eq!(told, expected);
    kept(&store, &third);
    assert_eq!(run(store.changes("a", 0)).unwrap(), expected);
    assert_eq!(run(store.changes("a", 2)).unwrap(), expected);
    assert!(run(store.changes("a", 3)).unwrap().is_empty());
    let since: Vec<_> = run(store.standing("a"))
        .unwrap()
        .into_iter()
        .map(|it| (it.setting.name, it.after, it.since))
        .collect();
    let told = |name: &str, after, since| (name.to_owned(), after, since);
    assert_eq!(
        since,
        [
            told("a", None, at(1)),
            told("b", Some(at(2)), at(3)),
            told("d", Some(at(2)), at(3)),
        ]
    );
}

fn a_line_that_moves_is_no_change(place: &Place) {
    let store = open(place);
    kept(&store, &audit("a", 1, &[("a", "1")]));
    let mut moved = audit("a", 2, &[("a", "1")]);
    moved.settings[0].line = Some(8);
    assert!(kept(&store, &moved).changes.is_empty());
    assert_eq!(read(&store, None).unwrap(), moved);
    assert_eq!(run(store.standing("a")).unwrap()[0].since, at(1));
}

fn a_finding_that_comes_back_is_the_same(place: &Place) {
    let store = open(place);
    let plain = audit("a", 0, &[("a", "1")]);
    let fingerprints = |list: &[String]| list.join(" ");
    for (minutes, there, new, back, gone) in [
        (1, &["f1", "f2"][..], "f1 f2", "", ""),
        (2, &["f1"], "", "", "f2"),
        (3, &["f1"], "", "", ""),
        (4, &["f1", "f2"], "", "f2", ""),
        (5, &["f3"], "f3", "", "f1 f2"),
    ] {
        let told = kept(&store, &found(&plain, minutes, there));
        assert_eq!(fingerprints(&told.new), new, "{minutes}");
        assert_eq!(fingerprints(&told.back), back, "{minutes}");
        assert_eq!(fingerprints(&told.gone), gone, "{minutes}");
    }
    let tracked: Vec<_> = run(store.findings("a"))
        .unwrap()
        .into_iter()
        .map(|it| (it.first_seen, it.last_seen, it.gone_at, it.spells))
        .collect();
    assert_eq!(
        tracked,
        [
            (at(1), at(4), Some(at(5)), 1),
            (at(1), at(4), Some(at(5)), 2),
            (at(5), at(5), None, 1),
        ]
    );
    let then: Vec<usize> = (1..=5)
        .map(|number| read(&store, Some(number)).unwrap().findings.len())
        .collect();
    assert_eq!(then, [2, 1, 1, 2, 1]);
}

fn what_a_rule_could_not_look_at_is_not_gone(place: &Place) {
    let store = open(place);
    let plain = audit("a", 0, &[("a", "1")]);
    kept(&store, &found(&plain, 1, &["f1", "f2"]));
    let mut blind = found(&plain, 2, &[]);
    blind.skipped = vec!["PG-f1-001".to_owned()];
    assert_eq!(kept(&store, &blind).gone, ["f2"]);
    let told = kept(&store, &found(&plain, 3, &["f1"]));
    assert!(told.new.is_empty() && told.back.is_empty());
    let tracked = run(store.findings("a")).unwrap();
    assert_eq!((tracked[0].spells, &tracked[0].gone_at), (1, &None));
}

fn other_words_are_the_same_finding(place: &Place) {
    let store = open(place);
    let plain = audit("a", 0, &[("a", "1")]);
    kept(&store, &found(&plain, 1, &["f1"]));
    let mut other = found(&plain, 2, &[]);
    other.findings = vec![finding("f1", "12 GB, not 11")];
    assert!(kept(&store, &other).new.is_empty());
    let tracked = run(store.findings("a")).unwrap();
    assert_eq!(tracked[0].finding.message, "12 GB, not 11");
    assert_eq!(tracked[0].first_seen, at(1));
}

fn baselines_are_set_read_listed_and_deleted(place: &Place) {
    let store = open(place);
    let (first, other) = (
        baseline("default", 1, &[("a", "1"), ("b", "2")]),
        baseline("night", 2, &[("a", "9")]),
    );
    run(store.set_baseline(&target("a"), &first)).unwrap();
    run(store.set_baseline(&target("a"), &other)).unwrap();
    run(store.set_baseline(&target("b"), &other)).unwrap();
    let again = baseline("default", 3, &[("b", "3")]);
    assert_eq!(run(store.baseline("a", "default")).unwrap().unwrap(), first);
    run(store.set_baseline(&target("a"), &again)).unwrap();
    assert_eq!(run(store.baseline("a", "default")).unwrap().unwrap(), again);
    let listed: Vec<_> = run(store.baselines("a"))
        .unwrap()
        .into_iter()
        .map(|it| (it.name, it.at, it.settings))
        .collect();
    let line = |name: &str, at, settings| (name.to_owned(), at, settings);
    assert_eq!(listed, [line("default", at(3), 1), line("night", at(2), 1)]);
    assert!(run(store.delete_baseline("a", "night")).unwrap());
    assert!(!run(store.delete_baseline("a", "night")).unwrap());
    assert_eq!(run(store.baseline("a", "night")).unwrap(), None);
    assert!(run(store.baseline("b", "night")).unwrap().is_some());
    // Set before the first audit of the server, it is still the server's.
    kept(&store, &audit("a", 4, &[("a", "1")]));
    assert!(run(store.baseline("a", "default")).unwrap().is_some());
}

fn with_audits(place: &Place, minutes: &[u32]) -> Store {
    let store = open(place);
    for minute in minutes {
        kept(&store, &audit("a", *minute, &[("a", &minute.to_string())]));
    }
    store
}

fn count_is_kept_at_its_limit(place: &Place) {
    let store = with_audits(place, &[1, 2, 3, 4]);
    kept(&store, &audit("b", 1, &[("a", "1")]));
    let limits = |audits_max| Limits {
        audits_max: Some(audits_max),
        ..Limits::default()
    };
    assert!(retain(&store, limits(4), 9).is_empty());
    assert_eq!(retain(&store, limits(3), 9), [("a".to_owned(), 1, 1)]);
    assert_eq!(numbers(&store), [4, 3, 2]);
    assert_eq!(retain(&store, limits(1), 9), [("a".to_owned(), 2, 3)]);
    assert_eq!(numbers(&store), [4]);
}

fn age_is_kept_at_its_limit(place: &Place) {
    let day = 24 * 60;
    let store = with_audits(place, &[0, day, 2 * day, 3 * day]);
    let limits = |days| Limits {
        age_days_max: Some(days),
        ..Limits::default()
    };
    assert!(retain(&store, limits(3), 3 * day).is_empty());
    let dropped = retain(&store, limits(3), 3 * day + 1);
    assert_eq!(dropped, [("a".to_owned(), 1, 1)]);
    assert_eq!(numbers(&store), [4, 3, 2]);
}

fn the_newest_audit_and_baselines_always_stay(place: &Place) {
    let store = with_audits(place, &[1, 2]);
    run(store.set_baseline(&target("a"), &baseline("default", 1, &[("a", "1")]))).unwrap();
    let limits = Limits {
        audits_max: Some(0),
        age_days_max: Some(0),
        bytes_max: None,
    };
    assert_eq!(retain(&store, limits, 40_000), [("a".to_owned(), 1, 1)]);
    assert!(retain(&store, limits, 40_000).is_empty());
    assert_eq!(read(&store, None).unwrap().at, at(2));
    assert!(run(store.baseline("a", "default")).unwrap().is_some());
}

fn what_only_dropped_audits_saw_is_dropped(place: &Place) {
    let store = open(place);
    let plain = audit("a", 0, &[("a", "1")]);
    kept(&store, &found(&plain, 1, &["f1", "f2", "f3"]));
    kept(
        &store,
        &found(&audit("a", 0, &[("a", "2")]), 2, &["f2", "f3"]),
    );
    kept(&store, &found(&audit("a", 0, &[("a", "2")]), 3, &["f3"]));
    let limits = Limits {
        audits_max: Some(2),
        ..Limits::default()
    };
    assert_eq!(retain(&store, limits, 9), [("a".to_owned(), 1, 1)]);
    let left: Vec<String> = run(store.findings("a"))
        .unwrap()
        .into_iter()
        .map(|it| it.finding.fingerprint)
        .collect();
    assert_eq!(left, ["f2", "f3"]);
    // Since when is known beyond what is kept; the change itself no longer is.
    let standing = run(store.standing("a")).unwrap();
    assert_eq!(
        (&standing[0].after, &standing[0].since),
        (&Some(at(1)), &at(2))
    );
    assert!(run(store.changes("a", 0)).unwrap().is_empty());
    let then = read(&store, Some(2)).unwrap();
    assert_eq!(
        (then.findings.len(), then.settings[0].value.as_str()),
        (2, "2")
    );
    // What was forgotten is new when it comes again.
    assert_eq!(kept(&store, &found(&plain, 4, &["f1"])).new, ["f1"]);
}

fn what_does_not_fit_is_refused_whole(place: &Place) {
    let store = open(place);
    let good = audit("a", 1, &[("a", "1")]);
    let long = "x".repeat(NAME_BYTES_MAX + 1);
    let huge = "x".repeat(TEXT_BYTES_MAX + 1);
    let mut bad = [
        audit("a", 1, &[]),
        audit("", 1, &[("a", "1")]),
        audit(&long, 1, &[("a", "1")]),
        audit("a", 1, &[(long.as_str(), "1")]),
        audit("a", 1, &[("a", huge.as_str())]),
        audit("a", 1, &[("a", "1"), ("a", "2")]),
        audit("a", 1, &[("a", "\0")]),
        found(&good, 1, &["f", "f"]),
        large("a", 1, SETTINGS_MAX + 1, "on"),
        good.clone(),
    ];
    bad[9].findings = vec![finding("f", "x"); FINDINGS_MAX + 1];
    for audit in &bad {
        let error = run(store.keep(audit)).unwrap_err().to_string();
        assert!(
            error.starts_with("cannot keep an audit in the history at "),
            "{error}"
        );
        assert!(error.len() < 400, "{error}");
    }
    assert!(run(store.targets()).unwrap().is_empty());
    kept(&store, &good);
}

fn what_just_fits_is_kept(place: &Place) {
    let store = open(place);
    let long = |letter: &str| letter.repeat(NAME_BYTES_MAX);
    let huge = "x".repeat(TEXT_BYTES_MAX);
    let mut audit = large("a", 1, SETTINGS_MAX, &huge);
    audit.settings[0].name = long("a");
    let findings = (0..FINDINGS_MAX).map(|index| finding(&format!("{index:05}"), "x"));
    audit.findings = findings.collect();
    audit.findings[0].fingerprint = long("0");
    kept(&store, &audit);
    kept(&store, &audit);
    let back = read(&store, None).unwrap();
    assert_eq!(back, audit);
    let key = long("k");
    run(store.set_baseline(
        &target(&key),
        &baseline(&long("b"), 1, &[(&long("s"), "1")]),
    ))
    .unwrap();
    assert!(run(store.baseline(&key, &long("b"))).unwrap().is_some());
}

fn texts_of_strangers_come_back_as_they_are(place: &Place) {
    let store = open(place);
    let odd = "'; DROP TABLE audits; -- $1 ?1 \u{1b}[31m \r\n\t \u{202e} 日本 \\ \" % \u{10ffff}";
    let mut audit = found(&audit(odd, 1, &[(odd, odd)]), 1, &[odd]);
    odd.clone_into(&mut audit.settings[0].source);
    audit.settings[0].file = Some(odd.to_owned());
    audit.settings[0].line = Some(u32::MAX);
    audit.memory.limit_bytes = Some(u64::MAX / 2);
    kept(&store, &audit);
    assert_eq!(run(store.audit(odd, None)).unwrap().unwrap(), audit);
    // Capitals are other names, here and there.
    kept(
        &store,
        &super::support::audit("B", 1, &[("a", "1"), ("_", "1"), ("A", "2")]),
    );
    let names = run(store.standing("B")).unwrap();
    let names: Vec<&str> = names.iter().map(|it| it.setting.name.as_str()).collect();
    assert_eq!(names, ["A", "_", "a"]);
}

fn audits_kept_at_once_all_land(place: &Place) {
    const WRITERS: usize = 4;
    const EACH: u32 = 6;
    drop(open(place));
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || {
                let store = open(place);
                for minutes in 1..=EACH {
                    // One server of its own and one that all of them audit.
                    for key in [format!("own {writer}"), "all".to_owned()] {
                        kept(
                            &store,
                            &large(&key, minutes, 50, &format!("{writer} {minutes}")),
                        );
                    }
                }
            });
        }
    });
    let store = open(place);
    let audits: Vec<u64> = run(store.targets())
        .unwrap()
        .iter()
        .map(|it| it.audits)
        .collect();
    let each = u64::from(EACH);
    assert_eq!(audits, [each * WRITERS as u64, each, each, each, each]);
    let shared = run(store.history("all", 100)).unwrap();
    assert_eq!(shared[0].stamp.number, each * WRITERS as u64);
    for number in 1..=shared[0].stamp.number {
        let audit = run(store.audit("all", Some(number))).unwrap().unwrap();
        assert_eq!(audit.settings.len(), 50);
    }
}

fn a_store_opened_by_many_at_once_is_made_once(place: &Place) {
    std::thread::scope(|scope| {
        for writer in 0..8 {
            scope.spawn(move || {
                let store = run(Store::open(place, WAIT_MAX)).unwrap();
                kept(&store, &audit(&format!("{writer}"), 1, &[("a", "1")]));
            });
        }
    });
    assert_eq!(run(open(place).targets()).unwrap().len(), 8);
}

fn numbers_are_never_used_twice(place: &Place) {
    let store = with_audits(place, &[1, 2, 3]);
    let limits = Limits {
        audits_max: Some(1),
        ..Limits::default()
    };
    retain(&store, limits, 9);
    let told = kept(&store, &audit("a", 4, &[("a", "4")]));
    assert_eq!((told.number, told.before.unwrap().number), (4, 3));
    assert_eq!(numbers(&store), [4, 3]);
}
