//! The history of samples and events: what a store promises of them, whatever it is kept in.

use super::support::{at, close, open, run, target};
use plimsoll_store::{
    EVENTS_MAX, Happening, Limits, Moment, Place, Point, SERIES_BYTES_MAX, SERIES_MAX,
    SLICE_POINTS_MAX, SampleLimits, Samples, Slice, Store,
};

/// The first of November 2026, midnight, in seconds since 1970.
const BEGIN: i64 = 1_793_491_200;
const HOUR: i64 = 3600;

pub(crate) fn moment(seconds: i64) -> Moment {
    let stamp = jiff::Timestamp::from_second(BEGIN + seconds).unwrap();
    Moment::parse(&stamp.to_string()).unwrap()
}

/// Stretches of ten seconds whose mean is their number in the whole history.
pub(crate) fn slice(series: &str, from: i64, to: i64) -> Slice {
    let point = |at: i64| {
        let mean = ((at / 10) % 4000) as f32;
        Point {
            at: BEGIN + at,
            min: 0.0,
            mean,
            max: 4000.0,
        }
    };
    Slice {
        series: series.to_owned(),
        points: (from..to).step_by(10).map(point).collect(),
    }
}

fn keep(store: &Store, slices: &[Slice]) {
    run(store.keep_slices(&target("a"), slices)).unwrap();
}

/// Keeps ten minutes after ten minutes.
pub(crate) fn keep_hours(store: &Store, series: &str, from: i64, to: i64) {
    for at in (from..to).step_by(600) {
        keep(store, &[slice(series, at, (at + 600).min(to))]);
    }
}

pub(crate) fn read(store: &Store, from: i64, to: i64) -> Samples {
    run(store.samples("a", "s", &moment(from), &moment(to))).unwrap()
}

pub(crate) fn samples_come_back_as_they_were_kept(place: &Place) {
    let store = open(place);
    keep_hours(&store, "s", 0, 3 * HOUR + 1200);
    let all = read(&store, 0, 4 * HOUR);
    assert_eq!((all.seconds, all.gaps.len()), (10, 0));
    assert_eq!(all.points, slice("s", 0, 3 * HOUR + 1200).points);
    let some = read(&store, HOUR - 20, HOUR + 10);
    assert_eq!(some.points, slice("s", HOUR - 20, HOUR + 10).points);
    assert_eq!(
        run(store.samples("a", "other", &moment(0), &moment(HOUR)))
            .unwrap()
            .points,
        []
    );
    assert_eq!(
        run(store.samples("b", "s", &moment(0), &moment(HOUR))).unwrap(),
        Samples::default()
    );
    close(store);
    assert_eq!(read(&open(place), 0, 4 * HOUR), all);
}

pub(crate) fn several_series_are_read_at_once(place: &Place) {
    let store = open(place);
    for at in (0..2 * HOUR).step_by(600) {
        let named = |name| slice(name, at, at + 600);
        keep(&store, &[named("a"), named("a\u{1f}x"), named("ab")]);
    }
    let wants = |series: &str| series.split('\u{1f}').next() == Some("a");
    let many = |from, to| run(store.many_samples("a", wants, &moment(from), &moment(to))).unwrap();
    let some = many(HOUR - 20, HOUR + 20);
    assert_eq!(some.seconds, 10);
    let names: Vec<&str> = some.series.keys().map(String::as_str).collect();
    assert_eq!(names, ["a", "a\u{1f}x"]);
    let points = slice("a", HOUR - 20, HOUR + 20).points;
    assert!(some.series.values().all(|it| *it == points));
    // A hundred years are no more work than what is there.
    let century = 100 * 365 * 24 * HOUR;
    assert_eq!(many(-century / 4, century).series["a"].len(), 24);
}

pub(crate) fn what_comes_twice_or_late_counts_once(place: &Place) {
    let store = open(place);
    keep_hours(&store, "s", 0, 2 * HOUR);
    let mut late = slice("s", 600, 620);
    late.points[0].mean = 7.0;
    keep(&store, &[late.clone()]);
    keep(&store, &[slice("s", 2 * HOUR, 2 * HOUR + 10)]);
    let some = read(&store, 600, 630);
    assert_eq!(some.points[..2], late.points);
    assert_eq!(some.points.len(), 3);
}

pub(crate) fn old_samples_become_coarse_and_then_go(place: &Place) {
    let store = open(place);
    keep_hours(&store, "s", 0, 5 * HOUR);
    let limits = |fine, coarse| SampleLimits {
        fine_days_max: fine,
        coarse_days_max: coarse,
    };
    let day = 24 * HOUR;
    assert_eq!(
        run(store.retain_samples(limits(2, 365), &moment(2 * day))).unwrap(),
        0
    );
    assert!(run(store.retain_samples(limits(2, 365), &moment(2 * day + 8 * HOUR))).unwrap() >= 5);
    let coarse = read(&store, 0, day);
    assert_eq!((coarse.seconds, coarse.points.len()), (300, 5 * 12));
    let first = coarse.points[1];
    assert_eq!((first.at, first.min, first.max), (BEGIN + 300, 0.0, 4000.0));
    assert!((f64::from(first.mean) - 44.5).abs() < 0.02, "{first:?}");
    assert_eq!(
        run(store.retain_samples(limits(2, 3), &moment(5 * day))).unwrap(),
        1
    );
    assert_eq!(read(&store, 0, day).points, []);
}

