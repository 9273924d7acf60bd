//! A cluster of Galera: a node that comes, one that is held apart, one that is killed.

use super::support::{SEEN_MAX, Watch, accounts, free_port, is, value};
use crate::support::{by_tcp, installed, prepare};
use plimsoll_lab::{Installed, Instance, Server, Sign};
use plimsoll_live::read::mysql::Limits;
use plimsoll_model::{Metric, Sample};
use std::time::Instant;

/// A node that joins these; nobody on another machine can reach it.
fn node(found: &Installed, port: u16, others: &str) -> Instance {
    let provider = found.library("../libgalera_smm.so");
    let options = format!(
        "gmcast.listen_addr=tcp://127.0.0.1:{port};ist.recv_addr=127.0.0.1:{};pc.linger=PT1S",
        free_port()
    );
    let settings = [
        ("wsrep_on", "ON".to_owned()),
        ("wsrep_provider", provider.display().to_string()),
        ("wsrep_provider_options", options),
        ("wsrep_cluster_address", format!("gcomm://{others}")),
        ("wsrep_node_address", "127.0.0.1".to_owned()),
        // The data of both are copies of one folder.
        ("wsrep_sst_method", "skip".to_owned()),
        ("binlog_format", "ROW".to_owned()),
        ("innodb_autoinc_lock_mode", "2".to_owned()),
    ];
    let server = Server::new(found).with_tcp();
    let server = settings
        .into_iter()
        .fold(server, |server, (name, value)| server.set(name, value));
    server.start().unwrap()
}

/// A node answers before it has joined, and takes no statements until then.
fn until_ready(node: &Instance) {
    let mut session = node.session().unwrap();
    let until = Instant::now() + SEEN_MAX;
    loop {
        let ready = session.query("SHOW STATUS LIKE 'wsrep_ready'").unwrap();
        if ready.iter().flatten().flatten().any(|it| it == "ON") {
            return;
        }
        assert!(Instant::now() < until, "{ready:?}");
    }
}

fn state(sample: &Sample, state: &str) -> bool {
    value(sample, Metric::GaleraState, &[state]) == Some(1.0)
}

#[test]
fn a_node_comes_is_held_apart_and_is_killed() {
    let Some(found) = installed("mariadb-10.11") else {
        return;
    };
    let port = free_port();
    let first = node(&found, port, "");
    until_ready(&first);
    prepare(&first, &accounts(found.engine));
    let mut watch = Watch::begin(&first);
    let alone = watch.until(|it| state(it, "Synced"));
    assert!(is(&alone, Metric::GaleraSize, 1.0), "{alone:?}");
    assert!(is(&alone, Metric::GaleraReady, 1.0), "{alone:?}");
    assert!(is(&alone, Metric::GaleraReceiveQueue, 0.0), "{alone:?}");
    let paused = value(&alone, Metric::GaleraPausedSecondsTotal, &[]);
    assert!(paused.is_some_and(|it| it >= 0.0), "{alone:?}");

    let second = node(&found, free_port(), &format!("127.0.0.1:{port}"));
    // The one that let it join was its donor until that was done.
    watch.until(|it| is(it, Metric::GaleraSize, 2.0) && state(it, "Synced"));
    prepare(&first, "SET GLOBAL wsrep_desync = ON");
    watch.until(|it| state(it, "Donor/Desynced"));
    prepare(&first, "SET GLOBAL wsrep_desync = OFF");
    watch.until(|it| state(it, "Synced"));
    // One of two that is killed leaves the other without a majority: it is there, and
    // takes no statements.
    second.send_all(Sign::Kill);
    let cut = watch.until_refused();
    assert_eq!(cut.trouble.reach().as_str(), "not_ready", "{cut}");
    let address = by_tcp(&first, "plimsoll:sesame", "");
    let anew = Watch::at(&address, &Limits::default()).err().unwrap();
    assert_eq!(anew.trouble.reach().as_str(), "not_ready", "{anew}");
}
