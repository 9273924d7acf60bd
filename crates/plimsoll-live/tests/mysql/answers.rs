//! Every statement, as three accounts, over the socket and by TCP.

use crate::support::{audit, by_socket, by_tcp, gaps, prepare, run};
use plimsoll_lab::Instance;
use plimsoll_live::read::mysql::{Connection, Limits, questions};
use plimsoll_model::{Engine, Snapshot};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const SET_UP: &str = "
    CREATE USER plimsoll@'%' IDENTIFIED BY 'sesame' WITH MAX_USER_CONNECTIONS 2;
    CREATE USER nobody_special@'%' IDENTIFIED BY 'sesame';
    CREATE DATABASE shop;
    CREATE TABLE shop.orders (id INT PRIMARY KEY, name TEXT) ENGINE = InnoDB";

/// The account of the book, by engine.
pub(crate) fn least(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgresql => "",
        Engine::Mysql => {
            "GRANT PROCESS, REPLICATION CLIENT, SHOW VIEW ON *.* TO plimsoll@'%';
             GRANT SELECT ON performance_schema.* TO plimsoll@'%';
             GRANT SELECT ON mysql.user TO plimsoll@'%'"
        }
        Engine::Mariadb => {
            "GRANT PROCESS, BINLOG MONITOR, REPLICA MONITOR, SHOW VIEW ON *.* TO plimsoll@'%';
             GRANT SELECT ON performance_schema.* TO plimsoll@'%';
             GRANT SELECT ON mysql.global_priv TO plimsoll@'%'"
        }
    }
}

/// What is told of a server where nothing is counted.
fn uncounted(instance: &Instance) -> Vec<&'static str> {
    let mut session = instance.session().unwrap();
    let counts = session.value("SELECT @@performance_schema").unwrap();
    let names = ["memory", "statements"];
    if counts == "1" {
        Vec::new()
    } else {
        names.to_vec()
    }
}

pub(crate) fn each_account_by_its_rights(instance: &Instance) {
    let engine = instance.installed().engine;
    prepare(instance, SET_UP);
    prepare(instance, least(engine));
    let uncounted = uncounted(instance);
    let superuser = audit(&by_socket(instance, "root")).unwrap();
    assert_gaps(&superuser, &uncounted);
    the_server(instance, &superuser);
    sessions(instance);
    let least = audit(&by_tcp(instance, "plimsoll:sesame", "")).unwrap();
    assert_gaps(&least, &uncounted);
    nobody(instance, &uncounted);
    replica(instance);
    goodbye(instance);
}

/// The server counts connections that broke off without a word.
fn goodbye(instance: &Instance) {
    let mut session = instance.session().unwrap();
    // Those of the test do break off, and are counted when the server sees it.
    let others = "SELECT COUNT(*) FROM information_schema.PROCESSLIST
        WHERE USER = 'root' AND ID <> CONNECTION_ID()";
    let until = Instant::now() + Duration::from_secs(10);
    while session.value(others).unwrap() != "0" {
        assert!(Instant::now() < until, "sessions stay");
    }
    let mut broken_off = || {
        let sql = "SHOW GLOBAL STATUS LIKE 'Aborted_clients'";
        session.query(sql).unwrap()
    };
    let before = broken_off();
    audit(&by_tcp(instance, "plimsoll:sesame", "")).unwrap();
    audit(&by_socket(instance, "plimsoll:sesame")).unwrap();
    assert_eq!(broken_off(), before);
}

/// One that was set up and fetches nothing.
fn replica(instance: &Instance) {
    let (set_up, forget, stopped) = match instance.installed().engine {
        Engine::Postgresql => return,
        Engine::Mysql => (
            "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1', SOURCE_PORT = 1, SOURCE_PASSWORD = 'hunter2'",
            "RESET REPLICA ALL",
            "OFF",
        ),
        Engine::Mariadb => (
            "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = 1, MASTER_PASSWORD = 'hunter2'",
            "RESET SLAVE ALL",
            "No",
        ),
    };
    prepare(instance, set_up);
    let snapshot = audit(&by_tcp(instance, "plimsoll:sesame", "")).unwrap();
    let row = snapshot.row("replica").unwrap();
    assert_eq!(row.text("channel"), Some(""));
    assert_eq!(row.text("io_running"), Some(stopped));
    assert_eq!(
        (row.text("sql_running"), row.text("lag_seconds")),
        (Some(stopped), None)
    );
    assert!(!format!("{snapshot:?}").contains("hunter2"));
    prepare(instance, forget);
}

