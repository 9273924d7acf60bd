//! Every statement on every version, as three roles, by the client and by psql.

use crate::support::{at, audit, gaps, installed};
use plimsoll_lab::{Instance, Server};
use plimsoll_live::read::postgresql::questions;
use plimsoll_model::{Engine, Snapshot, Version};
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

const SET_UP: &str = "
    create role nobody_special login;
    create role plimsoll login connection limit 2;
    grant pg_monitor to plimsoll;
    create schema \"odd schema\";
    create extension pg_stat_statements schema \"odd schema\";
    alter role nobody_special set work_mem = '77MB';
    alter database postgres set \"app.secret\" = 'sesame';
    create schema evil;
    create function evil.now() returns timestamptz language sql as 'select now() where 1/0 = 1';
    create function evil.max(text) returns text language sql as 'select (1/0)::text';
    create view evil.pg_settings as select 1/0 as name;
    alter database postgres set search_path = evil, pg_catalog;
    select pg_create_physical_replication_slot('left_over', true);
    checkpoint";

#[test]
fn every_version_answers_every_question_to_each_role_by_its_rights() {
    for name in VERSIONS {
        let Some(server) = installed(name) else {
            continue;
        };
        let instance = Server::new(&server)
            .with_tcp()
            .set("shared_preload_libraries", "pg_stat_statements")
            .set("max_prepared_transactions", "2")
            .start()
            .unwrap();
        for statement in SET_UP.split(';') {
            instance.session().unwrap().query(statement).unwrap();
        }
        superuser(name, &instance);
        monitor(name, &instance);
        nobody(name, &instance);
        crate::script::of(&instance);
    }
}

fn superuser(name: &str, instance: &Instance) {
    let snapshot = audit(&at(instance, "user=postgres")).unwrap();
    assert_eq!(gaps(&snapshot), [""; 0], "{name}");
    assert_eq!(snapshot.engine, Engine::Postgresql);
    assert_eq!(snapshot.version.major, instance.installed().series.major);
    let expected = names(snapshot.version);
    let answered: BTreeSet<&str> = snapshot.answers.keys().map(String::as_str).collect();
    assert_eq!(answered, expected, "{name}");
    let identity = snapshot.row("identity").unwrap();
    let folder = instance.data_folder().display().to_string();
    assert_eq!(identity.text("data_directory"), Some(folder.as_str()));
    assert_eq!(identity.is_on("in_recovery"), Some(false));
    assert!(identity.count("system_identifier").unwrap() > 1 << 32);
    // Plimsoll's own session changed these for itself alone.
    assert_eq!(setting(&snapshot, "statement_timeout"), "0");
    assert_eq!(setting(&snapshot, "jit"), boot(&snapshot, "jit"));
    assert_eq!(setting(&snapshot, "max_prepared_transactions"), "2");
    assert_eq!(
        snapshot.row("pooler").unwrap().is_on("is_between"),
        Some(false)
    );
    let slot = snapshot.row("slots").unwrap();
    assert_eq!(slot.text("name"), Some("left_over"));
    assert!(slot.count("retained_bytes").is_some(), "{slot:?}");
    let statements = snapshot.row("statements").unwrap();
    assert!(statements.number("total_ms").is_some(), "{statements:?}");
    overrides(&snapshot);
    let sessions: Vec<_> = snapshot.rows("sessions").collect();
    let plimsoll = sessions
        .iter()
        .filter(|it| it.text("application") == Some("plimsoll"));
    assert_eq!(plimsoll.count(), 0);
    assert!(
        sessions
            .iter()
            .any(|it| it.text("backend_type") == Some("checkpointer"))
    );
}

fn overrides(snapshot: &Snapshot) {
    let rows: Vec<_> = snapshot.rows("overrides").collect();
    let find = |name| {
        rows.iter()
            .find(|row| row.text("name") == Some(name))
            .unwrap()
    };
    assert_eq!(find("work_mem").text("value"), Some("77MB"));
    assert_eq!(find("work_mem").text("role"), Some("nobody_special"));
    assert_eq!(find("work_mem").text("database"), None);
    assert_eq!(find("app.secret").text("value"), None);
}

fn monitor(name: &str, instance: &Instance) {
    let snapshot = audit(&at(instance, "user=plimsoll")).unwrap();
    let mut refused = vec![
        "file_settings",
        "hba_problems",
        "statements",
        "statements_since",
    ];
    // pg_read_all_stats may read it from 15 on (release notes).
    if snapshot.version < Version::major(15) {
        refused.push("shared_memory");
    }
    refused.retain(|what| names(snapshot.version).contains(what));
    assert_refused(name, &snapshot, &refused, &[]);
    for gap in &snapshot.gaps {
        let Some(grants) = &gap.grant else { continue };
        assert!(grants.contains("TO \"plimsoll\""), "{grants}");
    }
    let mut databases = snapshot.rows("databases");
    let is_shared = |row: &plimsoll_model::Row<'_>| row.text("name") == Some("(shared)");
    assert!(databases.all(|row| is_shared(&row) || row.count("size_bytes").is_some()));
    // The grants that are told close the gaps.
    for grant in snapshot.gaps.iter().filter_map(|gap| gap.grant.as_ref()) {
        for statement in grant.split(';') {
            instance.session().unwrap().query(statement).unwrap();
        }
    }
    let again = audit(&at(instance, "user=plimsoll")).unwrap();
    assert_eq!(gaps(&again), [""; 0], "{name}");
}

fn nobody(name: &str, instance: &Instance) {
    let snapshot = audit(&at(instance, "user=nobody_special")).unwrap();
    let mut refused = vec![
        "file_settings",
        "hba_problems",
        "shared_memory",
        "statements",
        "statements_since",
    ];
    refused.retain(|what| names(snapshot.version).contains(what));
    let partly = ["settings", "sessions", "replication"];
    assert_refused(name, &snapshot, &refused, &partly);
    assert!(snapshot.has("settings") && snapshot.has("databases"));
}

fn assert_refused(name: &str, snapshot: &Snapshot, refused: &[&str], partly: &[&str]) {
    let mut found: Vec<&str> = snapshot.gaps.iter().map(|gap| gap.what.as_str()).collect();
    found.sort_unstable();
    let mut expected: Vec<&str> = refused.iter().chain(partly).copied().collect();
    expected.sort_unstable();
    assert_eq!(found, expected, "{name}: {:?}", gaps(snapshot));
    for gap in &snapshot.gaps {
        let is_whole = refused.contains(&gap.what.as_str());
        assert_eq!(snapshot.has(&gap.what), !is_whole, "{name}: {gap:?}");
        assert!(gap.grant.is_some(), "{name}: {gap:?}");
    }
}

/// The questions of a version, and what no question answers.
fn names(version: Version) -> BTreeSet<&'static str> {
    let fit = questions::all().into_iter().filter(|it| it.fits(version));
    fit.map(|it| it.name).chain(["pooler"]).collect()
}

fn setting<'a>(snapshot: &'a Snapshot, name: &str) -> &'a str {
    let mut rows = snapshot.rows("settings");
    let row = rows.find(|row| row.text("name") == Some(name)).unwrap();
    row.text("setting").unwrap()
}

fn boot<'a>(snapshot: &'a Snapshot, name: &str) -> &'a str {
    let mut rows = snapshot.rows("settings");
    let row = rows.find(|row| row.text("name") == Some(name)).unwrap();
    row.text("boot_val").unwrap()
}
