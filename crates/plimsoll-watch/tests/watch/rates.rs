//! Rates, the last 15 minutes, stretches and silence, sample by sample.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plimsoll_model::{Metric, Reading, Sample, Source};
use plimsoll_watch::{Input, SERIES_MAX, Target, troubles};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).expect("a moment of our time")
}

fn target(every: f64) -> Target {
    Target::new("db", BTreeMap::from([(Source::Server, every)]))
}

fn take(target: &mut Target, second: i64, readings: Vec<Reading>) {
    target.take(Input::Sample(Sample {
        at: at(second),
        source: Source::Server,
        took_seconds: 0.01,
        readings,
        blockers: Vec::new(),
        gaps: Vec::new(),
    }));
}

fn count(target: &mut Target, second: i64, sum: f64) {
    take(
        target,
        second,
        vec![Reading::plain(Metric::DeadlocksTotal, sum)],
    );
}

fn rate(target: &Target, second: i64) -> Option<f64> {
    let watched = target.watched(at(second));
    watched.rates.first().map(|reading| reading.value)
}

#[test]
fn a_rate_is_what_a_counter_grew_by_a_second() {
    let mut target = target(10.0);
    count(&mut target, 0, 1000.0);
    assert_eq!(rate(&target, 0), None);
    count(&mut target, 10, 1050.0);
    assert_eq!(rate(&target, 10), Some(5.0));
    assert_eq!(
        target.watched(at(10)).latest,
        [Reading::plain(Metric::DeadlocksTotal, 1050.0)]
    );
}

#[test]
fn the_time_of_a_statement_is_what_all_took_among_as_many_as_there_were() {
    let mut target = target(10.0);
    for (second, statements, seconds) in [(0, 100.0, 1.0), (10, 2100.0, 6.0), (20, 2100.0, 6.0)] {
        let readings = vec![
            Reading::plain(Metric::StatementsTotal, statements),
            Reading::plain(Metric::StatementSecondsTotal, seconds),
        ];
        take(&mut target, second, readings);
        let told = target.watched(at(second)).statement_seconds;
        assert_eq!(told, (second == 10).then_some(0.0025), "at {second}");
    }
}

#[test]
fn no_rate_is_told_over_a_counter_that_fell_or_a_clock_that_jumped() {
    let mut target = target(10.0);
    count(&mut target, 0, 1000.0);
    count(&mut target, 10, 7.0);
    assert_eq!(rate(&target, 10), None, "it began anew");
    count(&mut target, 20, 27.0);
    assert_eq!(rate(&target, 20), Some(2.0));
    count(&mut target, 4000, 30.0);
    assert_eq!(rate(&target, 4000), None, "forward");
    count(&mut target, 4010, 40.0);
    assert_eq!(rate(&target, 4010), Some(1.0));
    count(&mut target, 100, 60.0);
    assert_eq!(rate(&target, 100), None, "back");
    let kept = target.recent(Metric::DeadlocksTotal, &[], at(0));
    assert_eq!(kept, [(at(20), 2.0)]);
    count(&mut target, 110, 70.0);
    assert_eq!(rate(&target, 110), Some(1.0));
}

#[test]
fn a_source_that_has_something_new_seldomer_than_it_is_asked_is_measured_by_that() {
    let mut target = target(15.0);
    count(&mut target, 0, 0.0);
    count(&mut target, 60, 120.0);
    assert_eq!(rate(&target, 60), None, "too far apart for one of 15 s");
    target.take(Input::Paced {
        source: Source::Server,
        every_seconds: 60.0,
    });
    count(&mut target, 120, 240.0);
    assert_eq!(rate(&target, 120), Some(2.0));
    assert_eq!(rate(&target, 299), Some(2.0));
    assert_eq!(
        rate(&target, 301),
        None,
        "silent for three of its intervals"
    );
    let every = target.watched(at(120)).sources[0].every_seconds;
    assert!((every - 60.0).abs() < 0.1, "{every}");
    // What comes a minute late is in the history all the same.
    let stretches = |target: &mut Target, now| {
        let slices = target.slices(at(now));
        slices.iter().map(|it| it.stretches.len()).sum::<usize>()
    };
    assert_eq!(stretches(&mut target, 240), 0);
    count(&mut target, 180, 300.0);
    assert_eq!(stretches(&mut target, 360), 2);
}

#[test]
fn a_sample_that_was_missed_leaves_the_mean_over_both() {
    let mut target = target(10.0);
    count(&mut target, 0, 0.0);
    target.take(Input::Missed {
        at: at(10),
        source: Source::Server,
        why: "it took too long".to_owned(),
    });
    let state = target.watched(at(10)).sources[0].clone();
    assert_eq!((state.taken, state.missed), (1, 1));
    assert_eq!(state.why.as_deref(), Some("it took too long"));
    count(&mut target, 20, 100.0);
    assert_eq!(rate(&target, 20), Some(5.0));
    assert_eq!(target.watched(at(20)).sources[0].why, None);
}

#[test]
fn a_source_that_is_silent_for_three_intervals_is_not_believed() {
    let mut target = target(10.0);
    take(
        &mut target,
        0,
        vec![Reading::plain(Metric::BlockedSessions, 3.0)],
    );
    assert_eq!(target.watched(at(30)).latest.len(), 1);
    assert_eq!(target.watched(at(31)).latest.len(), 0);
}

