//! Who stopped it: what is answered where a probe, a watchdog, a person or a package did,
//! and where a restart was only a restart.

use plimsoll_model::Layer;

use super::answers::{assert_answers, diagnose_layer};

/// A stop in order and the start behind it, in the same minute.
fn restart(minute: u32) -> String {
    format!(
        "2024-05-22 10:{minute:02}:31 0 [Note] mariadbd (initiated by: unknown): Normal shutdown\n\
         2024-05-22 10:{minute:02}:38 0 [Note] mariadbd: Shutdown complete\n\
         2024-05-22 10:{minute:02}:43 0 [Note] mariadbd: ready for connections.\n"
    )
}

#[test]
fn a_stop_that_a_probe_was_for() {
    let once = restart(4);
    let killed = |name: &str| {
        format!(
            "I0522 10:04:21.310221    2144 prober.go:107] \"Probe failed\" probeType=\"Liveness\" pod=\"shop/{name}\" output=\"command timed out\"\n\
             I0522 10:04:31.310221    2144 kuberuntime_manager.go:1027] \"Message for Container of pod\" pod=\"shop/{name}\" containerMessage=\"Container mariadb failed liveness probe, will be restarted\"\n"
        )
    };
    let (own, other) = (killed("db-0"), killed("web-5c9f8d7b6-tt2p4"));
    let healed = "22-05-2024 10:04:30 Container /shop-db-1 (9b1c44ae07f3) found to be unhealthy - Restarting container now with 30s timeout\n";
    let hours_before = healed.replace("10:04", "05:11");
    assert_answers(
        "killed-by-probe",
        &[&[&once, &own], &[&once, healed]],
        &[&[&once, &other]],
    );
    assert_answers(
        "planned-restart",
        &[&[&once], &[&once, &other]],
        &[&[&once, &own], &[&once, healed]],
    );
    let story = [once.as_str(), &hours_before];
    assert_ne!(diagnose_layer(&story, Layer::Orchestrator), "cleared");
    let again = [restart(4), restart(9), restart(15)].concat();
    let twice = [restart(4), restart(9)].concat();
    assert_answers("stopped-on-request", &[&[&again]], &[]);
    assert_answers("planned-restart", &[&[&twice]], &[&[&again]]);
}

#[test]
fn a_watchdog_that_was_not_fed() {
    let line = |at: &str, text: &str| format!("2024-05-22T10:{at}+00:00 db1 {text}\n");
    let server = "2024-05-22 10:00:04.110 UTC [1195] LOG:  received fast shutdown request\n\
         2024-05-22 10:00:04.730 UTC [1195] LOG:  database system is shut down\n\
         2024-05-22 10:00:06.210 UTC [9001] LOG:  database system is ready to accept connections\n\
         2024-05-22 10:05:12.210 UTC [9105] LOG:  database system was not properly shut down; automatic recovery in progress\n";
    let systemd = line(
        "05:06",
        "systemd[1]: postgresql.service: Watchdog timeout (limit 1min)!",
    );
    assert_answers("killed-by-probe", &[&[server, &systemd]], &[&[server]]);
    assert_answers("stopped-on-request", &[], &[&[server]]);
    let booted = |before: &str| {
        [
            line("00:00", "kernel: eth0: link becomes ready"),
            line("02:29", before),
            line("03:40", "kernel: Linux version 5.10.0-28-amd64 (x@y)"),
        ]
        .concat()
    };
    let fired = booted("kernel: softdog: Initiating system reboot");
    let left = booted("kernel: watchdog: watchdog0: watchdog did not stop!");
    let quiet = booted("kernel: softdog: initialized. soft_noboot=0 soft_margin=60 sec");
    let armed = "2024-05-22 09:30:00,204 INFO: Software Watchdog activated with 25 second timeout, timing slack 15 seconds\n\
         2024-05-22 10:02:00,238 INFO: no action. I am (db1), the leader with the lock\n";
    assert_answers(
        "killed-by-probe",
        &[&[&fired, armed], &[&left, armed]],
        &[&[&quiet, armed]],
    );
    assert_answers("machine-restarted", &[], &[&[&fired, armed]]);
}

