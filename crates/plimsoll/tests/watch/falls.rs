//! Servers that fall: what took them down is told by the daemon itself, within ten
//! seconds, and for what it is.

use std::io::Write as _;
use std::sync::{Barrier, Mutex};
use std::time::{Duration, Instant};

use plimsoll_lab::{Instance, Sign};
use plimsoll_live::read::follow::KernelLog;
use serde_json::Value;

use crate::support::{Daemon, plimsoll, section, server, taken, until};

/// How long an answer may take.
const ANSWER_MAX: Duration = Duration::from_secs(10);

const CONTACTS: &str = "[contacts]\ndatabase = \"dba on duty\"\noperator = \"the platform team\"\n";

fn say(line: &str) {
    let _unheard = writeln!(std::io::stderr(), "{line}");
}

/// Whether the kernel's log may be read here; where not, what rests on it is skipped.
fn has_kernel_log(test: &str) -> bool {
    let opened = KernelLog::open(true);
    let why = opened.err();
    if let Some(why) = &why {
        say(&format!("{test}: without the kernel's log ({why})"));
    }
    why.is_none()
}

/// A daemon that follows a server's log and knows its configuration.
fn daemon(instance: &Instance, section: &str) -> Daemon {
    let log = instance.folder().join("server.log");
    let log = format!("log = \"{}\"", log.display());
    let section = section.replacen("sessions =", &format!("{log}\nsessions ="), 1);
    let daemon = Daemon::start("state = \"state\"", &format!("{section}{CONTACTS}"));
    daemon.until("it was watched for a while", "shop", |it| {
        it["reach"] == "up" && it["load_line"]["bill_sessions"].is_u64() && taken(it, "host") >= 3
    });
    daemon
}

/// The answer to a fall, in short and whole, and that it came in time.
fn answer(daemon: &Daemon, test: &str, fell: Instant) -> (Value, Value) {
    let first = until("an incident is told", || {
        let (_, body) = daemon.get("/api/v1/incidents");
        let told: Value = serde_json::from_str(&body).unwrap();
        told["incidents"].get(0).cloned()
    });
    let took = fell.elapsed();
    say(&format!(
        "{test}: {:.1} s from the fall to the answer: {} {} {}",
        took.as_secs_f64(),
        first["cause"],
        first["score"],
        first["parameters"]
    ));
    assert!(took < ANSWER_MAX, "{took:?}");
    let id = first["id"].as_str().unwrap();
    let (code, whole) = daemon.get(&format!("/api/v1/incidents/{id}"));
    assert_eq!(code, 200);
    let file = format!("state/incidents/{id}.json");
    let file = daemon.folder.path().join(file);
    until("it is written", || file.is_file().then_some(()));
    (first.clone(), serde_json::from_str(&whole).unwrap())
}

fn verdict<'a>(whole: &'a Value, layer: &str) -> &'a str {
    let layers = whole["layers"].as_array().unwrap();
    let of = layers.iter().find(|it| it["layer"] == layer).unwrap();
    of["verdict"].as_str().unwrap()
}

/// Sessions that do the same at once; when the first of them was cut.
fn crowd(instance: &Instance, sessions: usize, sql: &str) -> Instant {
    let barrier = Barrier::new(sessions);
    let cut: Mutex<Option<Instant>> = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..sessions {
            scope.spawn(|| {
                let mut session = instance.session().unwrap();
                barrier.wait();
                if session.query(sql).is_err() {
                    cut.lock().unwrap().get_or_insert(Instant::now());
                }
            });
        }
    });
    cut.into_inner().unwrap().expect("nobody was killed")
}

#[test]
fn sessions_that_outgrow_the_limit_are_told_as_work_mem() {
    const TEST: &str = "work_mem";
    let has_kernel_log = has_kernel_log(TEST);
    let Some(server) = server("postgresql-15") else {
        return;
    };
    let server = server.set("work_mem", "64MB").limit_bytes(256 << 20);
    let mut instance = server.start().unwrap();
    if instance.cgroup().is_none() {
        return say(&format!("{TEST}: skipped, no cgroup can be made here"));
    }
    let kept = tempfile::tempdir().unwrap();
    let kept = kept.path().display().to_string();
    let store = format!("[store]\nplace = \"{kept}\"\n");
    let daemon = daemon(&instance, &(section("shop", &instance, "") + &store));
    let sql = "select count(*) from (select md5(g::text) as token, 'customer ' || g as name \
               from generate_series(1, 950000) g order by 1 offset 0) s";
    let fell = crowd(&instance, 8, sql);
    let (first, whole) = answer(&daemon, TEST, fell);
    assert_eq!(first["class"], "memory_config", "{whole:#}");
    assert_eq!(first["parameters"][0], "work_mem");
    assert_eq!(first["contact"], "dba on duty");
    if has_kernel_log {
        assert!(
            whole["timeline"].to_string().contains("/dev/kmsg"),
            "{whole:#}"
        );
        assert_eq!(verdict(&whole, "operator"), "cleared", "{whole:#}");
    }
    assert!(
        whole["timeline"].to_string().contains("\"watch\""),
        "{whole:#}"
    );
    let told = String::from_utf8(daemon.told(&["shop"]).stdout).unwrap();
    assert!(
        told.contains("work-mem-times-sessions: work_mem ("),
        "{told}"
    );
    instance.await_ready().unwrap();
    until("it is counted", || {
        let (_, metrics) = daemon.get("/metrics");
        let line = "plimsoll_incidents_total{server=\"shop\",class=\"memory_config\"} 1";
        metrics.contains(line).then_some(())
    });
    assert!(daemon.log().contains("it fell: work-mem-times-sessions"));
    let words = ["diagnose", "--history", "shop", "--store", &kept, "--at"];
    let at = first["time"].as_str().unwrap();
    let log = instance.folder().join("server.log").display().to_string();
    until("the history tells of it too", || {
        let told = plimsoll(&[&words[..], &[at, "--log", &log]].concat());
        let told = String::from_utf8(told.stdout).unwrap();
        told.contains("counted a kill in its group").then_some(())
    });
}

