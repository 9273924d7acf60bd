//! A replica that has all, one that lags, one that is stopped: seen on itself and from
//! its source.

use super::started;
use super::support::{Watch, is, value};
use crate::support::{installed, prepare};
use plimsoll_lab::{Instance, Server};
use plimsoll_model::{Engine, Metric, Sample};
use std::fs;

struct Words {
    follow: &'static str,
    start: &'static str,
    stop_applying: &'static str,
}

fn words(engine: Engine) -> Words {
    match engine {
        Engine::Postgresql | Engine::Mysql => Words {
            follow: "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1', SOURCE_PORT = {port},
                SOURCE_USER = 'repl', SOURCE_PASSWORD = 'sesame', GET_SOURCE_PUBLIC_KEY = 1",
            start: "START REPLICA",
            stop_applying: "STOP REPLICA SQL_THREAD",
        },
        Engine::Mariadb => Words {
            follow: "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = {port},
                MASTER_USER = 'repl', MASTER_PASSWORD = 'sesame', MASTER_SSL = 0",
            start: "START SLAVE",
            stop_applying: "STOP SLAVE SQL_THREAD",
        },
    }
}

/// A copy of the lab's data has the same identity as any other: it is to make its own.
fn replica(name: &str, settings: &[(&str, &str)]) -> Instance {
    let mut server = Server::new(&installed(name).unwrap()).with_tcp();
    for (name, value) in settings.iter().chain([("server_id", "2")].iter()) {
        server = server.set(*name, *value);
    }
    let mut instance = server
        .launch_on(|data| {
            let _of_mysql_alone = fs::remove_file(data.join("auto.cnf"));
            Ok(())
        })
        .unwrap();
    instance.await_ready().unwrap();
    instance
}

pub(super) fn of(name: &str, settings: &[(&str, &str)]) {
    let Some((_, source)) = started(name, settings) else {
        return;
    };
    let replica = replica(name, settings);
    let words = words(source.installed().engine);
    prepare(
        &source,
        "CREATE USER repl@'%' IDENTIFIED BY 'sesame'; GRANT REPLICATION SLAVE ON *.* TO repl@'%'",
    );
    let port = source.port().unwrap().to_string();
    prepare(&replica, &words.follow.replace("{port}", &port));
    prepare(&replica, words.start);
    let mut at_source = Watch::begin(&source);
    assert_eq!(
        value(&at_source.sample(), Metric::IsReplica, &[]),
        Some(0.0)
    );
    // The account comes to the replica as all else does.
    let mut watch = Watch::once_known(&replica);
    let has_all = |sample: &Sample| lag(sample) == (Some(0.0), Some(0.0));
    let sample = watch.until(has_all);
    assert_eq!(value(&sample, Metric::IsReplica, &[]), Some(1.0));
    assert_eq!(running(&sample), (Some(1.0), Some(1.0)));
    let sample = at_source.until(|sample| streams(sample) == ["sent all"]);
    assert_eq!(value(&sample, Metric::Sessions, &["active"]), Some(0.0));

    // What is applied waits for a row.
    let mut holds = replica.session_in("shop").unwrap();
    holds.query("START TRANSACTION").unwrap();
    holds
        .query("UPDATE orders SET name = 'held' WHERE id = 1")
        .unwrap();
    prepare(&source, "UPDATE shop.orders SET name = 'new' WHERE id = 1");
    let sample = watch.until(|sample| {
        let is_blocked = is(sample, Metric::BlockedSessions, 1.0);
        lag(sample).0 > Some(0.0) && lag(sample).1 >= Some(1.0) && is_blocked
    });
    assert_eq!(running(&sample), (Some(1.0), Some(1.0)));
    holds.query("ROLLBACK").unwrap();
    watch.until(has_all);

    prepare(&replica, words.stop_applying);
    prepare(
        &source,
        "UPDATE shop.orders SET name = 'newer' WHERE id = 1",
    );
    let sample = watch.until(|sample| lag(sample).0 > Some(0.0));
    assert_eq!(
        (running(&sample), lag(&sample).1),
        ((Some(1.0), Some(0.0)), None)
    );
    watch.leave();
    at_source.leave();
}

fn lag(sample: &Sample) -> (Option<f64>, Option<f64>) {
    let of = |metric| value(sample, metric, &[""]);
    (of(Metric::ReplayLagBytes), of(Metric::ReplayLagSeconds))
}

fn running(sample: &Sample) -> (Option<f64>, Option<f64>) {
    let of = |part| value(sample, Metric::ReplicationRunning, &["", part]);
    (of("receive"), of("apply"))
}

fn streams(sample: &Sample) -> Vec<&str> {
    let readings = sample.readings.iter();
    let of = readings.filter(|it| it.metric == Metric::ReplicaStreams);
    of.filter(|it| it.labels[0].starts_with("repl@"))
        .map(|it| it.labels[1].as_str())
        .collect()
}