#[test]
fn a_machine_that_was_told_to_restart() {
    let server = restart(5);
    let boot = "2024-05-22T10:05:40+00:00 db1 kernel: Linux version 5.14.0-427.el9 (x@y)\n";
    let asked = "2024-05-22T10:05:30+00:00 db1 sudo[20301]: ann : TTY=pts/0 ; PWD=/home/ann ; USER=root ; COMMAND=/usr/sbin/reboot\n\
         2024-05-22T10:05:30+00:00 db1 systemd-logind[811]: The system will reboot now!\n\
         2024-05-22T10:05:31+00:00 db1 systemd[1]: Stopping MariaDB 10.11.6 database server...\n";
    let starts = "2024-05-22 10:05:42 0 [Note] Starting MariaDB 10.11.6-MariaDB-log source revision f as process 1120\n";
    let (told, server) = ([asked, boot].concat(), [server.as_str(), starts].concat());
    assert_answers("machine-restarted", &[&[&server, &told]], &[&[boot]]);
    assert_eq!(
        diagnose_layer(&[&server, &told], Layer::Operator),
        "suspect"
    );
}

#[test]
fn a_stop_that_somebody_asked_for() {
    let server = "2024-05-22 10:00:01.410 UTC [500] LOG:  received fast shutdown request\n\
         2024-05-22 10:00:02.110 UTC [500] LOG:  database system is shut down\n\
         2024-05-22 10:00:04.110 UTC [900] LOG:  database system is ready to accept read-only connections\n";
    let switched = "2024-05-22 10:00:01,110 INFO: received switchover request with leader=pg1 candidate=pg2 scheduled_at=None\n\
         2024-05-22 10:00:01,310 INFO: switchover: demoting myself\n\
         2024-05-22 10:00:04,310 INFO: no action. I am (pg1), a secondary, and following a leader (pg2)\n";
    let restarted = "2024-05-22 10:00:01,110 INFO: restart initiated\n\
         2024-05-22 10:00:04,310 INFO: no action. I am (pg1), the leader with the lock\n";
    assert_answers("stopped-on-request", &[&[server, switched]], &[]);
    assert_answers("planned-restart", &[&[server]], &[&[server, switched]]);
    assert_ne!(
        diagnose_layer(&[server, restarted], Layer::Orchestrator),
        "cleared"
    );
    let stop = |by: &str| {
        format!(
            "2024-05-22T10:00:02.1Z 109 [System] [MY-013172] [Server] Received SHUTDOWN from user {by}. Shutting down mysqld (Version: 8.4.3).\n\
             2024-05-22T10:00:05.1Z 0 [System] [MY-010910] [Server] /usr/sbin/mysqld: Shutdown complete (mysqld 8.4.3).\n\
             2024-05-22T10:00:16.1Z 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '8.4.3'\n"
        )
    };
    let (person, service) = (stop("root"), stop("<via user signal>"));
    let planned = r#"{"schema":"plimsoll.event/1","time":"2024-05-22T10:00:00Z","kind":"restart","target":"db1","message":"planned maintenance of db1"}"#;
    assert_answers("stopped-on-request", &[&[&person]], &[&[&person, planned]]);
    assert_answers("planned-restart", &[], &[&[&person]]);
    assert_answers("planned-restart", &[&[&service], &[&person, planned]], &[]);
}

#[test]
fn a_library_that_was_upgraded_before_a_stop() {
    let server = restart(3);
    let package = |minute: u32| {
        format!(
            "2024-05-22 10:{minute:02}:11 upgrade libssl3:amd64 3.0.2-0ubuntu1.15 3.0.2-0ubuntu1.16\n\
             2024-05-22 10:{minute:02}:12 status installed libssl3:amd64 3.0.2-0ubuntu1.16\n"
        )
    };
    let (before, after) = (package(2), package(7));
    assert_answers(
        "package-upgraded",
        &[&[&server, &before]],
        &[&[&server, &after], &[&server]],
    );
}

