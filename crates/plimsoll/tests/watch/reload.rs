//! A configuration that is read anew: what stays is watched on, what is wrong changes
//! nothing.

use rustix::process::Signal;

use crate::support::{Daemon, section, server, taken, until};

#[test]
fn servers_come_and_go_and_those_that_stay_keep_what_was_seen() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.start().unwrap();
    let stays = section("stays", &instance, "");
    let daemon = Daemon::start("", &(section("goes", &instance, "") + &stays));
    daemon.until_reach("goes", "up");
    let seen = daemon.until("some samples", "stays", |it| taken(it, "server") >= 3);
    let since = seen["since"].clone();

    daemon.configure("", &(stays.clone() + &section("comes", &instance, "")));
    daemon.signal(Signal::HUP);
    daemon.until_reach("comes", "up");
    let status = daemon.status();
    let servers = status["servers"].as_array().unwrap();
    let names: Vec<&str> = servers
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["stays", "comes"]);
    assert!(taken(&servers[0], "server") >= 3);
    assert_eq!(servers[0]["since"], since);

    daemon.configure("lisen = 1", &(stays + "[[server]]\nname = \"x\"\n"));
    daemon.signal(Signal::HUP);
    let log = until("the mistakes are told", || {
        Some(daemon.log()).filter(|log| log.contains("is refused"))
    });
    assert!(
        log.contains("has no field `lisen`") && log.contains("it needs `url"),
        "{log}"
    );
    daemon.until_reach("comes", "up");
    let (_, metrics) = daemon.get("/metrics");
    assert!(metrics.contains("plimsoll_config_reloads_total{outcome=\"refused\"} 1"));
    assert!(metrics.contains("plimsoll_config_reloads_total{outcome=\"taken\"} 1"));
}
