//! The end of the daemon: soon, and well, whatever it waits for.

use std::net::TcpListener;
use std::time::Duration;

use crate::support::{Daemon, plimsoll, section, server};

#[test]
fn it_ends_at_once_and_well_even_while_a_server_hangs() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.start().unwrap();
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = mute.local_addr().unwrap().port();
    let hangs = format!("[[server]]\nname = \"mute\"\nurl = \"postgres://a@127.0.0.1:{port}/b\"\n");
    let daemon = Daemon::start("", &(section("shop", &instance, "") + &hangs));
    daemon.until_reach("shop", "up");
    let (status, took, log) = daemon.stop();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert!(log.trim_end().ends_with("\"stopped\"}"), "{log}");
}

#[test]
fn a_place_that_is_taken_is_said() {
    let daemon = Daemon::start(
        "",
        "[[server]]\nname = \"a\"\nurl = \"postgres://a@127.0.0.1:1/b\"\n",
    );
    let config = daemon.config().display().to_string();
    let output = plimsoll(&["watch", "--config", &config]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("is the daemon running already?"), "{said}");
}

#[test]
fn no_daemon_is_something_that_could_not_be_done() {
    let output = plimsoll(&["status", "--url", "http://127.0.0.1:1"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        (output.status.code(), said.lines().count()),
        (Some(2), 1),
        "{said}"
    );
    assert!(said.contains("is plimsoll watch running"), "{said}");
}