pub(crate) fn a_long_time_is_told_coarsely_to_its_end(place: &Place) {
    let store = open(place);
    keep_hours(&store, "s", 0, 2 * HOUR + 600);
    let far = read(&store, -40 * 24 * HOUR, 3 * HOUR);
    assert_eq!((far.seconds, far.points.len()), (300, 26));
}

pub(crate) fn samples_that_do_not_fit_are_refused_whole(place: &Place) {
    let store = open(place);
    let refused = |slices: &[Slice]| {
        let said = run(store.keep_slices(&target("a"), slices))
            .unwrap_err()
            .to_string();
        assert_eq!(read(&store, 0, HOUR).points, [], "{said}");
        said
    };
    let named = |name: String| slice(&name, 0, 10);
    let many: Vec<Slice> = (0..=SERIES_MAX).map(|it| named(it.to_string())).collect();
    assert!(refused(&many).contains("301 series, and at most 300"));
    assert!(refused(&[named("x".repeat(SERIES_BYTES_MAX + 1))]).contains("bytes"));
    assert!(refused(&[slice("s", 0, 10 * (SLICE_POINTS_MAX as i64 + 1))]).contains("stretches"));
    let mut odd = slice("s", 0, 10);
    odd.points[0].max = f32::NAN;
    assert!(refused(&[odd.clone()]).contains("a stretch that is none"));
    odd.points[0] = Point {
        at: BEGIN + 3,
        ..slice("s", 0, 10).points[0]
    };
    assert!(refused(&[odd]).contains("a stretch that is none"));
    assert!(refused(&[slice("s", 0, 10), slice("s", 10, 20)]).contains("twice"));
}

pub(crate) fn as_many_samples_as_fit_are_kept(place: &Place) {
    let store = open(place);
    let slices: Vec<Slice> = (0..SERIES_MAX)
        .map(|it| {
            slice(
                &format!("{it:0>SERIES_BYTES_MAX$}"),
                0,
                10 * SLICE_POINTS_MAX as i64,
            )
        })
        .collect();
    keep(&store, &slices);
    // Series of another name find no room in the hour, and those that were there stay.
    keep(&store, &[slice("s", 0, 10)]);
    keep(&store, &[slice("s", 3 * HOUR, 3 * HOUR + 10)]);
    let first = run(store.samples("a", &slices[0].series, &moment(0), &moment(2 * HOUR))).unwrap();
    assert_eq!(first.points, slices[0].points);
}

pub(crate) fn event(minutes: u32, message: &str) -> Happening {
    Happening {
        at: at(minutes),
        kind: "deploy".to_owned(),
        message: message.to_owned(),
        actor: Some("ada".to_owned()),
        reference: None,
    }
}

pub(crate) fn events_are_kept_in_their_order_and_as_long_as_they_may(place: &Place) {
    let store = open(place);
    let told = [event(3, "third"), event(1, "first"), event(2, "second")];
    for event in &told {
        run(store.keep_event(&target("a"), event)).unwrap();
    }
    let read = |from, to, max| run(store.events("a", &at(from), &at(to), max)).unwrap();
    assert_eq!(
        read(0, 9, 9),
        [told[0].clone(), told[2].clone(), told[1].clone()]
    );
    assert_eq!(read(1, 3, 1), [told[2].clone()]);
    assert_eq!(run(store.events("b", &at(0), &at(9), 9)).unwrap(), []);
    run(store.retain_samples(
        SampleLimits {
            fine_days_max: 1,
            coarse_days_max: 1,
        },
        &at(24 * 60 + 2),
    ))
    .unwrap();
    assert_eq!(read(0, 9, 9).len(), 2);
}

#[test]
fn of_too_many_events_the_oldest_kept_go_first() {
    let here = tempfile::tempdir().unwrap();
    let place = super::support::folder(here.path());
    run(open(&place).keep_event(&target("a"), &event(1, "first"))).unwrap();
    let file = rusqlite::Connection::open(here.path().join(plimsoll_store::FILE_NAME)).unwrap();
    let fill = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) \
                INSERT INTO events SELECT 1, i, '2026-11-01T00:02:00Z', 'probe', 'filled', NULL, NULL FROM n";
    file.execute(fill, [i64::try_from(EVENTS_MAX).unwrap()])
        .unwrap();
    drop(file);
    let store = open(&place);
    let kept = || run(store.events("a", &at(0), &at(9), u64::MAX)).unwrap();
    assert_eq!(kept().len() as u64, EVENTS_MAX);
    run(store.keep_event(&target("a"), &event(3, "last"))).unwrap();
    let kept = kept();
    assert_eq!(kept.len() as u64, EVENTS_MAX);
    assert_eq!(
        (
            kept[0].message.as_str(),
            kept[kept.len() - 1].message.as_str()
        ),
        ("last", "filled")
    );
}

