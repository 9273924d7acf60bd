use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Engine, Incident, LayerVerdict, Metric, Reach};

use super::{Seen, Track};
use crate::{Handed, Question, Reading, diagnose, seen};

const MB: f64 = (1 << 20) as f64;

fn fall() -> Timestamp {
    "2026-11-26T09:12:44Z".parse().unwrap()
}

fn track(metric: Metric, label: Option<&str>, points: &[(i64, f64)]) -> Track {
    let points = points.iter();
    let at = |seconds| fall().checked_add(SignedDuration::from_secs(seconds));
    Track {
        metric,
        labels: label.into_iter().map(str::to_owned).collect(),
        points: points
            .map(|(seconds, figure)| (at(*seconds).unwrap(), *figure))
            .collect(),
    }
}

fn measured(tracks: Vec<Track>) -> Seen {
    let before = |seconds| fall().checked_sub(SignedDuration::from_secs(seconds));
    Seen {
        engine: Some(Engine::Postgresql),
        answered: Some((before(600).unwrap(), before(4).unwrap())),
        tracks,
        is_host_here: true,
        ..Seen::default()
    }
}

/// Held megabytes of 256 in the seconds before.
fn memory(held: &[(i64, f64)], kills: &[(i64, f64)]) -> Vec<Track> {
    let held: Vec<(i64, f64)> = held.iter().map(|(at, mb)| (*at, mb * MB)).collect();
    let limit: Vec<(i64, f64)> = held.iter().map(|(at, _)| (*at, 256.0 * MB)).collect();
    vec![
        track(Metric::MemoryHeldBytes, None, &held),
        track(Metric::MemoryLimitBytes, None, &limit),
        track(Metric::OomKillsTotal, None, kills),
    ]
}

fn asked(measured: &Seen, log: &str) -> Incident {
    let mut sources = vec![seen(measured, fall())];
    if !log.is_empty() {
        let mut reading = Reading::new("server.log", Handed::Log);
        reading.push(log.as_bytes());
        sources.push(reading.end());
    }
    let question = Question {
        at: Some(fall()),
        ..Question::default()
    };
    diagnose(sources, &question)
}

fn timeline(incident: &Incident) -> String {
    let lines = incident.timeline.iter();
    let lines: Vec<String> = lines
        .map(|it| format!("{}:{} {}", it.file, it.line, it.text))
        .collect();
    lines.join("\n")
}

fn names(incident: &Incident) -> Vec<&'static str> {
    incident.causes.iter().map(|cause| cause.name).collect()
}

fn cleared(incident: &Incident) -> String {
    let layers = incident.layers.iter();
    let cleared = layers.filter(|it| it.verdict == LayerVerdict::Cleared);
    let lines: Vec<String> = cleared
        .map(|it| format!("{}: {}", it.layer.as_str(), it.why))
        .collect();
    lines.join("\n")
}

const KILLED: &str = "2026-11-26 09:12:43.100 UTC [1] LOG:  server process (PID 431) was terminated by signal 9: Killed\n\
    2026-11-26 09:12:43.100 UTC [1] DETAIL:  Failed process was running: select a from b order by a\n\
    2026-11-26 09:12:43.100 UTC [1] LOG:  terminating any other active server processes\n";

