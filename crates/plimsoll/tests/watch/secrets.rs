//! A password that stands in plimsoll.toml, comes from a command or is told by mistake
//! is in nothing that the daemon says.

use crate::support::{Daemon, section, server, taken};

const CANARY: &str = "hunter2canary";

#[test]
fn a_secret_is_in_no_output() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.start().unwrap();
    let mut session = instance.session().unwrap();
    session
        .query("ALTER SYSTEM SET archive_command = 'PGPASSWORD=hunter2canary cp %p /x'")
        .unwrap();
    session.query("SELECT pg_reload_conf()").unwrap();
    let refused =
        format!("[[server]]\nname = \"gone\"\nurl = \"postgres://a:{CANARY}@127.0.0.1:1/b\"\n");
    let command = format!("password_command = [\"echo\", \"{CANARY}\"]");
    let daemon = Daemon::start("", &(section("shop", &instance, &command) + &refused));
    daemon.until_reach("gone", "down");
    daemon.until("it is priced", "shop", |it| {
        taken(it, "seldom") > 0 && it["load_line"]["bill_sessions"].is_u64()
    });
    let event = format!(
        r#"{{"schema": "plimsoll.event/1", "time": "2026-11-26T09:12:44Z", "kind": "config_change", "target": "shop", "message": "password={CANARY}", "actor": "PGPASSWORD={CANARY}"}}"#
    );
    assert_eq!(
        daemon.post("Content-Type: application/json\r\n", &event).0,
        202
    );
    let told = |words: &[&str]| {
        let output = daemon.told(words);
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let outputs = [
        daemon.get("/metrics").1,
        daemon.get("/api/v1/status").1,
        daemon.get("/api/v1/servers/shop/series?metric=sessions").1,
        told(&[]),
        told(&["--format", "json"]),
        daemon.log(),
    ];
    for output in outputs {
        assert!(!output.is_empty() && !output.contains(CANARY), "{output}");
    }
}
