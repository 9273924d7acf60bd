//! What another process learned, learned again from the stretches that it kept: as
//! right as from the samples themselves, and nothing across what ends a comparison.

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Event, EventKind, Metric, Reading, Source};
use plimsoll_watch::{Input, Slice, Stretch};

use crate::line::{kinds, learned, off};
use crate::server::{Dice, HOUR, Kind, MB, Simulated, daily};

type History = Vec<(u32, Vec<Slice>)>;

/// All as it was kept, in stretches of ten seconds.
fn fine(kept: &[Vec<Slice>]) -> History {
    kept.iter().map(|slices| (10, slices.clone())).collect()
}

/// The last hour as it was kept, and all before in stretches of five minutes.
fn coarse(kept: &[Vec<Slice>]) -> History {
    let (before, last) = kept.split_at(kept.len() - 6);
    let long = before.iter().map(|slices| {
        let long = slices.iter().map(|slice| Slice {
            stretches: slice.stretches.chunk_by(is_same).map(together).collect(),
            ..slice.clone()
        });
        (300, long.collect())
    });
    long.chain(fine(last)).collect()
}

fn five_minutes(stretch: &Stretch) -> i64 {
    stretch.at.as_second().div_euclid(300) * 300
}

fn is_same(a: &Stretch, b: &Stretch) -> bool {
    five_minutes(a) == five_minutes(b)
}

fn together(stretches: &[Stretch]) -> Stretch {
    let means = stretches.iter().map(|it| it.mean);
    Stretch {
        at: Timestamp::from_second(five_minutes(&stretches[0])).expect("a moment of our time"),
        min: stretches.iter().fold(f32::MAX, |min, it| min.min(it.min)),
        mean: means.sum::<f32>() / stretches.len() as f32,
        max: stretches.iter().fold(f32::MIN, |max, it| max.max(it.max)),
    }
}

#[test]
fn the_line_is_as_right_from_what_was_kept_as_from_samples() {
    let mut dice = Dice::new(7);
    let steps: Vec<f64> = (0..200).map(|_| 20.0 + 60.0 * dice.share()).collect();
    let crowd = |hour: f64| steps[(hour * 12.0) as usize % steps.len()];
    for (name, kind) in kinds() {
        for (hours, is_day) in [(26.0, true), (2.5, false)] {
            let mut server = Simulated::new(kind.clone(), 1);
            let day = daily(20.0, 90.0);
            server.run(
                hours,
                |hour| if is_day { day(hour) } else { crowd(hour) },
                |_| 0.0,
            );
            let live = learned(&server).unwrap();
            let really = server.goes_under_at(true);
            for (from, history) in [("fine", fine as fn(&_) -> _), ("coarse", coarse)] {
                server.watched_anew(history);
                let again = learned(&server).unwrap_or_else(|why| panic!("{name}, {from}: {why}"));
                println!(
                    "{name}, {hours} h, {from}: {}, live {}, really {really}, off {:.3}",
                    again.sessions,
                    live.sessions,
                    off(again, really)
                );
                assert!(
                    off(again, really) <= 0.10,
                    "{name}, {from}: {again:?}, really {really}"
                );
                assert!(
                    off(again, live.sessions) <= 0.10,
                    "{name}, {from}: {again:?}, {live:?}"
                );
            }
        }
    }
}

#[test]
fn it_is_told_from_when_on_was_learned() {
    let mut server = Simulated::new(Kind::default(), 1);
    server.run(2.0, daily(20.0, 90.0), |_| 0.0);
    let begun = server.watched().learned_from;
    server.watched_anew(|_| Vec::new());
    assert_eq!(server.watched().learned_from, Some(server.now()));
    server.watched_anew(fine);
    assert_eq!(server.watched().learned_from, begun);
}

#[test]
fn a_target_that_saw_enough_by_itself_recalls_nothing() {
    let mut server = Simulated::new(Kind::default(), 1);
    server.run(0.2, |_| 20.0, |_| 0.0);
    assert!(server.target.recalling(server.now(), &[]).is_some());
    server.run(0.1, |_| 20.0, |_| 0.0);
    assert!(server.target.recalling(server.now(), &[]).is_none());
}

