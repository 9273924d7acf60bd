//! The host of a server elsewhere, as the user's Prometheus has it or a daemon there
//! sees it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::support::{Daemon, section, server, taken};
use plimsoll_lab::Sign;

const GIB: u64 = 1 << 30;

/// What a test does to a Prometheus.
#[derive(Default)]
struct Knobs {
    is_gone: AtomicBool,
    /// What cAdvisor counted.
    kills: AtomicU64,
}

/// A Prometheus whose container uses half a processor, and its address.
fn prometheus() -> (String, Arc<Knobs>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let knobs = Arc::new(Knobs::default());
    let kept = knobs.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let knobs = kept.clone();
            std::thread::spawn(move || talk(stream, &knobs));
        }
    });
    (format!("http://127.0.0.1:{port}"), knobs)
}

fn talk(mut stream: TcpStream, knobs: &Knobs) {
    let mut buffer = [0; 16 << 10];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        let head = String::from_utf8_lossy(&buffer[..count]).into_owned();
        let is_over_and_over = head.contains("plimsoll_part");
        let series = if is_over_and_over {
            series(knobs.kills.load(Ordering::Relaxed))
        } else {
            String::new()
        };
        let body = format!(
            r#"{{"status":"success","data":{{"resultType":"vector","result":[{series}]}}}}"#
        );
        let length = body.len();
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
        if knobs.is_gone.load(Ordering::Relaxed) || stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

/// It scrapes every second.
fn series(kills: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let (now, asked) = (now.as_secs_f64(), now.as_secs());
    let part = |name: &str, value: u64| {
        format!(r#"{{"metric":{{"plimsoll_part":"{name}"}},"value":[{now},"{value}"]}}"#)
    };
    let named = |name: &str, value: f64| {
        format!(r#"{{"metric":{{"__name__":"{name}"}},"value":[{now},"{value}"]}}"#)
    };
    let mib = |count: u64| (count << 20) as f64;
    let series = [
        part("node", asked),
        part("cadvisor", asked),
        named("node_memory_MemTotal_bytes", (16 * GIB) as f64),
        named("node_load1", 0.5),
        named("container_memory_usage_bytes", mib(1000)),
        named("container_memory_working_set_bytes", mib(900)),
        named("container_memory_rss", mib(300)),
        named("container_memory_cache", mib(650)),
        named("container_memory_total_active_file_bytes", mib(50)),
        named("container_memory_total_inactive_file_bytes", mib(100)),
        named("container_spec_memory_limit_bytes", (2 * GIB) as f64),
        named("container_oom_events_total", kills as f64),
        named("container_cpu_usage_seconds_total", asked as f64 / 2.0),
    ];
    series.join(",")
}

fn figure(daemon: &Daemon, name: &str, metric: &str) -> Option<Value> {
    let (code, body) = daemon.get(&format!("/api/v1/servers/{name}/figures"));
    assert_eq!(code, 200, "{body}");
    let figures: Value = serde_json::from_str(&body).unwrap();
    let mut figures = figures["figures"].as_array().unwrap().iter();
    figures.find(|it| it["metric"] == metric).cloned()
}

fn why(server: &Value) -> Option<&str> {
    let mut sources = server["sources"].as_array().unwrap().iter();
    sources.find(|it| it["source"] == "host")?["why"].as_str()
}

#[test]
fn a_server_whose_host_a_prometheus_tells_has_its_memory_line() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.start().unwrap();
    let (url, knobs) = prometheus();
    let lines = format!(
        "every = {{ host = 2 }}\n[server.prometheus]\nurl = \"{url}\"\ncontainer = {{ pod = \"db-0\" }}"
    );
    let daemon = Daemon::start("", &section("shop", &instance, &lines));
    let seen = daemon.until("its memory is seen", "shop", |it| {
        it["held_bytes"].is_u64() && taken(it, "host") >= 3
    });
    assert_eq!(seen["held_bytes"], 850_u64 << 20, "{seen}");
    assert_eq!(seen["limit_bytes"], 2 * GIB, "{seen}");
    let cpu = figure(&daemon, "shop", "cpu_seconds_total").unwrap();
    let rate = cpu["per_second"].as_f64().unwrap();
    assert!((rate - 0.5).abs() < 0.01, "{cpu}");
    let gaps = seen["gaps"].to_string();
    assert!(gaps.contains("what a container's data lies on"), "{gaps}");

    knobs.is_gone.store(true, Ordering::Relaxed);
    let alone = daemon.until("its Prometheus is gone", "shop", |it| why(it).is_some());
    assert_eq!(alone["reach"], "up", "{alone}");
    let said = why(&alone).unwrap();
    assert!(said.contains(&format!("Prometheus {url}: ")), "{said}");
    let unseen = daemon.until("nothing old is shown", "shop", |it| {
        it["held_bytes"].is_null()
    });
    assert_eq!(unseen["reach"], "up", "{unseen}");
    knobs.is_gone.store(false, Ordering::Relaxed);
    daemon.until("it is seen again", "shop", |it| it["held_bytes"].is_u64());

    // cAdvisor counts a kill, and the server is gone.
    knobs.kills.store(1, Ordering::Relaxed);
    let mut instance = instance;
    instance.send_all(Sign::Kill);
    // The cut connection is noticed first; the answer behind the next scrape knows more.
    daemon.until("what took it down is told", "shop", |it| {
        it["incident"]["cause"] == "killed-for-memory"
    });
    let _ended = instance.wait_for_end();
}

#[test]
fn a_daemon_on_the_servers_machine_tells_of_its_host() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.start().unwrap();
    let there = Daemon::start("", &section("shop there", &instance, ""));
    there.until("it sees the memory", "shop there", |it| {
        it["held_bytes"].is_u64()
    });
    let url = format!("http://127.0.0.1:{}", there.port);
    let told = format!("daemon = {{ url = \"{url}/\", name = \"shop there\" }}");
    let stranger = section("stranger", &instance, &format!("daemon = \"{url}\""));
    let here = Daemon::start("", &(section("shop", &instance, &told) + &stranger));
    let seen = here.until("its memory is seen", "shop", |it| {
        it["held_bytes"].is_u64()
            && it["load_line"]["bill_sessions"].is_u64()
            && taken(it, "host") >= 4
    });
    let there_seen = there.status()["servers"][0].clone();
    assert_eq!(seen["limit_bytes"], there_seen["limit_bytes"]);
    let close = |name: &str| {
        let (one, other) = (
            seen[name].as_f64().unwrap(),
            there_seen[name].as_f64().unwrap(),
        );
        (one / other - 1.0).abs() < 0.3
    };
    assert!(close("held_bytes"), "{seen} {there_seen}");
    let unknown = here.until("it is not known there", "stranger", |it| why(it).is_some());
    let said = why(&unknown).unwrap();
    assert!(
        said.contains("it tells nothing of stranger (404: no [[server]] has that name)"),
        "{said}"
    );
    // What is summed there seldomer than it is asked here comes over too.
    let told = ["cpu_seconds_total", "machine_oom_kills_total"];
    for metric in told {
        let at = crate::support::until(metric, || figure(&here, "shop", metric));
        assert!(at["value"].is_number(), "{at}");
    }

    drop(there);
    let alone = here.until("the daemon there is gone", "shop", |it| {
        why(it).is_some_and(|why| why.contains("does not answer"))
    });
    assert_eq!(alone["reach"], "up", "{alone}");
    let said = why(&alone).unwrap();
    assert!(
        said.contains(&format!(
            "the daemon at {url} does not answer: cannot connect"
        )),
        "{said}"
    );
    let unseen = here.until("nothing old is shown", "shop", |it| {
        it["held_bytes"].is_null()
    });
    assert_eq!(unseen["reach"], "up", "{unseen}");
}

#[test]
fn a_daemon_is_asked_over_one_connection_and_every_other_answer_ends_its_own() {
    let nobody = "[[server]]\nname = \"a\"\nurl = \"postgres://a@127.0.0.1:1/b\"\n\
                  [[server]]\nname = \"b\"\nurl = \"postgres://a@127.0.0.1:1/b\"\nrds = \"x.json\"\n";
    let daemon = Daemon::start("", nobody);
    let mut stream = TcpStream::connect(("127.0.0.1", daemon.port)).unwrap();
    stream
        .set_read_timeout(Some(crate::support::WAIT_MAX))
        .unwrap();
    let mut said = |path: &str| {
        let port = daemon.port;
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let mut buffer = [0; 4096];
        let ends = |answer: &[u8]| answer.ends_with(b"}\n") || answer.ends_with(b"name\n");
        while !ends(&answer) {
            let count = stream.read(&mut buffer).unwrap();
            assert!(count > 0, "{}", String::from_utf8_lossy(&answer));
            answer.extend(&buffer[..count]);
        }
        String::from_utf8(answer).unwrap()
    };
    for _ in 0..3 {
        let answer = said("/api/v1/servers/a/host");
        assert!(answer.contains("connection: keep-alive"), "{answer}");
        assert!(
            answer.contains("\"schema\": \"plimsoll.host/1\""),
            "{answer}"
        );
        assert!(answer.contains("\"last\": null"), "{answer}");
    }
    let answer = said("/api/v1/servers/x/host");
    assert!(
        answer.starts_with("HTTP/1.1 404 ") && answer.contains("connection: close"),
        "{answer}"
    );
    let mut rest = Vec::new();
    assert_eq!(stream.read_to_end(&mut rest).unwrap(), 0);
    assert_eq!(daemon.get("/api/v1/servers/b/host").0, 404);
}

/// A daemon whose clock is two hours behind, and whose samples are a second old.
fn slow_clock() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut buffer = [0; 4096];
            while let Ok(1..) = stream.read(&mut buffer) {
                let there = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(2);
                let last = there - jiff::SignedDuration::from_secs(1);
                let reading = |metric: &str, value: u64| {
                    format!(
                        r#"{{"metric":"{metric}","labels":{{}},"value":{value},"time":"{last:.3}"}}"#
                    )
                };
                let readings = [
                    reading("memory_held_bytes", 5 << 20),
                    reading("of_tomorrow", 1),
                ];
                let body = format!(
                    r#"{{"schema":"plimsoll.host/1","server":"a","time":"{there:.3}","every_seconds":1,"last":"{last:.3}","why":null,"readings":[{}],"gaps":[{{"what":"load","why":"password=hunter2","grant":null}}]}}"#,
                    readings.join(",")
                );
                let length = body.len();
                let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
                if stream.write_all(answer.as_bytes()).is_err() {
                    break;
                }
            }
        }
    });
    format!("http://127.0.0.1:{port}")
}

#[test]
fn another_clock_there_makes_nothing_old() {
    let url = slow_clock();
    let text = format!(
        "[[server]]\nname = \"a\"\nurl = \"postgres://a@127.0.0.1:1/b\"\ndaemon = \"{url}\"\n"
    );
    let daemon = Daemon::start("", &text);
    let seen = daemon.until("it is sampled", "a", |it| taken(it, "host") >= 3);
    assert_eq!(seen["held_bytes"], 5 << 20, "{seen}");
    let sources = seen["sources"].as_array().unwrap();
    let host = sources.iter().find(|it| it["source"] == "host").unwrap();
    let last: jiff::Timestamp = host["last"].as_str().unwrap().parse().unwrap();
    let age = jiff::Timestamp::now().duration_since(last).as_secs();
    assert!((0..9).contains(&age), "{host}");
    assert!(!seen.to_string().contains("hunter2"), "{seen}");
}
