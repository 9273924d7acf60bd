//! What sessions and statements do is counted.

use super::support::{Watch, value};
use plimsoll_lab::Instance;
use plimsoll_model::{Engine, Metric, Sample};
use std::collections::BTreeSet;

pub(super) fn is_counted(instance: &Instance) {
    let engine = instance.installed().engine;
    let mut watch = Watch::begin(instance);
    let before = watch.sample();
    each_reading_is_one(&before);
    let counts = instance
        .session()
        .unwrap()
        .value("SELECT @@performance_schema");
    let counts = counts.unwrap() == "1";
    assert_eq!(before.gaps.is_empty(), counts, "{:?}", before.gaps);
    let mut session = instance.session_in("shop").unwrap();
    for statement in [
        "START TRANSACTION",
        "INSERT INTO orders VALUES (10, 'x')",
        "COMMIT",
        "START TRANSACTION",
        "DELETE FROM orders WHERE id = 10",
        "ROLLBACK",
        "SET SESSION big_tables = ON",
        "SELECT name, COUNT(*) FROM orders GROUP BY name",
        "SET SESSION long_query_time = 0",
        "SELECT 1",
    ] {
        session.query(statement).unwrap();
    }
    let after = watch.sample();
    let grown = |metric, labels: &[&str]| {
        value(&after, metric, labels).unwrap() - value(&before, metric, labels).unwrap()
    };
    // One COMMIT is of the first sample itself.
    assert_eq!(grown(Metric::TransactionsTotal, &["commit"]), 2.0);
    assert_eq!(grown(Metric::TransactionsTotal, &["rollback"]), 1.0);
    assert!(grown(Metric::StatementsTotal, &[]) >= 10.0);
    assert!(grown(Metric::SlowStatementsTotal, &[]) >= 1.0);
    assert!(grown(Metric::TempTablesTotal, &["disk"]) >= 1.0);
    assert!(grown(Metric::TempTablesTotal, &["all"]) >= grown(Metric::TempTablesTotal, &["disk"]));
    assert!(grown(Metric::WalBytesTotal, &[]) > 0.0);
    assert!(grown(Metric::CacheHitsTotal, &[]) >= 0.0);
    if counts {
        assert!(grown(Metric::StatementSecondsTotal, &[]) > 0.0);
    }
    assert_eq!(value(&after, Metric::SessionsMax, &[]), Some(151.0));
    pages(instance, &after);
    drop(session);
    states(instance, &mut watch);
    let seldom = watch.seldom();
    assert!(value(&seldom, Metric::DataBytes, &["shop"]).unwrap() >= 65536.0);
    assert!(value(&seldom, Metric::WalKeptBytes, &[]).unwrap() > 0.0);
    let history = if engine == Engine::Mysql {
        &seldom
    } else {
        &after
    };
    assert!(value(history, Metric::HistoryList, &[]).is_some());
    watch.leave();
}

fn each_reading_is_one(sample: &Sample) {
    let mut seen = BTreeSet::new();
    for reading in &sample.readings {
        let named = reading.labels.len() == reading.metric.labels().len();
        assert!(
            named && seen.insert((reading.metric, &reading.labels)),
            "{reading:?}"
        );
    }
}

/// The states are all the pages there are.
fn pages(instance: &Instance, sample: &Sample) {
    let mut session = instance.session().unwrap();
    let sql = "SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_total'";
    let total = session.query(sql).unwrap()[0][1].clone().unwrap();
    let states = ["clean", "dirty", "free", "other"];
    let told = states.map(|state| value(sample, Metric::CachePages, &[state]).unwrap());
    let told: f64 = told.iter().sum();
    assert!(
        (told - total.parse::<f64>().unwrap()).abs() <= 8.0,
        "{told} {total}"
    );
    assert!(value(sample, Metric::CheckpointAgeBytes, &[]).is_some());
}

/// Plimsoll's own session is none.
fn states(instance: &Instance, watch: &mut Watch) {
    let of = |sample: &Sample, state| value(sample, Metric::Sessions, &[state]).unwrap();
    let all = |sample: &Sample| ["active", "idle", "idle in transaction"].map(|it| of(sample, it));
    // Sessions that were dropped are still seen to their end.
    let alone = watch.until(|it| all(it) == [0.0, 0.0, 0.0]);
    assert_eq!(
        value(&alone, Metric::LongestTransactionSeconds, &[]),
        Some(0.0)
    );
    let _idle = instance.session_in("shop").unwrap();
    let mut open = instance.session_in("shop").unwrap();
    open.query("START TRANSACTION; UPDATE orders SET name = 'y' WHERE id = 1")
        .unwrap();
    let mut busy = instance.session_in("shop").unwrap();
    let thread = std::thread::spawn(move || busy.query("SELECT SLEEP(3)").unwrap());
    let sample = watch.until(|it| {
        let seconds = value(it, Metric::LongestStatementSeconds, &[]);
        all(it) == [1.0, 1.0, 1.0] && seconds >= Some(1.0)
    });
    assert!(value(&sample, Metric::LongestTransactionSeconds, &[]) >= Some(1.0));
    thread.join().unwrap();
    open.query("ROLLBACK").unwrap();
}