/// A series that wanders as memory does, with what a real one's figures are like.
fn wander(seed: u64, number: usize, at: i64) -> Point {
    let mut mixed = (seed + number as u64 * 7919 + at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^= mixed >> 29;
    let noise = (mixed.wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 40) as f32 / (1 << 24) as f32;
    let day = (at as f32 / 86_400.0 * std::f32::consts::TAU).sin();
    let mean = match number % 4 {
        0 => 4e9,
        1 => 1e9 + 1e8 * day + 1e6 * noise,
        2 => (40.0 + 30.0 * day + 4.0 * noise).round(),
        _ => 100.0 + 50.0 * day + 40.0 * noise,
    };
    Point {
        at: BEGIN + at,
        min: mean,
        mean,
        max: mean,
    }
}

#[test]
fn a_server_of_eighty_series_takes_no_more_than_is_said() {
    let here = tempfile::tempdir().unwrap();
    let place = super::support::folder(here.path());
    let store = open(&place);
    let day = 24 * HOUR;
    let hours = |from: i64, to: i64| {
        for at in (from..to).step_by(HOUR as usize) {
            let slices = (0..80).map(|number| Slice {
                series: format!("metric_number_{number}_bytes{{label=\"value\"}}"),
                points: (at..at + HOUR)
                    .step_by(10)
                    .map(|at| wander(1, number, at))
                    .collect(),
            });
            keep(&store, &slices.collect::<Vec<_>>());
        }
    };
    hours(0, 2 * day);
    let used = |days| {
        let file = rusqlite::Connection::open(here.path().join(plimsoll_store::FILE_NAME)).unwrap();
        let sql =
            format!("SELECT coalesce(sum(length(content)), 0) FROM samples WHERE seconds = {days}");
        file.query_row(&sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let (fine, coarse) = (used(10), used(300));
    println!(
        "two days of ten seconds {fine} bytes; five minutes {} bytes a day, {} a year",
        coarse / 2,
        coarse / 2 * 365
    );
    assert!(fine <= 4_000_000, "{fine}");
    assert!(coarse / 2 * 365 <= 30_000_000, "{coarse}");
}

#[test]
fn a_damaged_block_is_a_named_gap_and_the_rest_is_read_and_kept_on() {
    let here = tempfile::tempdir().unwrap();
    let place = super::support::folder(here.path());
    let store = open(&place);
    keep_hours(&store, "s", 0, 3 * HOUR);
    keep(&store, &[slice("s", 3 * HOUR, 3 * HOUR + 10)]);
    close(store);
    let file = rusqlite::Connection::open(here.path().join(plimsoll_store::FILE_NAME)).unwrap();
    let hit =
        "UPDATE samples SET content = substr(content, 1, 40) WHERE seconds = 10 AND began = ?1";
    assert_eq!(file.execute(hit, [BEGIN + HOUR]).unwrap(), 1);
    drop(file);
    let store = open(&place);
    let all = read(&store, 0, 4 * HOUR);
    assert_eq!(all.points.len(), 2 * 360 + 1);
    assert_eq!(all.gaps.len(), 1);
    assert_eq!(
        (all.gaps[0].from, all.gaps[0].to),
        (BEGIN + HOUR, BEGIN + 2 * HOUR)
    );
    assert!(
        all.gaps[0].why.starts_with("its block is damaged"),
        "{:?}",
        all.gaps
    );
    // Late stretches of that hour are kept beside it.
    keep(&store, &[slice("s", HOUR + 600, HOUR + 620)]);
    keep(&store, &[slice("s", 4 * HOUR, 4 * HOUR + 10)]);
    let all = read(&store, 0, 4 * HOUR);
    assert_eq!((all.points.len(), all.gaps.len()), (2 * 360 + 1 + 2, 1));
}

#[test]
fn a_file_at_its_limit_gives_up_samples_before_audits() {
    let here = tempfile::tempdir().unwrap();
    let place = super::support::folder(here.path());
    let store = open(&place);
    run(store.keep(&super::support::audit("a", 1, &[("a", "1")]))).unwrap();
    run(store.keep(&super::support::audit("a", 2, &[("a", "2")]))).unwrap();
    for hour in 0..10 {
        let slices = (0..60).map(|number| Slice {
            series: format!("s{number}"),
            points: (hour * HOUR..(hour + 1) * HOUR)
                .step_by(10)
                .map(|at| wander(2, number, at))
                .collect(),
        });
        keep(&store, &slices.collect::<Vec<_>>());
    }
    let limits = Limits {
        bytes_max: Some(260_000),
        ..Limits::default()
    };
    let retained = run(store.retain(limits, &moment(24 * HOUR))).unwrap();
    assert!(
        retained.dropped.is_empty() && retained.file_bytes.unwrap() <= 260_000,
        "{retained:?}"
    );
    let left = run(store.samples("a", "s1", &moment(0), &moment(24 * HOUR))).unwrap();
    assert!(!left.points.is_empty());
}
