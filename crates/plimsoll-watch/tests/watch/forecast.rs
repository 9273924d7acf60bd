//! Forecasts: leaks are told of in time, and what fills up or comes and goes is not.

use plimsoll_model::{Forecast, Known, Metric};

use crate::server::{HOUR, Kind, MB, Simulated, daily};

fn forecast(server: &Simulated) -> Known<Forecast> {
    server.watched().line.forecast
}

/// Hours until the limit, by the forecast.
fn hours(server: &Simulated, forecast: &Forecast) -> f64 {
    (forecast.at.as_second() - server.now().as_second()) as f64 / HOUR as f64
}

#[test]
fn a_leak_is_told_of_with_its_moment() {
    for (leak, after, sessions) in [(300.0, 2.0, 30.0), (40.0, 12.0, 30.0), (20.0, 30.0, 20.0)] {
        let kind = Kind {
            leak_per_hour: leak * MB,
            ..Kind::default()
        };
        let mut server = Simulated::new(kind.clone(), 3);
        server.run(after, |_| sessions, |_| 0.0);
        let told = forecast(&server);
        let told = told.get().unwrap_or_else(|| panic!("{leak}: {told:?}"));
        assert_eq!(told.grows, Metric::MemoryAnonBytes);
        let held = *server.watched().line.held_bytes.get().unwrap() as f64;
        let really = (kind.limit - held) / (leak * MB);
        let off = hours(&server, told) / really - 1.0;
        println!(
            "{leak} MB/h: in {:.1} h, really {really:.1} h",
            hours(&server, told)
        );
        assert!(
            off.abs() < 0.25,
            "{leak}: {} h, really {really} h",
            hours(&server, told)
        );
        assert!(told.earliest <= told.at && Some(told.at) <= told.latest);
    }
}

#[test]
fn what_fills_up_after_a_restart_is_no_emergency() {
    for kind in [
        Kind {
            shmem: 1700.0 * MB,
            ..Kind::default()
        },
        Kind {
            shmem: 0.0,
            pool: 1600.0 * MB,
            fill_hours: 3.0,
            ..Kind::default()
        },
    ] {
        let mut server = Simulated::new(kind, 4);
        server.run(4.0, |_| 20.0, |_| 0.0);
        server.restart();
        for _ in 0..36 {
            server.run(0.25, |_| 20.0, |_| 0.0);
            assert!(forecast(&server).get().is_none(), "{:?}", forecast(&server));
        }
    }
}

#[test]
fn a_day_s_wave_raises_none_in_the_morning() {
    let quiet = |name: &str, server: &Simulated, hour: f64| {
        let told = forecast(server);
        assert!(told.get().is_none(), "{name}, hour {hour}: {told:?}");
    };
    let mut by_sessions = Simulated::new(Kind::default(), 5);
    let mut by_work = Simulated::new(Kind::default(), 6);
    for quarter in 0..(72 * 2) {
        let hour = f64::from(quarter) / 2.0;
        by_sessions.run(0.5, daily(20.0, 200.0), |_| 0.0);
        by_work.run(0.5, |_| 40.0, daily(0.0, 800.0 * MB));
        // The first day teaches what is usual.
        if hour > 24.0 {
            quiet("sessions", &by_sessions, hour);
            quiet("work", &by_work, hour);
        }
    }
}

#[test]
fn a_leak_under_a_day_s_wave_is_told_of_within_two_days() {
    let kind = Kind {
        leak_per_hour: 12.0 * MB,
        ..Kind::default()
    };
    let mut server = Simulated::new(kind, 8);
    server.run(50.0, |_| 20.0, daily(0.0, 150.0 * MB));
    assert!(forecast(&server).get().is_some(), "{:?}", forecast(&server));
}
