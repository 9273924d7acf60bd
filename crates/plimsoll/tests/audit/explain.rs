//! Shapes of plans by EXPLAIN: what is shown, what is refused, and that no text of
//! a statement is in anything that is written.

use plimsoll_lab::{Instance, Server, Session};
use serde_json::Value;

use crate::support::{audit, installed, plimsoll, run, started};

/// A constant that must be in nothing that is written.
const SECRET: &str = "hunter2-in-a-text";

fn counting(name: &str) -> Option<Instance> {
    let server = Server::new(&installed(name)?).with_tcp();
    let server = server.set("shared_preload_libraries", "pg_stat_statements");
    let server = server.set("pg_stat_statements.track", "all");
    Some(server.set("work_mem", "64kB").start().unwrap())
}

fn url(instance: &Instance, role: &str) -> String {
    let port = instance.port().unwrap();
    format!("postgres://{role}@127.0.0.1:{port}/postgres")
}

/// A plimsoll.toml with one server, whose plans this role shows.
fn configured(url: &str, explain: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plimsoll.toml");
    let text = format!("[[server]]\nname = \"shop\"\nurl = \"{url}\"\nexplain = \"{explain}\"\n");
    std::fs::write(&path, text).unwrap();
    (folder, path.display().to_string())
}

/// Why there are no plans, or not all.
fn gaps(json: &Value) -> Vec<&str> {
    let gaps = json["targets"][0]["gaps"].as_array().unwrap().iter();
    let of_plans = gaps.filter(|gap| gap["what"] == "plans");
    of_plans.map(|gap| gap["why"].as_str().unwrap()).collect()
}

/// What is said of the load.
fn seen(json: &Value) -> Vec<&str> {
    let seen = json["targets"][0]["bill"]["load"]["seen"].as_array();
    seen.unwrap()
        .iter()
        .map(|it| it.as_str().unwrap())
        .collect()
}

/// Kinds of the operations of the session that a plan is known of.
fn planned(json: &Value) -> Vec<&str> {
    let groups = json["targets"][0]["bill"]["load"]["groups"].as_array();
    let mut groups = groups.unwrap().iter();
    let group = groups.find(|group| group["plan_cost"].is_f64()).unwrap();
    let operations = group["operations"].as_array().unwrap().iter();
    operations.map(|it| it["kind"].as_str().unwrap()).collect()
}

/// A statement that spills, whose text is kept with its constant (it was forgotten
/// between being read and being run), one with a hash, one of a closed table. The
/// session that ran them stays open.
fn work(instance: &Instance) -> Session {
    run(
        instance,
        &[
            "create extension pg_stat_statements",
            "create table t as select g as id, md5(g::text) as name from generate_series(1, 50000) as g",
            "analyze t",
            "create role plimsoll_explain login",
            "grant pg_read_all_stats to plimsoll_explain",
            "grant select on t to plimsoll_explain",
            "create table closed as select 1 as id",
        ],
    );
    let mut session = instance.session().unwrap();
    for statement in [
        &format!(
            "create function report() returns bigint language plpgsql as $$ declare n bigint; begin
             select count(*) into n from (select name from t where name <> '{SECRET}' order by name offset 0) as o;
             return n; end $$"
        ),
        "select report()",
        "select pg_stat_statements_reset()",
        "select report()",
        "select a.id from t as a join t as b on a.name = b.name where a.id < 40000",
        "select id from closed where id < 5",
    ] {
        session.query(statement).unwrap();
    }
    let kept =
        "select temp_blks_written > 0 from pg_stat_statements where query like '%''hunter2%'";
    assert_eq!(session.value(kept).unwrap(), "t");
    session
}

