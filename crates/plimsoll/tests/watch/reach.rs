//! How a server is found: up, down, full, not letting in, hanging; each is told, and
//! for what it is.

use std::io::copy;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::spawn;
use std::time::{Duration, Instant};

use plimsoll_lab::Sign;

use crate::support::{Daemon, section, server, taken};

#[test]
fn a_server_that_is_killed_is_told_within_ten_seconds_and_comes_back() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let mut instance = server.start().unwrap();
    let daemon = Daemon::start("", &section("shop", &instance, "owner = \"dba\""));
    let up = daemon.until("its memory is seen", "shop", |it| {
        it["reach"] == "up"
            && it["held_bytes"].is_u64()
            && it["load_line"]["bill_sessions"].is_u64()
    });
    assert_eq!(
        (&up["engine"], &up["owner"]),
        (&"postgresql".into(), &"dba".into())
    );
    assert!(
        up["limit_bytes"].as_u64().unwrap() > up["held_bytes"].as_u64().unwrap(),
        "{up}"
    );
    let told = daemon.told(&[]);
    assert_eq!(
        told.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&told.stdout)
    );

    let killed = Instant::now();
    instance.send_all(Sign::Kill);
    let down = daemon.until_reach("shop", "down");
    assert!(
        killed.elapsed() < Duration::from_secs(10),
        "{:?}",
        killed.elapsed()
    );
    assert!(
        down["why"].as_str().unwrap().contains("nothing listens"),
        "{down}"
    );
    let told = daemon.told(&["shop"]);
    assert_eq!(told.status.code(), Some(1));
    assert!(
        String::from_utf8(told.stdout)
            .unwrap()
            .contains("shop: down")
    );

    let before = taken(&down, "host");
    instance.wait_for_end().unwrap();
    server.restart(&mut instance).unwrap();
    let back = daemon.until("its host is seen again", "shop", |it| {
        it["reach"] == "up" && taken(it, "host") > before
    });
    let events = back["events"].as_array().unwrap();
    assert!(events.iter().any(|it| it["kind"] == "restart"), "{back}");
}

#[test]
fn a_server_of_the_other_kind_is_watched_too() {
    let Some(server) = server("mariadb-10.11") else {
        return;
    };
    let instance = server.start().unwrap();
    let socket = instance.socket().display().to_string();
    let url = format!("mariadb://root@localhost/?socket={socket}");
    let daemon = Daemon::start(
        "",
        &format!("[[server]]\nname = \"m\"\nurl = \"{url}\"\nsessions = 20\n"),
    );
    let up = daemon.until("it is priced", "m", |it| {
        it["reach"] == "up"
            && it["held_bytes"].is_u64()
            && it["load_line"]["bill_sessions"].is_u64()
    });
    assert_eq!(up["engine"], "mariadb");
}

#[test]
fn a_server_without_a_slot_works_and_is_told_so() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.set("max_connections", "6").start().unwrap();
    let mut sessions = Vec::new();
    while let Ok(session) = instance.session() {
        sessions.push(session);
    }
    let daemon = Daemon::start("", &section("full", &instance, ""));
    let full = daemon.until_reach("full", "no_slot");
    assert!(
        full["why"].as_str().unwrap().contains("no slot is free"),
        "{full}"
    );
    drop(sessions);
    daemon.until_reach("full", "up");
}

#[test]
fn a_login_that_is_refused_is_no_server_that_is_down() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.start().unwrap();
    let mut session = instance.session().unwrap();
    for statement in ["CREATE ROLE watcher LOGIN PASSWORD 'right'", "SELECT 1"] {
        session.query(statement).unwrap();
    }
    let rules = instance.data_folder().join("pg_hba.conf");
    std::fs::write(
        rules,
        "local all all trust\nhost all all all scram-sha-256\n",
    )
    .unwrap();
    session.query("SELECT pg_reload_conf()").unwrap();
    let port = instance.port().unwrap();
    let url = format!("postgres://watcher:hunter2@127.0.0.1:{port}/postgres");
    let daemon = Daemon::start(
        "",
        &format!("[[server]]\nname = \"shut\"\nurl = \"{url}\"\n"),
    );
    let shut = daemon.until_reach("shut", "login_refused");
    assert!(!shut.to_string().contains("hunter2"));
}

#[test]
fn a_server_that_takes_the_connection_and_says_nothing_is_silent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
    let daemon = Daemon::start(
        "",
        &format!("[[server]]\nname = \"mute\"\nurl = \"{url}\"\n"),
    );
    let mute = daemon.until_reach("mute", "silent");
    let missed = mute["sources"].to_string();
    assert!(missed.contains("no answer"), "{missed}");
}

/// A way to a server that can be cut.
struct Way {
    port: u16,
    is_cut: Arc<AtomicBool>,
    ends: Arc<Mutex<Vec<TcpStream>>>,
}

impl Way {
    fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let way = Self {
            port: listener.local_addr().unwrap().port(),
            is_cut: Arc::default(),
            ends: Arc::default(),
        };
        let (is_cut, ends) = (way.is_cut.clone(), way.ends.clone());
        spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                if is_cut.load(Ordering::SeqCst) {
                    break;
                }
                let far = TcpStream::connect(("127.0.0.1", server)).unwrap();
                let pairs = [(&near, &far), (&far, &near)];
                for (from, to) in pairs {
                    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    spawn(move || copy(&mut from, &mut to));
                }
                ends.lock().unwrap().extend([near, far]);
            }
        });
        way
    }

    /// Ends what goes over it; nothing listens there any more.
    fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        for end in &*self.ends.lock().unwrap() {
            let _gone = end.shutdown(Shutdown::Both);
        }
        // The listener wakes up once more, and goes.
        drop(TcpStream::connect(("127.0.0.1", self.port)));
    }
}

#[test]
fn a_server_elsewhere_is_down_when_its_connection_is_cut_and_not_at_the_next_look() {
    let mut ways = Vec::new();
    let mut sections = String::new();
    for (name, login) in [
        ("postgresql-16", "postgres://postgres@"),
        ("mariadb-10.11", "mariadb://root@"),
        ("mysql-9.7", "mysql://root@"),
    ] {
        let Some(instance) = server(name).map(|it| it.start().unwrap()) else {
            continue;
        };
        let way = Way::to(instance.port().unwrap());
        let url = format!("{login}127.0.0.1:{}/", way.port);
        let every = "every = { server = 3600 }";
        sections.extend([format!(
            "[[server]]\nname = \"{name}\"\nurl = \"{url}\"\n{every}\n"
        )]);
        ways.push((name, instance, way));
    }
    let daemon = Daemon::start("", &sections);
    for (name, ..) in &ways {
        daemon.until_reach(name, "up");
    }
    for (name, _, way) in &ways {
        let cut = Instant::now();
        way.cut();
        daemon.until_reach(name, "down");
        let took = cut.elapsed();
        assert!(took < Duration::from_secs(5), "{name}: {took:?}");
    }
}
