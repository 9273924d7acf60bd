//! What a sample shows, on servers on which each thing is made to happen.

use crate::sampled::{Sampled, figure, gaps, value};
use crate::support::{at, installed};
use plimsoll_lab::{Instance, Server, Session};
use plimsoll_live::read::postgresql::Limits;
use plimsoll_model::{Metric, Source};
use std::collections::BTreeSet;

const VERSIONS: [&str; 8] = [
    "postgresql-12",
    "postgresql-13",
    "postgresql-14",
    "postgresql-15",
    "postgresql-15-debian",
    "postgresql-16",
    "postgresql-17",
    "postgresql-18",
];

fn server(name: &str) -> Option<Server> {
    let server = Server::new(&installed(name)?)
        .with_tcp()
        .set("shared_preload_libraries", "pg_stat_statements")
        .set("max_prepared_transactions", "2")
        .set("max_connections", "30")
        .set("deadlock_timeout", "50ms")
        // Vacuum would wait for the locks that are held here.
        .set("autovacuum", "off");
    Some(server)
}

fn sql(instance: &Instance, statement: &str) {
    instance.session().unwrap().query(statement).unwrap();
}

#[test]
fn every_version_tells_all_that_is_cheap_to_each_role_by_its_rights() {
    for name in VERSIONS {
        let Some(server) = server(name) else { continue };
        let instance = server
            .set("max_wal_senders", "0")
            .set("wal_level", "minimal")
            .start()
            .unwrap();
        for make in [
            "create extension pg_stat_statements",
            "create role nobody_special login",
            "create role plimsoll login; grant pg_monitor to plimsoll",
        ] {
            sql(&instance, make);
        }
        let _other = instance.session().unwrap();
        let mut sampled = Sampled::of(&instance);
        let told = sampled.sample();
        assert_eq!(gaps(&told), [], "{name}");
        assert_eq!(told.source, Source::Server);
        assert!(told.took_seconds > 0.0);
        let mut metrics: BTreeSet<&str> = told.readings.iter().map(|it| it.metric.name()).collect();
        let has_aborted = metrics.remove("sessions_aborted_total");
        assert_eq!(has_aborted, sampled.sampler.version().major >= 14, "{name}");
        let metrics: Vec<&str> = metrics.into_iter().collect();
        expect_test::expect!["archive_failures_total archived_total blocked_sessions cache_hits_total cache_reads_total checkpoint_seconds_total checkpoints_total deadlocks_total horizon_age is_replica longest_statement_seconds longest_transaction_seconds multixact_age prepared_transactions recovery_conflicts_total sessions sessions_max started_timestamp_seconds statement_seconds_total statements_total temp_bytes_total temp_files_total transaction_id_age transactions_total vacuum_workers wal_bytes_total"]
            .assert_eq(&metrics.join(" "));
        // Its own session is not counted; the lab's is.
        assert_eq!(value(&told, Metric::Sessions, "idle"), 1.0, "{name}");
        assert_eq!(value(&told, Metric::Sessions, "active"), 0.0, "{name}");
        assert_eq!(value(&told, Metric::SessionsMax, ""), 27.0, "{name}");
        let seldom = sampled.seldom();
        assert_eq!(gaps(&seldom), [], "{name}");
        assert!(value(&seldom, Metric::DataBytes, "postgres") > 1e6);
        assert!(value(&seldom, Metric::WalKeptBytes, "") >= f64::from(16 << 20));
        assert_eq!(value(&seldom, Metric::ArchiveWaiting, ""), 0.0);
        rights(name, &instance);
    }
}

fn rights(name: &str, instance: &Instance) {
    let as_role = |role: &str| {
        Sampled::open(&at(instance, &format!("user={role}")), &Limits::default()).unwrap()
    };
    let mut monitor = as_role("plimsoll");
    assert_eq!(gaps(&monitor.sample()), [], "{name}");
    assert_eq!(gaps(&monitor.seldom()), [], "{name}");
    let mut nobody = as_role("nobody_special");
    let to_monitor = "GRANT pg_monitor TO \"nobody_special\"";
    for _ in 0..2 {
        let sample = nobody.sample();
        assert_eq!(gaps(&sample), [("sessions", to_monitor)], "{name}");
        assert_eq!(value(&sample, Metric::Sessions, "hidden"), 1.0, "{name}");
    }
    let refused = [("wal_files", to_monitor), ("archive_status", to_monitor)];
    for _ in 0..3 {
        let seldom = nobody.seldom();
        let mut found = gaps(&seldom);
        found.sort_by_key(|gap| std::cmp::Reverse(gap.0));
        assert_eq!(found, refused, "{name}");
        assert!(
            value(&seldom, Metric::DataBytes, "postgres") > 1e6,
            "{name}"
        );
    }
    // A refusal is an error in the server's log: what is refused is not put again at once.
    let errors = instance
        .log()
        .matches("permission denied for function")
        .count();
    assert_eq!(errors, 2, "{name}");
}