#[test]
fn a_counted_kill_beside_full_memory_is_memory() {
    let held = [(-40, 60.0), (-5, 180.0), (-2, 250.0)];
    let tracks = memory(&held, &[(-3, 0.0), (-1, 1.0), (1, 0.0)]);
    let incident = asked(&measured(tracks), KILLED);
    assert_eq!(incident.causes[0].name, "work-mem-times-sessions");
    let evidence = &incident.causes[0].evidence;
    assert!(evidence.iter().any(|line| line.file == "watch"));
    expect_test::expect![[r"
        watch:1 the server answered until 09:12:40 UTC
        watch:2 250 MB of 256 MB were held
        watch:3 the kernel counted a kill in its group for want of memory
        server.log:1 server process (PID 431) was terminated by signal 9: Killed
        server.log:3 terminating any other active server processes"]]
    .assert_eq(&timeline(&incident));
}

#[test]
fn no_counted_kill_and_room_is_no_memory_and_clears_the_limit() {
    let mut tracks = memory(&[(-40, 60.0), (-1, 61.0)], &[(-3, 0.0), (1, 0.0)]);
    tracks.extend([
        track(Metric::MachineAvailableBytes, None, &[(-1, 4096.0 * MB)]),
        track(Metric::MachineMemoryBytes, None, &[(-1, 8192.0 * MB)]),
        track(Metric::DiskFreeBytes, Some("data"), &[(-1, 9000.0 * MB)]),
        track(Metric::DiskBytes, Some("data"), &[(-1, 10000.0 * MB)]),
        track(Metric::ProbeUp, Some("shop"), &[(-20, 1.0), (-2, 0.0)]),
    ]);
    let words = "the database system is in recovery mode".to_owned();
    let found = Some((fall(), Reach::NotReady(words)));
    let measured = Seen {
        reach: found,
        ..measured(tracks)
    };
    let incident = asked(&measured, KILLED);
    assert_eq!(names(&incident)[0], "killed-by-hand");
    expect_test::expect![[r"
        container: its limit was far and nothing was killed for it, from 2026-11-26 09:12:41 UTC to 2026-11-26 09:12:44 UTC
        kernel: the machine had memory left and nothing was killed for it, from 2026-11-26 09:12:41 UTC to 2026-11-26 09:12:44 UTC
        application: what stands on the server failed only once that did not answer any more, at 2026-11-26 09:12:42 UTC
        network: the server itself went down, and its machine answered at 2026-11-26 09:12:44 UTC
        storage: its disks had room at 2026-11-26 09:12:43 UTC and its log tells of no failed write"]].assert_eq(&cleared(&incident));
    // What others count of a host elsewhere is none of this.
    let elsewhere = Seen {
        is_host_here: false,
        ..measured
    };
    let incident = asked(&elsewhere, KILLED);
    expect_test::expect!["died-without-reason killed-by-hand"]
        .assert_eq(&names(&incident).join(" "));
    expect_test::expect![[r"
        application: what stands on the server failed only once that did not answer any more, at 2026-11-26 09:12:42 UTC
        network: the server itself went down, and its machine answered at 2026-11-26 09:12:44 UTC
        storage: its disks had room at 2026-11-26 09:12:43 UTC and its log tells of no failed write"]].assert_eq(&cleared(&incident));
}

#[test]
fn an_end_of_which_its_log_has_no_word_was_a_kill() {
    let tracks = memory(&[(-1, 61.0)], &[(-3, 0.0), (1, 0.0)]);
    let measured = Seen {
        ended: Some(fall()),
        ..measured(tracks)
    };
    let quiet = "2026-11-26 09:10:00.000 UTC [9] LOG:  checkpoint starting: time\n";
    assert_eq!(names(&asked(&measured, quiet))[0], "killed-by-hand");
    let orphaned = "2026-11-26 09:12:43.531 UTC [9] FATAL:  terminating connection due to unexpected postmaster exit\n";
    assert_eq!(names(&asked(&measured, orphaned))[0], "killed-by-hand");
    let stopped = "2026-11-26 09:12:42.000 UTC [1] LOG:  received fast shutdown request\n\
        2026-11-26 09:12:42.500 UTC [1] LOG:  database system is shut down\n";
    assert_eq!(names(&asked(&measured, stopped))[0], "stopped-on-request");
}

#[test]
fn figures_that_came_too_early_say_nothing_of_a_kill() {
    let tracks = memory(&[(-200, 61.0)], &[(-200, 0.0), (-190, 0.0)]);
    let incident = asked(&measured(tracks), KILLED);
    assert_eq!(cleared(&incident), "");
    assert!(incident.causes.iter().all(|cause| cause.score < 0.9));
    assert!(!timeline(&incident).contains("of 256 MB were held"));
}

#[test]
fn what_was_not_measured_changes_nothing() {
    let without = {
        let mut reading = Reading::new("server.log", Handed::Log);
        reading.push(KILLED.as_bytes());
        diagnose(vec![reading.end()], &Question::default())
    };
    let with = {
        let mut reading = Reading::new("server.log", Handed::Log);
        reading.push(KILLED.as_bytes());
        let nothing = seen(&Seen::default(), fall());
        diagnose(vec![reading.end(), nothing], &Question::default())
    };
    assert_eq!(without.causes, with.causes);
    assert_eq!(without.layers, with.layers);
    // Garbage is none of a fall.
    let odd = [f64::MAX, -1.0, 0.0, 1e300];
    let points: Vec<(i64, f64)> = (-4..0).zip(odd).collect();
    let tracks = Metric::ALL
        .iter()
        .map(|metric| track(*metric, Some("\u{1b}[31m"), &points));
    let _ = asked(&measured(tracks.collect()), "");
}
