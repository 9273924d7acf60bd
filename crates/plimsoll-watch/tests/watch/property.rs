//! Any inputs in any order: nothing panics, memory is bounded, and what is said of one
//! moment fits together.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plimsoll_model::{
    Engine, Event, EventKind, Gap, Known, Metric, Reach, Reading, Sample, Source, Watched,
};
use plimsoll_watch::{Cap, Configured, Input, RECENT_POINTS_MAX, SERIES_MAX, Target};
use proptest::prelude::*;

fn moment() -> impl Strategy<Value = Timestamp> {
    let near = (0_i64..20_000).prop_map(|second| 1_700_000_000 + second);
    let any = prop_oneof![20 => near, 1 => -300_000_000_000_i64..=250_000_000_000];
    any.prop_map(|second| Timestamp::from_second(second).expect("a moment in range"))
}

fn reading() -> impl Strategy<Value = Reading> {
    let value = prop_oneof![
        0.0..1e12,
        Just(0.0),
        Just(-1e300),
        Just(1e300),
        Just(f64::NAN),
        Just(f64::INFINITY)
    ];
    let labels = prop::collection::vec("[a-z]{0,3}", 0..3);
    (0..Metric::ALL.len(), labels, value).prop_map(|(metric, labels, value)| Reading {
        metric: Metric::ALL[metric],
        labels,
        value,
    })
}

fn sample() -> impl Strategy<Value = Input> {
    let readings = prop::collection::vec(reading(), 0..60);
    (moment(), 0..Source::ALL.len(), readings, 0..3_usize).prop_map(
        |(at, source, readings, gaps)| {
            let gap = Gap {
                what: "x".repeat(2000),
                why: "y".to_owned(),
                grant: None,
            };
            Input::Sample(Sample {
                at,
                source: Source::ALL[source],
                took_seconds: 0.1,
                readings,
                blockers: Vec::new(),
                gaps: vec![gap; gaps * 20],
            })
        },
    )
}

fn input() -> impl Strategy<Value = Input> {
    let configured =
        (any::<u64>(), 0..Metric::ALL.len(), any::<u64>()).prop_map(|(limit, metric, bytes)| {
            Input::Configured(Configured {
                limit_bytes: Known::Known(limit, "given".to_owned()),
                bill_sessions: Known::not_given(),
                caps: vec![Cap {
                    metric: Metric::ALL[metric],
                    bytes,
                }],
                parameters: vec!["a".to_owned()],
            })
        });
    let event = (moment(), "[a-z]{0,400}").prop_map(|(at, message)| {
        Input::Happened(Event {
            at,
            kind: EventKind::ConfigChange,
            target: String::new(),
            message,
            actor: None,
            reference: None,
        })
    });
    prop_oneof![
        20 => sample(),
        1 => configured,
        1 => event,
        1 => (moment(), any::<bool>()).prop_map(|(at, up)| Input::Reached {
            at,
            reach: if up { Reach::Up } else { Reach::Down("gone".to_owned()) },
        }),
        1 => (moment(), "[a-z]{0,400}").prop_map(|(at, why)| Input::Missed { at, source: Source::Host, why }),
        1 => Just(Input::Identity { engine: Engine::Mysql, version_text: "9".repeat(900) }),
    ]
}

fn fits_together(watched: &Watched) {
    assert!(watched.latest.len() <= SERIES_MAX);
    assert!(
        watched
            .latest
            .iter()
            .chain(&watched.rates)
            .all(|it| it.value.is_finite())
    );
    let is_latest = |rate: &Reading| {
        watched
            .latest
            .iter()
            .any(|it| (it.metric, &it.labels) == (rate.metric, &rate.labels))
    };
    assert!(
        watched
            .rates
            .iter()
            .all(|rate| rate.value >= 0.0 && is_latest(rate))
    );
    if let Some(line) = watched.line.learned.get() {
        assert!(line.sessions_low <= line.sessions && line.sessions <= line.sessions_high);
    }
    if let Some(forecast) = watched.line.forecast.get() {
        assert!(forecast.earliest <= forecast.at);
        assert!(forecast.latest.is_none_or(|latest| forecast.at <= latest));
    }
    assert!(watched.events.is_sorted_by(|a, b| a.at >= b.at));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_inputs_keep_a_target_bounded_and_whole(
        every in prop_oneof![Just(1.0), Just(10.0), Just(0.0), Just(f64::NAN), Just(1e300)],
        inputs in prop::collection::vec(input(), 0..150),
        now in moment(),
    ) {
        let mut target = Target::new("t", BTreeMap::from([(Source::Host, every), (Source::Server, 10.0)]));
        for input in inputs {
            target.take(input);
            target.slices(now);
            fits_together(&target.watched(now));
        }
        prop_assert!(target.size_bytes() <= RECENT_POINTS_MAX * 4 + 150_000, "{}", target.size_bytes());
    }
}
