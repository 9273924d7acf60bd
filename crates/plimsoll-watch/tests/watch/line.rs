//! The learned line beside where the simulated server really goes under.

use plimsoll_model::LearnedLine;

use crate::server::{Dice, Kind, MB, Simulated, daily};

pub(crate) fn kinds() -> Vec<(&'static str, Kind)> {
    let default = Kind::default;
    vec![
        (
            "idle sessions",
            Kind {
                active: 0.0,
                ..default()
            },
        ),
        ("a fifth sorts", default()),
        (
            "few work and take much",
            Kind {
                active: 0.05,
                work: 64.0 * MB,
                limit: 4096.0 * MB,
                ..default()
            },
        ),
        (
            "threads of one process",
            Kind {
                shmem: 0.0,
                pool: 800.0 * MB,
                keeps: true,
                work: 4.0 * MB,
                ..default()
            },
        ),
        (
            "a pool that fills for hours",
            Kind {
                shmem: 0.0,
                pool: 1000.0 * MB,
                fill_hours: 6.0,
                limit: 3000.0 * MB,
                ..default()
            },
        ),
        (
            "sessions that differ",
            Kind {
                idle_spread: 0.9,
                work_spread: 0.9,
                ..default()
            },
        ),
        (
            "large sessions",
            Kind {
                idle: 20.0 * MB,
                active: 0.0,
                limit: 6000.0 * MB,
                ..default()
            },
        ),
    ]
}

pub(crate) fn learned(server: &Simulated) -> Result<LearnedLine, String> {
    let line = server.watched().line;
    let why = line.learned.why().unwrap_or_default().to_owned();
    line.learned.get().copied().ok_or(why)
}

pub(crate) fn off(line: LearnedLine, really: u64) -> f64 {
    (line.sessions as f64 / really as f64 - 1.0).abs()
}

#[test]
fn within_a_tenth_after_a_day_with_its_wave() {
    let mut worst = 0.0_f64;
    for (name, kind) in kinds() {
        for seed in 1..=2 {
            let mut server = Simulated::new(kind.clone(), seed);
            server.run(26.0, daily(20.0, 90.0), |_| 0.0);
            let line = learned(&server).unwrap_or_else(|why| panic!("{name}: {why}"));
            let really = server.goes_under_at(true);
            println!(
                "{name}: {line:?}, really {really}, off {:.3}",
                off(line, really)
            );
            worst = worst.max(off(line, really));
            assert!(
                off(line, really) <= 0.10,
                "{name} {seed}: {line:?}, really {really}"
            );
            assert!(line.sessions_low <= line.sessions && line.sessions <= line.sessions_high);
        }
    }
    println!("worst {worst:.3}");
}

#[test]
fn within_a_tenth_after_two_hours_of_a_crowd_that_comes_and_goes() {
    for (name, kind) in kinds() {
        let steps: Vec<f64> = {
            let mut dice = Dice::new(7);
            (0..200).map(|_| 20.0 + 60.0 * dice.share()).collect()
        };
        let mut server = Simulated::new(kind, 11);
        server.run(2.5, |hour| steps[(hour * 12.0) as usize], |_| 0.0);
        let line = learned(&server).unwrap_or_else(|why| panic!("{name}: {why}"));
        let really = server.goes_under_at(true);
        println!(
            "{name}: {line:?}, really {really}, off {:.3}",
            off(line, really)
        );
        assert!(
            off(line, really) <= 0.10,
            "{name}: {line:?}, really {really}"
        );
    }
}

#[test]
fn sessions_that_do_not_vary_teach_nothing_and_it_says_what_is_needed() {
    let mut server = Simulated::new(Kind::default(), 1);
    server.run(1.0, |_| 50.0, |_| 0.0);
    let why = learned(&server).unwrap_err();
    assert_eq!(
        why,
        "sessions have not varied by more than 0 yet; 10 are needed"
    );
}

#[test]
fn a_restart_is_not_taken_for_sessions_that_ended() {
    let mut server = Simulated::new(Kind::default(), 5);
    server.run(20.0, daily(20.0, 90.0), |_| 0.0);
    server.restart();
    server.run(6.0, daily(20.0, 90.0), |_| 0.0);
    let line = learned(&server).unwrap();
    let really = server.goes_under_at(true);
    assert!(off(line, really) <= 0.10, "{line:?}, really {really}");
}