#[test]
fn a_start_that_nobody_saw_is_not_taken_for_sessions_that_ended() {
    let kind = Kind {
        keeps: true,
        shmem: 0.0,
        pool: 200.0 * MB,
        work: 4.0 * MB,
        ..Kind::default()
    };
    let mut server = Simulated::new(kind, 5);
    server.run(20.0, daily(20.0, 90.0), |_| 0.0);
    server.second += HOUR;
    server.restart();
    server.second += HOUR;
    server.watched_anew(fine);
    server.run(6.0, daily(20.0, 90.0), |_| 0.0);
    // Twice: the second process knows of no event either.
    server.watched_anew(fine);
    let line = learned(&server).unwrap();
    let really = server.goes_under_at(true);
    assert!(off(line, really) <= 0.10, "{line:?}, really {really}");
}

fn moved(at: Timestamp, message: &str) -> Event {
    Event {
        at,
        kind: EventKind::ConfigChange,
        target: "simulated".to_owned(),
        message: message.to_owned(),
        actor: None,
        reference: None,
    }
}

/// A server whose sessions take three times as much after a day, with a wave after it;
/// the event is told to who watches it.
fn changed(message: &str) -> (Simulated, Event) {
    let kind = Kind {
        limit: 6000.0 * MB,
        ..Kind::default()
    };
    let mut server = Simulated::new(kind, 5);
    server.run(23.0, daily(20.0, 90.0), |_| 0.0);
    server.kind.work = 48.0 * MB;
    let event = moved(server.now(), message);
    server.target.take(Input::Happened(event.clone()));
    server.run(15.0, daily(20.0, 90.0), |_| 0.0);
    (server, event)
}

#[test]
fn what_sessions_took_by_other_settings_counts_no_more() {
    let (mut server, other) = changed("log_min_duration_statement -1 -> 0");
    let really = server.goes_under_at(true);
    let live = learned(&server).unwrap();
    assert!(off(live, really) > 0.10, "{live:?}, really {really}");
    server.events = vec![other];
    server.watched_anew(fine);
    let before = learned(&server).unwrap();
    assert!(off(before, really) > 0.10, "{before:?}, really {really}");

    let (mut server, event) = changed("work_mem 4MB -> 12MB; random_page_cost 4 -> 1.1");
    let live = learned(&server).unwrap();
    assert!(off(live, really) <= 0.10, "{live:?}, really {really}");
    server.events = vec![event];
    server.watched_anew(fine);
    let line = learned(&server).unwrap();
    assert!(off(line, really) <= 0.10, "{line:?}, really {really}");
}

#[test]
fn what_is_usual_is_known_at_once() {
    for history in [fine as fn(&_) -> _, coarse] {
        let mut server = Simulated::new(Kind::default(), 9);
        server.run(30.0, |_| 20.0, |_| 0.0);
        server.watched_anew(history);
        assert_eq!(server.watched().unusual, []);
        server.run(0.1, |_| 200.0, |_| 0.0);
        let unusual = server.watched().unusual;
        assert_eq!(unusual.len(), 1, "{unusual:?}");
        assert_eq!(
            (unusual[0].what.as_str(), unusual[0].usual),
            ("sessions", 20.0)
        );
    }
}

#[test]
fn what_a_history_rounds_away_teaches_nothing() {
    // A few small sessions beside a large base.
    let kind = Kind {
        base: 60_000.0 * MB,
        idle: 0.5 * MB,
        active: 0.0,
        shmem: 0.0,
        limit: 62_000.0 * MB,
        ..Kind::default()
    };
    let mut server = Simulated::new(kind, 1);
    server.run(26.0, daily(5.0, 15.0), |_| 0.0);
    server.watched_anew(fine);
    assert!(learned(&server).is_err(), "{:?}", learned(&server));
}

#[test]
fn stretches_in_any_order_and_of_anything_do_no_harm() {
    let mut server = Simulated::new(Kind::default(), 1);
    server.run(1.0, daily(20.0, 90.0), |_| 0.0);
    server.take(Source::Server, vec![Reading::plain(Metric::Sessions, 1.0)]);
    let recall = server
        .target
        .recalling(server.now() - SignedDuration::from_hours(1), &[]);
    let mut recall = recall.expect("its clock went back");
    for seconds in [10, 300, 0, 7, u32::MAX] {
        for slices in server.kept.iter().rev() {
            recall.take(seconds, slices);
        }
    }
    server.target.recalled(recall);
    assert!(server.watched().at == server.now());
}