#[test]
fn sessions_that_were_ended_all_at_once() {
    let ended = |count: usize| {
        let line = "2024-05-22 10:00:36.842 UTC [13648] shop@shop FATAL:  terminating connection due to administrator command\n";
        line.repeat(count)
    };
    let client = |second: u32| {
        format!(
            "2024-05-22T10:00:{second:02}.852Z ERROR shop: server closed the connection unexpectedly\n"
        )
    };
    let (many, one) = (ended(4), ended(1));
    let (felt, before) = (client(37), client(12));
    let stop = [
        "2024-05-22 10:00:36.840 UTC [1] LOG:  received fast shutdown request\n",
        many.as_str(),
    ]
    .concat();
    assert_answers(
        "sessions-terminated",
        &[&[&many, &felt]],
        &[&[&many, &before], &[&one, &felt], &[&stop, &felt], &[&many]],
    );
    assert_answers("sessions-ended-on-purpose", &[&[&many]], &[&[&many, &felt]]);
}

#[test]
fn a_stop_by_an_orchestrator_of_its_own() {
    let server = restart(4);
    let event = |minute: u32, target: &str, message: &str| {
        format!(
            r#"{{"schema":"plimsoll.event/1","time":"2024-05-22T10:{minute:02}:29Z","kind":"scale","target":"{target}","message":"{message}","actor":"karpenter"}}"#
        )
    };
    let evicted = "Evicted: Evicted pod: Underutilized";
    let own = event(4, "pod/shop-db-0", evicted);
    let other = event(4, "pod/web-5c9f8d7b6-tt2p4", evicted);
    let before = event(0, "pod/shop-db-0", evicted);
    let blocked = event(
        4,
        "pod/shop-db-0",
        "Cannot evict pod: its budget is used up",
    );
    assert_answers(
        "evicted",
        &[&[&server, &own]],
        &[
            &[&server, &other],
            &[&server, &before],
            &[&server, &blocked],
        ],
    );
    assert_answers(
        "planned-restart",
        &[&[&server, &other], &[&server, &blocked]],
        &[&[&server, &own]],
    );
    let renewed = |name: &str| {
        format!(
            "time=\"2024-05-22T10:04:30Z\" level=info msg=\"Stopping /{name} (5f0c22ab9e10) with SIGTERM\"\n"
        )
    };
    let (own, other) = (renewed("shop-db-1"), renewed("shop-db-1-exporter"));
    assert_answers("stopped-on-request", &[&[&server, &own]], &[]);
    assert_answers(
        "planned-restart",
        &[&[&server, &other]],
        &[&[&server, &own]],
    );
}

#[test]
fn a_machine_that_went_without_a_word() {
    let line = |at: &str, text: &str| format!("2024-05-22T10:{at}+00:00 db1 {text}\n");
    let boot = line("05:40", "kernel: Linux version 5.14.0-427.el9 (x@y)");
    let journal = [
        line("00:00", "kernel: eth0: link becomes ready"),
        boot.clone(),
    ]
    .concat();
    let found = "2024-05-22T10:05:42.1Z 0 [System] [MY-010116] [Server] mysqld (mysqld 8.0.32) starting as process 884\n\
         2024-05-22T10:05:42.7Z 1 [Note] [MY-012551] [InnoDB] Database was not shutdown normally!\n";
    let asked = line("05:30", "systemd-logind[811]: The system will reboot now!");
    let told = [journal.replace(&boot, ""), asked, boot.clone()].concat();
    assert_answers("died-without-reason", &[&[&journal, found]], &[]);
    assert_answers(
        "machine-restarted",
        &[&[&told, found]],
        &[&[&journal, found]],
    );
}

#[test]
fn a_unit_that_serves_no_database() {
    let unit = |name: &str| {
        format!(
            "2024-05-22T10:04:31+00:00 db1 systemd[1]: {name}: Main process exited, code=killed, status=9/KILL\n\
             2024-05-22T10:06:31+00:00 db1 kernel: eth0: link becomes ready\n"
        )
    };
    let (own, other) = (unit("mysql.service"), unit("pdf-render.service"));
    assert_answers("died-without-reason", &[&[&own]], &[&[&other]]);
    assert_answers("killed-by-hand", &[], &[&[&other]]);
}