#[test]
fn what_the_newest_sample_does_not_bring_is_not_shown_and_stays_in_the_last_minutes() {
    let mut target = target(10.0);
    for second in [0, 10] {
        take(
            &mut target,
            second,
            vec![Reading::of(Metric::SlotActive, "a", 1.0)],
        );
    }
    take(
        &mut target,
        20,
        vec![Reading::of(Metric::SlotActive, "b", 1.0)],
    );
    take(
        &mut target,
        30,
        vec![Reading::of(Metric::SlotActive, "a", 1.0)],
    );
    let watched = target.watched(at(30));
    assert_eq!(watched.latest, [Reading::of(Metric::SlotActive, "a", 1.0)]);
    let recent = |label| target.recent(Metric::SlotActive, &[label], at(0));
    assert_eq!(recent("a"), [(at(0), 1.0), (at(10), 1.0), (at(30), 1.0)]);
    assert_eq!(recent("b"), [(at(20), 1.0)]);
    assert_eq!(
        target.recent(Metric::SlotActive, &["a"], at(25)),
        [(at(30), 1.0)]
    );
}

#[test]
fn the_last_fifteen_minutes_are_kept_and_no_more() {
    let mut target = target(10.0);
    for sample in 0..400 {
        take(
            &mut target,
            sample * 10,
            vec![Reading::plain(Metric::BlockedSessions, (sample / 2) as f64)],
        );
    }
    let recent = target.recent(Metric::BlockedSessions, &[], at(0));
    assert_eq!(recent.len(), 91);
    assert_eq!(recent.last(), Some(&(at(3990), 199.0)));
    assert!(
        recent
            .iter()
            .all(|(when, value)| *when == at((*value * 20.0) as i64)
                || *when == at((*value * 20.0) as i64 + 10))
    );
}

#[test]
fn series_beyond_what_is_kept_are_a_gap_until_there_is_room() {
    let mut target = target(10.0);
    let many = |from: usize| {
        (from..from + SERIES_MAX + 5).map(|it| Reading::of(Metric::DataBytes, it.to_string(), 1.0))
    };
    take(&mut target, 0, many(0).collect());
    let watched = target.watched(at(0));
    assert_eq!(watched.latest.len(), SERIES_MAX);
    assert!(
        watched.gaps[0].why.starts_with("5 of them are not kept"),
        "{:?}",
        watched.gaps
    );
    // Once the first have fallen out of the rings, others have their room.
    for sample in 0..100 {
        take(&mut target, 10 + sample * 10, vec![]);
    }
    take(&mut target, 1020, many(10_000).take(3).collect());
    let watched = target.watched(at(1020));
    assert_eq!((watched.latest.len(), watched.gaps.len()), (3, 0));
}

#[test]
fn stretches_are_handed_out_once_with_least_mean_and_most() {
    let mut target = target(1.0);
    for second in 0..25 {
        take(
            &mut target,
            second,
            vec![Reading::plain(Metric::BlockedSessions, second as f64)],
        );
    }
    let slices = target.slices(at(30));
    assert_eq!(slices.len(), 1);
    let told: Vec<_> = slices[0]
        .stretches
        .iter()
        .map(|it| (it.at, it.min, it.mean, it.max))
        .collect();
    assert_eq!(told, [(at(0), 0.0, 4.5, 9.0), (at(10), 10.0, 14.5, 19.0)]);
    assert_eq!(target.slices(at(30)), []);
    assert_eq!(target.slices(at(5)), [], "the clock went back");
    let rest = target.slices(at(60));
    assert_eq!(rest[0].stretches.len(), 1);
    assert_eq!(
        f64::from(rest[0].stretches[0].max).to_bits(),
        24.0_f64.to_bits()
    );
}

#[test]
fn a_server_asked_every_second_leaves_room_for_its_host() {
    let every = BTreeMap::from([(Source::Server, 1.0), (Source::Host, 1.0)]);
    let mut target = Target::new("db", every);
    for second in 0..3 {
        let moving = (0..200).map(|number| {
            let value = (second * 7 + number) as f64;
            Reading::of(Metric::DataBytes, format!("d{number}"), value)
        });
        take(&mut target, second, moving.collect());
        target.take(Input::Sample(Sample {
            at: at(second),
            source: Source::Host,
            took_seconds: 0.0,
            readings: vec![Reading::plain(Metric::MemoryHeldBytes, (second + 1) as f64)],
            blockers: Vec::new(),
            gaps: Vec::new(),
        }));
    }
    let held = target.recent(Metric::MemoryHeldBytes, &[], at(0));
    assert_eq!(held.len(), 3);
}

#[test]
fn a_server_without_a_slot_left_is_told_though_it_answers() {
    let mut target = target(10.0);
    let full = |active: f64| {
        vec![
            Reading::of(Metric::Sessions, "active", active),
            Reading::plain(Metric::SessionsMax, 97.0),
        ]
    };
    take(&mut target, 0, full(96.0));
    assert_eq!(troubles(&target.watched(at(0))), Vec::<String>::new());
    take(&mut target, 10, full(97.0));
    let told = troubles(&target.watched(at(10)));
    assert_eq!(told, ["all 97 slots are taken"]);
}