#[test]
fn plans_of_what_spills_are_priced_and_no_text_is_written() {
    for name in ["postgresql-16", "postgresql-17", "postgresql-18"] {
        let Some(instance) = counting(name) else {
            continue;
        };
        let _open = [work(&instance), instance.session().unwrap()];
        let explain = url(&instance, "plimsoll_explain");
        let (folder, file) = configured(&url(&instance, "postgres"), &explain);
        let store = folder.path().join("history");
        let words = [
            "--config",
            &file,
            "shop",
            "--store",
            store.to_str().unwrap(),
        ];
        let (_, json) = audit(&words);
        let refused = gaps(&json);
        assert_eq!(refused.len(), 1, "{name}: {refused:?}");
        assert!(refused[0].contains(" with 42501"), "{name}: {refused:?}");
        let said = seen(&json)[2];
        assert!(said.starts_with("1 of them"), "{name}: {said}");
        assert!(said.contains("by EXPLAIN at "), "{name}: {said}");
        assert_eq!(planned(&json), ["sort"], "{name}");
        let text = plimsoll(&[&["audit"], &words[..]].concat());
        let mut written = json.to_string().into_bytes();
        written.extend([text.stdout, text.stderr].concat());
        for entry in std::fs::read_dir(&store).unwrap() {
            written.extend(std::fs::read(entry.unwrap().path()).unwrap());
        }
        let all = String::from_utf8_lossy(&written);
        assert!(all.contains("by EXPLAIN at"), "{name}");
        for part in ["hunter2", "from t", "name <>"] {
            assert!(!all.contains(part), "{name}: {part}");
        }
    }
}

#[test]
fn a_function_that_runs_while_it_is_planned_writes_nothing() {
    let Some(instance) = counting("postgresql-17") else {
        return;
    };
    let mut session = work(&instance);
    run(
        &instance,
        &[
            "create table caught (who text)",
            "grant insert on caught to plimsoll_explain",
            "create function write() returns int language plpgsql as
             $$ begin insert into caught values (current_user); return 1; end $$",
            "create function trap() returns int language plpgsql immutable as
             $$ begin return write(); end $$",
            "select count(*) from t where id > trap()",
            "delete from caught",
        ],
    );
    let explain = url(&instance, "plimsoll_explain");
    let (_folder, file) = configured(&url(&instance, "postgres"), &explain);
    let (_, json) = audit(&["--config", &file, "shop"]);
    let refused = gaps(&json);
    assert!(refused[0].contains("1 with 25006"), "{refused:?}");
    assert_eq!(session.value("select count(*) from caught").unwrap(), "0");
}

#[test]
fn what_is_not_planned_is_a_gap_that_says_why() {
    let Some(instance) = counting("postgresql-17") else {
        return;
    };
    let asked = |explain: &str| {
        let (_folder, file) = configured(&url(&instance, "postgres"), explain);
        let (_, json) = audit(&["--config", &file, "shop"]);
        let gaps = gaps(&json);
        assert_eq!(gaps.len(), 1, "{gaps:?}");
        assert!(!seen(&json).iter().any(|it| it.contains("EXPLAIN")));
        gaps[0].to_owned()
    };
    let why = asked(&url(&instance, "postgres"));
    assert!(why.contains("(SUPERUSER, "), "{why}");
    let absent = asked(&url(&instance, "plimsoll_explain"));
    assert!(absent.contains("plimsoll_explain"), "{absent}");
    run(&instance, &["create role plimsoll_explain login"]);
    let why = asked(&url(&instance, "plimsoll_explain"));
    assert!(why.contains("pg_stat_statements is not in"), "{why}");
    run(
        &instance,
        &[
            "create role operator",
            "grant pg_signal_backend to operator",
            "create role boss superuser",
            "grant operator, boss to plimsoll_explain",
        ],
    );
    let why = asked(&url(&instance, "plimsoll_explain"));
    assert!(why.contains("(boss, pg_signal_backend)"), "{why}");
    let Some(older) = started("postgresql-15") else {
        return;
    };
    let why = asked(&url(&older, "postgres"));
    assert!(
        why.contains("from 16 on (GENERIC_PLAN); this is 15."),
        "{why}"
    );
    let Some(other) = started("postgresql-18") else {
        return;
    };
    let why = asked(&url(&other, "postgres"));
    assert!(why.contains("another server"), "{why}");
}

#[test]
fn explain_of_another_engine_is_refused_in_one_line() {
    let there = "postgres://plimsoll_explain@127.0.0.1/postgres";
    let (_folder, file) = configured("mysql://root@127.0.0.1/", there);
    let output = plimsoll(&["audit", "--config", &file, "shop"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(error.contains("`explain` is for PostgreSQL"), "{error}");
    let (_folder, file) = configured(there, "postgres://a@b/?sslmode=sometimes");
    let output = plimsoll(&["audit", "--config", &file, "shop"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("shop: explain: "), "{error}");
}
