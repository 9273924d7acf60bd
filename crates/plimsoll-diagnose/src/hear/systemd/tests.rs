//! Lines of systemd 219 to 255, and of others that kill.

#![allow(clippy::needless_raw_string_hashes)]

use expect_test::expect;

use super::PHRASES;
use crate::hear::Phrases;
use crate::record::{Record, Speaker};

fn told(lines: &str) -> String {
    let phrases = Phrases::new(PHRASES);
    let line = |line: &str| {
        let said = phrases.said(&Record::plain(Speaker::Systemd, line.into()));
        said.map_or("-".to_owned(), |said| format!("{said:?}"))
    };
    lines.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn ends_of_units_are_told_by_how_they_ended() {
    expect![[r#"
        Orchestrator(Ended { unit: "postgresql.service", exit: None, signal: Some(9) })
        Orchestrator(Ended { unit: "postgresql.service", exit: Some(1), signal: None })
        Orchestrator(Ended { unit: "mysql.service", exit: None, signal: Some(6) })
        Orchestrator(Ended { unit: "myapp.service", exit: Some(137), signal: None })
        Orchestrator(OomKilled { unit: "mysql.service" })
        Orchestrator(OomKilled { unit: "mysql.service" })
        Orchestrator(GaveUp { unit: "mariadb.service" })
        Orchestrator(StopTimedOut { unit: "postgresql@16-main.service" })
        Orchestrator(StopTimedOut { unit: "mysql.service" })
        Orchestrator(KilledForProbe { unit: "mysql.service", probe: "startup" })
        Orchestrator(KilledForProbe { unit: "etcd.service", probe: "liveness" })
        Orchestrator(MemoryPeak { unit: "postgresql@16-main.service", bytes: 1610612736 })
        Orchestrator(Ended { unit: "postgresql.service", exit: Some(0), signal: None })
        Orchestrator(Ended { unit: "postgresql.service", exit: Some(0), signal: None })"#]]
    .assert_eq(&told(
        "\
postgresql.service: Main process exited, code=killed, status=9/KILL
postgresql.service: main process exited, code=exited, status=1/FAILURE
mysql.service: Main process exited, code=dumped, status=6/ABRT
myapp.service: Main process exited, code=exited, status=137/n/a
mysql.service: A process of this unit has been killed by the OOM killer.
mysql.service: Failed with result 'oom-kill'.
mariadb.service: Start request repeated too quickly.
postgresql@16-main.service: State 'stop-sigterm' timed out. Killing.
mysql.service stop-sigterm timed out. Killing.
mysql.service: start operation timed out. Terminating.
etcd.service: Watchdog timeout (limit 30s)!
postgresql@16-main.service: Consumed 1min 2.345s CPU time, 1.5G memory peak, 0B memory swap peak.
postgresql.service: Deactivated successfully.
postgresql.service: Succeeded.
",
    ));
}

#[test]
fn starts_and_stops_are_told_of_databases() {
    expect![[r#"
        Orchestrator(Started { unit: "MariaDB 10.11.6 database server" })
        Orchestrator(Started { unit: "postgresql@16-main.service" })
        Orchestrator(Stopping { unit: "MySQL Community Server", why: None })
        Orchestrator(Stopping { unit: "docker.service", why: None })
        Operator(Reboot)
        Operator(Reboot)"#]]
    .assert_eq(&told(
        "\
Starting MariaDB 10.11.6 database server...
Started postgresql@16-main.service - PostgreSQL Cluster 16-main.
Stopping MySQL Community Server...
Stopping docker.service - Docker Application Container Engine...
Reached target reboot.target - System Reboot.
Reached target Shutdown.",
    ));
}

#[test]
fn what_looks_alike_says_nothing() {
    let lines = "\
Started Session 12 of User root.
Starting Daily apt upgrade and clean activities...
Started Prometheus exporter for postgres_exporter.
Stopped MariaDB 10.11.6 database server.
logrotate.service: Deactivated successfully.
postgresql.service: Failed with result 'exit-code'.
postgresql.service: State 'start-pre' timed out. Killing.
Consumed 5s CPU time.
apt-daily.service: Consumed 1.2s CPU time, 10M memory peak, 0B memory swap peak.
Reached target Multi-User System.
Main process exited, code=killed, status=9/KILL";
    assert!(
        told(lines).lines().all(|line| line == "-"),
        "{}",
        told(lines)
    );
}