#[test]
fn work_is_counted() {
    for name in ["postgresql-13", "postgresql-15", "postgresql-18"] {
        let Some(server) = server(name) else { continue };
        let instance = server.start().unwrap();
        sql(&instance, "create extension pg_stat_statements");
        sql(
            &instance,
            "create table t as select i, i % 7 as k from generate_series(1, 200000) as i",
        );
        let mut sampled = Sampled::of(&instance);
        let before = sampled.sample();
        let spill = "set work_mem = '64kB'; select count(*) from (select i from t order by k, i offset 1) as s";
        sql(&instance, spill);
        sql(&instance, "begin; insert into t values (1, 1); rollback");
        sql(&instance, "checkpoint");
        deadlock(&instance);
        let grown = |metric, label: &'static str| {
            let before = value(&before, metric, label);
            move |now: &plimsoll_model::Sample| value(now, metric, label) - before
        };
        let files = grown(Metric::TempFilesTotal, "");
        let deadlocks = grown(Metric::DeadlocksTotal, "");
        let rolled_back = grown(Metric::TransactionsTotal, "rolled_back");
        let checkpoints = grown(Metric::CheckpointsTotal, "requested");
        // Statistics come to light within a second.
        let now = sampled.until(|now| {
            files(now) >= 1.0
                && deadlocks(now) == 1.0
                && rolled_back(now) >= 2.0
                && checkpoints(now) >= 1.0
        });
        assert!(grown(Metric::TempBytesTotal, "")(&now) > 1e6, "{name}");
        assert!(
            grown(Metric::TransactionsTotal, "committed")(&now) >= 2.0,
            "{name}"
        );
        assert!(grown(Metric::WalBytesTotal, "")(&now) > 0.0, "{name}");
        assert!(grown(Metric::CacheHitsTotal, "")(&now) > 100.0, "{name}");
        let statements = grown(Metric::StatementsTotal, "");
        let told =
            |now: &plimsoll_model::Sample| figure(now, Metric::StatementsTotal, &[]).is_some();
        let now = sampled.until(|now| told(now) && statements(now) >= 5.0);
        assert!(
            grown(Metric::StatementSecondsTotal, "")(&now) > 0.0,
            "{name}"
        );
    }
}

/// Two sessions that wait for each other; the server ends one.
fn deadlock(instance: &Instance) {
    sql(
        instance,
        "create table if not exists d1 (); create table if not exists d2 ()",
    );
    let mut one = instance.session().unwrap();
    let mut other = instance.session().unwrap();
    one.query("begin; lock d1").unwrap();
    other.query("begin; lock d2").unwrap();
    let waiting = std::thread::spawn(move || other.query("lock d1; rollback").is_err());
    let first = one.query("lock d2; rollback").is_err();
    assert!(first ^ waiting.join().unwrap());
}

/// A session that waits for a statement in a thread of its own, and ends with it.
fn waits(mut session: Session, statement: &'static str) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || drop(session.query(statement)))
}

#[test]
fn blocked_sessions_have_their_root_two_levels_up() {
    for name in ["postgresql-13", "postgresql-15", "postgresql-18"] {
        let Some(server) = server(name) else { continue };
        let instance = server.set("deadlock_timeout", "10s").start().unwrap();
        sql(&instance, "create role clerk superuser login");
        sql(
            &instance,
            "create table t (i int); insert into t values (1)",
        );
        let mut sampled = Sampled::of(&instance);
        assert!(sampled.sample().blockers.is_empty());
        let mut root = instance.session().unwrap();
        root.query("set role clerk; begin; update t set i = 2")
            .unwrap();
        let pid: u64 = root
            .value("select pg_backend_pid()")
            .unwrap()
            .parse()
            .unwrap();
        let mut middle = instance.session().unwrap();
        middle
            .query("begin; lock table t in share update exclusive mode")
            .unwrap();
        let middle = waits(middle, "update t set i = 3");
        sampled.until(|now| value(now, Metric::BlockedSessions, "") == 1.0);
        let last = waits(
            instance.session().unwrap(),
            "begin; lock table t in share update exclusive mode",
        );
        let now = sampled.until(|now| value(now, Metric::BlockedSessions, "") == 2.0);
        assert_eq!(value(&now, Metric::Sessions, "waiting"), 2.0, "{name}");
        assert_eq!(
            value(&now, Metric::Sessions, "idle in transaction"),
            1.0,
            "{name}"
        );
        let [blocker] = &now.blockers[..] else {
            panic!("{name}: {:?}", now.blockers)
        };
        assert_eq!((blocker.session, blocker.blocked), (pid, 2), "{name}");
        assert_eq!(blocker.state, "idle in transaction", "{name}");
        assert_eq!(blocker.database.as_deref(), Some("postgres"));
        assert!(blocker.transaction_seconds.unwrap() >= 0.0);
        let age = blocker.transaction_seconds.unwrap();
        assert!(
            value(&now, Metric::LongestTransactionSeconds, "") + 0.1 >= age,
            "{name}"
        );
        assert!(
            value(&now, Metric::LongestStatementSeconds, "") > 0.0,
            "{name}"
        );
        // Prepared, it has no session any more.
        root.query("prepare transaction 'kept'").unwrap();
        let now = sampled.until(|now| value(now, Metric::PreparedTransactions, "") == 1.0);
        assert_eq!(now.blockers[0].state, "prepared transaction", "{name}");
        root.query("commit prepared 'kept'").unwrap();
        middle.join().unwrap();
        last.join().unwrap();
        sampled.until(|now| value(now, Metric::BlockedSessions, "") == 0.0);
    }
}

