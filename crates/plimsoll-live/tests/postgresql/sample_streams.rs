//! Samples of a primary and its standby: caught up, paused, cut off.

use crate::sampled::{Sampled, figure, value};
use crate::standby::pair;
use plimsoll_lab::Instance;
use plimsoll_model::{Metric, Sample};

const APPLY: &[&str] = &["physical", "apply"];
const RECEIVE: &[&str] = &["physical", "receive"];
const REPLICA: &str = "walreceiver";

fn write(instance: &Instance) {
    let statement = "create table if not exists t (i int); insert into t values (1)";
    instance.session().unwrap().query(statement).unwrap();
}

fn streams(sample: &Sample) -> bool {
    figure(sample, Metric::ReplicaStreams, &[REPLICA, "streaming"]) == Some(1.0)
}

#[test]
fn a_standby_is_seen_from_both_sides() {
    for name in ["postgresql-13", "postgresql-15", "postgresql-18"] {
        let Some((primary, standby)) = pair(name) else {
            continue;
        };
        let (mut above, mut below) = (Sampled::of(&primary), Sampled::of(&standby));
        write(&primary);
        caught_up(name, &mut above, &mut below);
        paused(name, &primary, &standby, &mut above, &mut below);
        caught_up(name, &mut above, &mut below);
        cut_off(name, primary, &mut below);
    }
}

/// Has all, however long ago anything was written.
fn caught_up(name: &str, above: &mut Sampled, below: &mut Sampled) {
    let now = above
        .until(|now| streams(now) && figure(now, Metric::ReplicaLagBytes, &[REPLICA]) == Some(0.0));
    assert_eq!(
        value(&now, Metric::ReplicaLagSeconds, REPLICA),
        0.0,
        "{name}"
    );
    assert_eq!(
        value(&now, Metric::SlotActive, "for_standby"),
        1.0,
        "{name}"
    );
    assert_eq!(value(&now, Metric::IsReplica, ""), 0.0, "{name}");
    assert_eq!(figure(&now, Metric::ReplayLagBytes, &["physical"]), None);
    let now = below.until(|now| figure(now, Metric::ReplicationRunning, RECEIVE) == Some(1.0));
    assert!(
        now.gaps.iter().all(|gap| gap.what == "statements"),
        "{:?}",
        now.gaps
    );
    assert_eq!(
        figure(&now, Metric::ReplicationRunning, APPLY),
        Some(1.0),
        "{name}"
    );
    assert_eq!(
        value(&now, Metric::ReplayLagBytes, "physical"),
        0.0,
        "{name}"
    );
    assert_eq!(
        value(&now, Metric::ReplayLagSeconds, "physical"),
        0.0,
        "{name}"
    );
    assert_eq!(value(&now, Metric::IsReplica, ""), 1.0, "{name}");
}

fn paused(
    name: &str,
    primary: &Instance,
    standby: &Instance,
    above: &mut Sampled,
    below: &mut Sampled,
) {
    let on_standby = |statement| standby.session().unwrap().query(statement).unwrap();
    on_standby("select pg_wal_replay_pause()");
    // Replay stops at the record after the next at the latest.
    let behind = |now: &Sample| value(now, Metric::ReplayLagBytes, "physical") > 0.0;
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let now = loop {
        write(primary);
        let now = below.sample();
        if behind(&now) {
            break now;
        }
        assert!(std::time::Instant::now() < limit, "{name}");
    };
    assert_eq!(
        figure(&now, Metric::ReplicationRunning, APPLY),
        Some(0.0),
        "{name}"
    );
    assert_eq!(
        figure(&now, Metric::ReplicationRunning, RECEIVE),
        Some(1.0),
        "{name}"
    );
    assert!(
        value(&now, Metric::ReplayLagSeconds, "physical") > 0.0,
        "{name}"
    );
    let now = above.until(|now| value(now, Metric::ReplicaLagBytes, REPLICA) > 0.0);
    // It streams all the same: bytes and state tell what no time does.
    assert!(streams(&now), "{name}");
    assert_ne!(
        figure(&now, Metric::ReplicaLagSeconds, &[REPLICA]),
        Some(0.0),
        "{name}"
    );
    on_standby("select pg_wal_replay_resume()");
}

fn cut_off(name: &str, primary: Instance, below: &mut Sampled) {
    primary.stop().unwrap();
    let now = below.until(|now| figure(now, Metric::ReplicationRunning, RECEIVE) == Some(0.0));
    assert_eq!(
        figure(&now, Metric::ReplicationRunning, APPLY),
        Some(1.0),
        "{name}"
    );
    assert!(
        value(&now, Metric::ReplayLagSeconds, "physical") > 0.0,
        "{name}"
    );
    assert!(
        !now.gaps.iter().any(|gap| gap.what != "statements"),
        "{:?}",
        now.gaps
    );
}