fn the_server(instance: &Instance, snapshot: &Snapshot) {
    let engine = instance.installed().engine;
    assert_eq!(snapshot.engine, engine);
    assert_eq!(snapshot.version.major, instance.installed().series.major);
    let answered: BTreeSet<&str> = snapshot.answers.keys().map(String::as_str).collect();
    let refused = snapshot.gaps.iter().map(|gap| gap.what.as_str());
    assert_eq!(
        answered.into_iter().chain(refused).collect::<BTreeSet<_>>(),
        names(engine)
    );
    let identity = snapshot.row("identity").unwrap();
    let folder = format!("{}/", instance.data_folder().display());
    assert_eq!(identity.text("datadir"), Some(folder.as_str()));
    assert_eq!(identity.count("port"), instance.port().map(u64::from));
    assert_eq!(identity.text("user"), Some("root@localhost"));
    assert!(identity.text("now").unwrap().ends_with('Z'));
    assert!(identity.count("uptime_seconds").is_some());
    // Written in its file by the lab, with the file's name.
    let config = folder.replace("data/", "my.cnf");
    let socket = setting(snapshot, "socket");
    assert_eq!(socket.0, instance.socket().display().to_string());
    match engine {
        Engine::Postgresql => {}
        Engine::Mysql => assert_eq!((socket.1.as_str(), socket.2), ("EXPLICIT", config)),
        Engine::Mariadb => assert_eq!((socket.1.as_str(), socket.2), ("CONFIG", config)),
    }
    // Plimsoll's own session changed these for itself alone, if at all.
    assert_ne!(setting(snapshot, "sql_mode").0, "");
    assert_eq!(setting(snapshot, "lock_wait_timeout").1, compiled(engine));
    assert!(snapshot.rows("status").count() > 200);
    let tables = snapshot.row("schemas").unwrap();
    assert_eq!(
        (tables.text("engine"), tables.count("tables")),
        (Some("InnoDB"), Some(1))
    );
    let accounts = snapshot.row("accounts").unwrap();
    assert_eq!(
        (
            accounts.count("anonymous"),
            accounts.count("any_host_superusers")
        ),
        (Some(0), Some(0))
    );
    assert!(accounts.count("without_password") > Some(0));
    assert!(
        snapshot
            .rows("plugins")
            .any(|row| row.text("name") == Some("InnoDB"))
    );
}

const fn compiled(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgresql | Engine::Mysql => "COMPILED",
        Engine::Mariadb => "COMPILE-TIME",
    }
}

/// Its value, source and file.
fn setting(snapshot: &Snapshot, name: &str) -> (String, String, String) {
    let mut rows = snapshot.rows("settings");
    let row = rows.find(|row| row.text("name") == Some(name)).unwrap();
    let text = |column| row.text(column).unwrap_or_default().to_owned();
    (text("value"), text("source"), text("path"))
}

/// Others count, Plimsoll itself does not.
fn sessions(instance: &Instance) {
    let idle = instance.session_in("shop").unwrap();
    let snapshot = audit(&by_tcp(instance, "plimsoll:sesame", "")).unwrap();
    let rows: Vec<_> = snapshot.rows("sessions").collect();
    let of = |user| {
        rows.iter()
            .filter(move |row| row.text("user") == Some(user))
    };
    assert_eq!(of("plimsoll").count(), 0);
    let sleeper = of("root")
        .find(|row| row.text("database") == Some("shop"))
        .unwrap();
    assert_eq!(sleeper.text("command"), Some("Sleep"));
    assert_eq!(
        (sleeper.count("count"), sleeper.count("running")),
        (Some(1), Some(0))
    );
    drop(idle);
}

fn nobody(instance: &Instance, uncounted: &[&str]) {
    let snapshot = audit(&by_tcp(instance, "nobody_special:sesame", "")).unwrap();
    let refused = ["accounts", "binary_logs", "memory", "replica", "statements"];
    let partly = ["schemas", "sessions"];
    let expected: Vec<&str> = refused.into_iter().chain(partly).collect();
    assert_gaps(&snapshot, &expected);
    assert!(uncounted.iter().all(|name| expected.contains(name)));
    for gap in &snapshot.gaps {
        assert_eq!(
            snapshot.has(&gap.what),
            partly.contains(&gap.what.as_str()),
            "{gap:?}"
        );
    }
    assert!(
        setting(&snapshot, "sort_buffer_size")
            .0
            .parse::<u64>()
            .is_ok()
    );
    // The grants that are told close the gaps.
    for grant in snapshot.gaps.iter().filter_map(|gap| gap.grant.as_ref()) {
        prepare(instance, grant);
    }
    let again = audit(&by_tcp(instance, "nobody_special:sesame", "")).unwrap();
    assert_gaps(&again, uncounted);
    prepare(
        instance,
        "DROP USER nobody_special@'%'; CREATE USER nobody_special@'%' IDENTIFIED BY 'sesame'",
    );
}

fn assert_gaps(snapshot: &Snapshot, expected: &[&str]) {
    let found: BTreeSet<&str> = snapshot.gaps.iter().map(|gap| gap.what.as_str()).collect();
    let expected: BTreeSet<&str> = expected.iter().copied().collect();
    assert_eq!(found, expected, "{:?}", gaps(snapshot));
}

/// What a superuser is told of, answered or not.
fn names(engine: Engine) -> BTreeSet<&'static str> {
    let all = questions::all(engine).into_iter().map(|it| it.name);
    all.filter(|name| !["process", "rights"].contains(name))
        .collect()
}

/// `MySQL` tells everybody who last set a variable, in whatever session; and
/// it knows who is connected by what they call themselves.
pub(crate) fn nothing_is_left_behind(instance: &Instance) {
    audit(&by_tcp(instance, "plimsoll:sesame", "")).unwrap();
    let mut session = instance.session().unwrap();
    let set = "SELECT COUNT(*) FROM performance_schema.variables_info WHERE SET_USER = 'plimsoll'";
    assert_eq!(session.value(set).unwrap(), "0");
    let address = by_tcp(instance, "plimsoll:sesame", "");
    let program = "SELECT ATTR_VALUE FROM performance_schema.session_connect_attrs
        WHERE ATTR_NAME = 'program_name' AND ATTR_VALUE = 'plimsoll'";
    run(async {
        let connection = Connection::open(&address, &Limits::default())
            .await
            .unwrap();
        let said = tokio::task::spawn_blocking(move || session.value(program)).await;
        assert_eq!(said.unwrap().unwrap(), "plimsoll");
        assert_eq!(connection.engine(), Engine::Mysql);
    });
}