#[test]
fn what_holds_the_horizon_is_told() {
    for name in ["postgresql-13", "postgresql-18"] {
        let Some(server) = server(name) else { continue };
        let instance = server.set("wal_level", "logical").start().unwrap();
        sql(&instance, "create table t (i int)");
        let mut sampled = Sampled::of(&instance);
        let age = |now: &plimsoll_model::Sample, held_by| value(now, Metric::HorizonAge, held_by);
        let first = sampled.sample();
        for held_by in ["session", "standby", "slot", "prepared transaction"] {
            assert_eq!(age(&first, held_by), 0.0, "{name}: {held_by}");
        }
        let spend = || {
            let mut session = instance.session().unwrap();
            for _ in 0..25 {
                session.query("insert into t values (1)").unwrap();
            }
        };
        let mut holder = instance.session().unwrap();
        holder
            .query("begin isolation level repeatable read; select 1")
            .unwrap();
        spend();
        let held = sampled.sample();
        assert!(age(&held, "session") >= 25.0, "{name}");
        holder.query("commit").unwrap();
        assert_eq!(age(&sampled.sample(), "session"), 0.0, "{name}");
        holder
            .query("begin; insert into t values (2); prepare transaction 'kept'")
            .unwrap();
        spend();
        let held = sampled.sample();
        assert!(age(&held, "prepared transaction") >= 25.0, "{name}");
        assert_eq!(age(&held, "session"), 0.0, "{name}");
        holder.query("rollback prepared 'kept'").unwrap();
        let made = holder.query("select pg_create_logical_replication_slot('s', 'pgoutput')");
        made.unwrap();
        spend();
        let held = sampled.sample();
        assert!(age(&held, "slot") >= 25.0, "{name}");
        assert_eq!(age(&held, "prepared transaction"), 0.0, "{name}");
        assert!(value(&held, Metric::TransactionIdAge, "") >= 75.0, "{name}");
    }
}

#[test]
fn a_slot_and_a_failing_archive_hold_wal() {
    for name in ["postgresql-13", "postgresql-15", "postgresql-18"] {
        let Some(server) = server(name) else { continue };
        let instance = server
            .set("archive_mode", "on")
            .set("archive_command", "false")
            .start()
            .unwrap();
        sql(
            &instance,
            "select pg_create_physical_replication_slot('left_over', true)",
        );
        sql(&instance, "create table t (i int)");
        let mut sampled = Sampled::of(&instance);
        for _ in 0..2 {
            sql(&instance, "insert into t values (1)");
            sql(&instance, "select pg_switch_wal()");
        }
        let now = sampled.until(|now| value(now, Metric::ArchiveFailuresTotal, "") >= 1.0);
        assert_eq!(value(&now, Metric::ArchivedTotal, ""), 0.0, "{name}");
        assert!(
            value(&now, Metric::SlotKeptBytes, "left_over") > f64::from(16 << 20),
            "{name}"
        );
        assert_eq!(value(&now, Metric::SlotActive, "left_over"), 0.0, "{name}");
        let seldom = sampled.seldom();
        assert!(value(&seldom, Metric::ArchiveWaiting, "") >= 2.0, "{name}");
        assert!(
            value(&seldom, Metric::WalKeptBytes, "") >= f64::from(32 << 20),
            "{name}"
        );
    }
}

#[test]
fn the_mark_moves_when_what_is_in_force_may_have() {
    for name in ["postgresql-12", "postgresql-18"] {
        let Some(server) = server(name) else { continue };
        let instance = server.start().unwrap();
        sql(&instance, "create role nobody_special login");
        let mut sampled = Sampled::of(&instance);
        let mut nobody =
            Sampled::open(&at(&instance, "user=nobody_special"), &Limits::default()).unwrap();
        let mut mark = sampled.mark();
        assert!(mark.len() < 64 && mark.contains(' '), "{mark}");
        assert_eq!(mark, sampled.mark());
        let public = nobody.mark();
        let changes = [
            ("alter role postgres set work_mem = '5MB'", true),
            ("alter system set work_mem = '6MB'", false),
            ("select pg_reload_conf()", true),
        ];
        for (change, _) in changes {
            sql(&instance, change);
            let limit = std::time::Instant::now() + std::time::Duration::from_secs(20);
            while sampled.mark() == mark {
                assert!(std::time::Instant::now() < limit, "{name}: {change}");
            }
            mark = sampled.mark();
        }
        assert_ne!(public, nobody.mark(), "{name}");
    }
}
