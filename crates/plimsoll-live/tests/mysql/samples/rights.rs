//! What an account without rights is told, and what tells that settings moved.

use super::support::{Watch, value};
use crate::support::{by_tcp, prepare};
use plimsoll_lab::Instance;
use plimsoll_live::read::mysql::Limits;
use plimsoll_model::{Engine, Metric};

/// The counters are for everybody; the grants that are told close the gaps.
pub(super) fn of_nobody(instance: &Instance) {
    let address = by_tcp(instance, "nobody_special:sesame", "");
    let mut least = Watch::begin(instance);
    let wanted = least.sample().gaps.len() + least.seldom().gaps.len();
    let mut watch = Watch::at(&address, &Limits::default()).unwrap();
    let sample = watch.sample();
    assert!(value(&sample, Metric::StatementsTotal, &[]).is_some());
    assert!(value(&sample, Metric::Sessions, &["active"]).is_some());
    assert_eq!(value(&sample, Metric::LongestTransactionSeconds, &[]), None);
    assert_eq!(value(&sample, Metric::BlockedSessions, &[]), None);
    let gaps = |watch: &mut Watch| [watch.sample().gaps, watch.seldom().gaps].concat();
    // Until nothing new is refused: some is only asked once something else is told.
    for _ in 0..3 {
        let refused = gaps(&mut watch);
        for grant in refused.iter().filter_map(|gap| gap.grant.as_deref()) {
            prepare(instance, grant);
        }
        watch.leave();
        watch = Watch::at(&address, &Limits::default()).unwrap();
    }
    let left = gaps(&mut watch);
    assert_eq!(left.len(), wanted, "{left:?}");
    watch.leave();
    least.leave();
}

pub(super) fn what_moves_the_mark(instance: &Instance) {
    let mut watch = Watch::begin(instance);
    let first = watch.mark();
    let mut session = instance.session_in("shop").unwrap();
    // None of these is a change of settings for anybody else.
    for statement in [
        "INSERT INTO orders (id, name) VALUES (20, 'x')",
        "SET SESSION sort_buffer_size = 1048576",
        "SET @@SESSION.sql_mode = ''",
        "FLUSH LOGS",
    ] {
        session.query(statement).unwrap();
    }
    watch.sample();
    assert_eq!(watch.mark(), first);
    session
        .query("SET GLOBAL sort_buffer_size = 1048576")
        .unwrap();
    let second = watch.mark();
    assert_ne!(second, first);
    if instance.installed().engine == Engine::Mysql {
        session
            .query("SET PERSIST_ONLY innodb_buffer_pool_instances = 2")
            .unwrap();
        assert_ne!(watch.mark(), second);
        session.query("RESET PERSIST").unwrap();
    }
    session
        .query("SET GLOBAL sort_buffer_size = DEFAULT")
        .unwrap();
    watch.leave();
}
