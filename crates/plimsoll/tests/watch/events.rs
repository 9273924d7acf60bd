//! Events: told over HTTP or written into a file, and seen on the servers they are of.

use std::fs::OpenOptions;
use std::io::Write;

use rustix::process::Signal;

use crate::support::Daemon;

const JSON: &str = "Content-Type: application/json\r\n";

fn event(target: &str, message: &str) -> String {
    format!(
        r#"{{"schema": "plimsoll.event/1", "time": "2026-11-26T09:12:44Z", "kind": "deploy", "target": "{target}", "message": "{message}", "actor": null, "ref": "a1b2"}}"#
    )
}

fn servers() -> String {
    let one = |name: &str| {
        format!("[[server]]\nname = \"{name}\"\nurl = \"postgres://a@127.0.0.1:1/b\"\n")
    };
    one("shop")
        + &one("other")
        + "[[service]]\nname = \"web\"\nurl = \"http://127.0.0.1:1/\"\ndepends_on = \"shop\"\n"
}

#[test]
fn an_event_is_seen_where_it_belongs() {
    let daemon = Daemon::start("", &servers());
    let (code, why) = daemon.post(JSON, &event("web", "release 4.2 password=hunter2"));
    assert_eq!(code, 202, "{why}");
    let status = daemon.status();
    let events = |at: usize| status["servers"][at]["events"].as_array().unwrap().clone();
    assert_eq!((events(0).len(), events(1).len()), (1, 0));
    assert_eq!(events(0)[0]["ref"], "a1b2");
    assert!(!status.to_string().contains("hunter2"), "{status}");

    let (code, why) = daemon.post(JSON, &event("stranger", "x"));
    assert_eq!(code, 400);
    assert!(why.contains("has that name"), "{why}");
    let (code, why) = daemon.post(JSON, "{\"schema\": 1}");
    assert_eq!(code, 400);
    assert!(why.contains("it needs `time`"), "{why}");
    let no_kind = event("*", "x").replace("\"deploy\"", "\"\"");
    let (code, why) = daemon.post(JSON, &no_kind);
    assert_eq!((code, why.trim()), (400, "an event's kind is empty"));
    assert_eq!(
        daemon
            .post("Content-Type: text/plain\r\n", &event("*", "x"))
            .0,
        415
    );
    let page = format!("{JSON}Origin: http://evil.example\r\n");
    assert_eq!(daemon.post(&page, &event("*", "x")).0, 403);
    assert_eq!(daemon.post(JSON, &event("*", &"x".repeat(20_000))).0, 413);
    assert_eq!(daemon.post(JSON, &event("*", "all")).0, 202);
    let (_, metrics) = daemon.get("/metrics");
    assert!(metrics.contains("plimsoll_events_total 2"), "{metrics}");
}

#[test]
fn where_there_is_a_token_it_must_be_shown() {
    let folder = tempfile::tempdir().unwrap();
    let token = folder.path().join("token");
    std::fs::write(&token, "correct-horse-battery\n").unwrap();
    let line = format!("event_token_file = \"{}\"", token.display());
    let daemon = Daemon::start(&line, &servers());
    assert_eq!(daemon.post(JSON, &event("*", "x")).0, 401);
    let shown = |token: &str| format!("{JSON}Authorization: Bearer {token}\r\n");
    assert_eq!(
        daemon
            .post(&shown("correct-horse-batterz"), &event("*", "x"))
            .0,
        401
    );
    assert_eq!(
        daemon
            .post(&shown("correct-horse-battery"), &event("*", "x"))
            .0,
        202
    );
}

#[test]
fn a_file_of_events_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.jsonl");
    std::fs::write(&path, event("shop", "old") + "\n").unwrap();
    let daemon = Daemon::start(&format!("events = \"{}\"", path.display()), &servers());
    let told = |message: &str| {
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(format!("no event\n{}\n", event("shop", message)).as_bytes())
            .unwrap();
    };
    // What is written before the file was looked at first is old.
    let mut count = 0;
    let seen = daemon.until("an event of the file", "shop", |it| {
        it["events"].as_array().is_some_and(|it| !it.is_empty()) || {
            told("new");
            false
        }
    });
    count += seen["events"].as_array().unwrap().len();
    assert!(count >= 1 && !seen.to_string().contains("old"), "{seen}");
    assert!(daemon.log().contains("a line that is no event is left out"));

    // A configuration that is read anew leaves out nothing that was told meanwhile: not
    // between its last look and the signal, nor behind it.
    for round in 0..3 {
        let message = format!("told at reload {round}");
        told(&message);
        daemon.signal(Signal::HUP);
        daemon.until(&message, "shop", |it| it.to_string().contains(&message));
    }
}
