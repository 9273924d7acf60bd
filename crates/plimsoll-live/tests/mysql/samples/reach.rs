//! A server that is full, refuses, hangs, is gone and comes back.

use super::support::{Watch, value};
use crate::support::{by_tcp, short};
use plimsoll_lab::{Instance, Server, Sign};
use plimsoll_live::read::mysql::Limits;
use plimsoll_model::{Metric, Reach, Sample};

/// Whoever is in stays in, and there is a door for when nobody else is let in.
pub(super) fn full(instance: &Instance) {
    let mut watch = Watch::begin(instance);
    let before = watch.sample();
    let mut root = instance.session().unwrap();
    root.query("SET GLOBAL max_connections = 10").unwrap();
    let mut held = Vec::new();
    while let Ok(session) = instance.session() {
        held.push(session);
        assert!(held.len() < 20);
    }
    let address = by_tcp(instance, "plimsoll:sesame", "");
    let error = Watch::at(&address, &Limits::default()).err().unwrap();
    let reach = error.trouble.reach();
    assert!(
        matches!(reach, Reach::NoSlot(_)) && reach.works(),
        "{error}"
    );
    let after = watch.sample();
    let refused = |sample| value(sample, Metric::SessionsRefusedTotal, &[]).unwrap();
    assert_eq!(refused(&after) - refused(&before), 2.0);
    assert_eq!(value(&after, Metric::SessionsMax, &[]), Some(10.0));
    let spare = watch.sampler.spare().unwrap().clone();
    assert_ne!(spare.port, address.port);
    let mut by_spare = Watch::at(&spare, &Limits::default()).unwrap();
    assert_eq!(
        value(&by_spare.sample(), Metric::SessionsMax, &[]),
        Some(10.0)
    );
    by_spare.leave();
    drop(held);
    root.query("SET GLOBAL max_connections = 151").unwrap();
    watch.leave();
}

pub(super) fn a_wrong_password(instance: &Instance) {
    let mut watch = Watch::begin(instance);
    let aborted = |sample: &Sample| value(sample, Metric::SessionsAbortedTotal, &["connect"]);
    let before = aborted(&watch.sample());
    let wrong = by_tcp(instance, "plimsoll:wrong", "");
    let error = Watch::at(&wrong, &Limits::default()).err().unwrap();
    let reach = error.trouble.reach();
    assert!(
        matches!(reach, Reach::LoginRefused(_)) && reach.works(),
        "{error}"
    );
    // It is counted after it is said.
    watch.until(|sample| aborted(sample) > before);
    watch.leave();
}

pub(super) fn stopped_and_gone(server: &Server, instance: &mut Instance) {
    let address = by_tcp(instance, "plimsoll:sesame", "");
    let started =
        |watch: &mut Watch| value(&watch.sample(), Metric::StartedTimestampSeconds, &[]).unwrap();
    let mut watch = Watch::at(&address, &short()).unwrap();
    let first = started(&mut watch);
    instance.send(Sign::Stop);
    let in_it = watch.try_sample().unwrap_err().trouble.reach();
    let before_it = Watch::at(&address, &short()).err().unwrap().trouble.reach();
    instance.send(Sign::Continue);
    assert!(
        matches!(in_it, Reach::Silent(_)) && !in_it.works(),
        "{in_it:?}"
    );
    assert!(matches!(before_it, Reach::Silent(_)), "{before_it:?}");

    let mut watch = Watch::begin(instance);
    let mark = watch.mark();
    instance.send(Sign::Kill);
    instance.wait_for_end().unwrap();
    let in_it = watch.try_sample().unwrap_err().trouble.reach();
    assert!(matches!(in_it, Reach::Down(_)), "{in_it:?}");
    let after = Watch::at(&address, &Limits::default()).err().unwrap();
    assert!(matches!(after.trouble.reach(), Reach::Down(_)), "{after}");
    server.restart(instance).unwrap();
    let mut watch = Watch::begin(instance);
    assert!(started(&mut watch) > first);
    assert_ne!(watch.mark(), mark);
    watch.leave();
}