#[test]
fn a_server_that_is_killed_by_hand_is_no_memory() {
    const TEST: &str = "kill -9";
    has_kernel_log(TEST);
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.limit_bytes(1 << 30).start().unwrap();
    let daemon = daemon(&instance, &section("shop", &instance, ""));
    let fell = Instant::now();
    instance.send_all(Sign::Kill);
    let (first, whole) = answer(&daemon, TEST, fell);
    assert_eq!(first["cause"], "killed-by-hand", "{whole:#}");
    assert_eq!(first["contact"], "the platform team");
    assert_eq!(verdict(&whole, "container"), "cleared", "{whole:#}");
    assert_eq!(verdict(&whole, "kernel"), "cleared", "{whole:#}");
    assert_eq!(verdict(&whole, "storage"), "cleared", "{whole:#}");
}

#[test]
fn a_fast_stop_is_told_as_what_it_is() {
    const TEST: &str = "fast stop";
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let mut instance = server.start().unwrap();
    let daemon = daemon(&instance, &section("shop", &instance, ""));
    let fell = Instant::now();
    instance.send(Sign::Interrupt);
    let (first, whole) = answer(&daemon, TEST, fell);
    assert_eq!(first["cause"], "stopped-on-request", "{whole:#}");
    assert_eq!(first["class"], "operator_or_orchestrator_stop");
}

#[test]
fn a_mariadb_that_outgrows_its_limit_is_told_too() {
    const TEST: &str = "mariadb";
    has_kernel_log(TEST);
    let Some(server) = server("mariadb-10.11") else {
        return;
    };
    let server = server.set("tmp_table_size", "256M");
    let server = server.set("max_heap_table_size", "256M");
    let instance = server.limit_bytes(512 << 20).start().unwrap();
    if instance.cgroup().is_none() {
        return say(&format!("{TEST}: skipped, no cgroup can be made here"));
    }
    let socket = instance.socket().display().to_string();
    let url = format!("mariadb://root@localhost/?socket={socket}");
    let section = format!("[[server]]\nname = \"shop\"\nurl = \"{url}\"\nsessions = 20\n");
    let daemon = daemon(&instance, &section);
    visits(&instance);
    let sql = "select count(*) from (select token, page, count(*) from shop.visits \
               group by token, page) s";
    let fell = crowd(&instance, 12, sql);
    let (first, whole) = answer(&daemon, TEST, fell);
    assert_eq!(first["class"], "memory_config", "{whole:#}");
}

#[test]
fn what_was_never_up_is_no_incident_and_a_changed_value_is_an_event() {
    let Some(server) = server("postgresql-15") else {
        return;
    };
    let instance = server.start().unwrap();
    let port = crate::support::free_port();
    let none = format!(
        "[[server]]\nname = \"none\"\nurl = \"postgres://postgres@127.0.0.1:{port}/postgres\"\nsessions = 20\n"
    );
    let shop = section("shop", &instance, "");
    let daemon = daemon(&instance, &format!("{shop}{none}"));
    let mut session = instance.session().unwrap();
    session.query("ALTER SYSTEM SET work_mem = '96MB'").unwrap();
    session.query("SELECT pg_reload_conf()").unwrap();
    daemon.until("the change is an event", "shop", |it| {
        let events = it["events"].as_array().unwrap();
        let told = "work_mem 4MB -> 96MB";
        events.iter().any(|it| {
            it["kind"] == "config_change" && it["message"].as_str().unwrap().contains(told)
        })
    });
    daemon.until_reach("none", "down");
    let (_, body) = daemon.get("/api/v1/incidents");
    let told: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(told["incidents"].as_array().unwrap().len(), 0, "{told:#}");
}

/// Half a million rows with two words each.
fn visits(instance: &Instance) {
    let mut session = instance.session().unwrap();
    let rows = "md5(rand()), md5(rand())";
    for sql in [
        "create database shop",
        "create table shop.visits (token char(32), page char(32)) character set latin1",
        &format!("insert into shop.visits values ({rows})"),
    ] {
        session.query(sql).unwrap();
    }
    for _ in 0..19 {
        let double = format!("insert into shop.visits select {rows} from shop.visits");
        session.query(&double).unwrap();
    }
}
