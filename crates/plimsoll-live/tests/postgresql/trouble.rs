//! What can be in the way, each told apart.

use crate::support::{address, at, audit, gaps, hba, installed, run, short, started};
use plimsoll_lab::{Instance, Server};
use plimsoll_live::read::postgresql::{Address, Limits, Trouble, Unreachable, snapshot};
use std::net::TcpListener;
use std::time::{Duration, Instant};

fn trouble(address: &Address) -> Unreachable {
    audit(address).unwrap_err()
}

#[test]
fn a_login_is_refused_in_the_servers_words_and_never_with_the_password() {
    let Some(server) = installed("postgresql-16") else {
        return;
    };
    let (_folder, file) = hba("host all postgres all trust\nhost all keyed all scram-sha-256\n");
    let instance = Server::new(&server)
        .with_tcp()
        .set("hba_file", file)
        .start()
        .unwrap();
    let make = "create role keyed login password 'rightpass1'; create role barred login";
    for statement in make.split(';') {
        instance.session().unwrap().query(statement).unwrap();
    }
    let cases = [
        (
            "user=keyed password=wrongpass1",
            "password authentication failed for user \"keyed\"",
        ),
        (
            "user=keyed",
            "the server asks for a password and there is none",
        ),
        ("user=barred", "no pg_hba.conf entry for host"),
    ];
    for (login, said) in cases {
        let error = trouble(&at(&instance, login));
        let shown = format!("{error} {error:?}");
        assert!(matches!(error.trouble, Trouble::Login { .. }), "{shown}");
        assert!(shown.contains(said) && !shown.contains("pass1"), "{shown}");
        let place = format!("127.0.0.1:{}: login refused", instance.port().unwrap());
        assert!(shown.starts_with(&place), "{shown}");
    }
    let missing = trouble(&at(&instance, "user=postgres dbname=nowhere"));
    assert!(
        matches!(missing.trouble, Trouble::NoDatabase(_)),
        "{missing}"
    );
    assert!(audit(&at(&instance, "user=keyed password=rightpass1")).is_ok());
    password_commands(&instance);
}

fn password_commands(instance: &Instance) {
    let with = |words: &[&str]| Address {
        password_command: Some(words.iter().map(|word| (*word).to_owned()).collect()),
        ..at(instance, "user=keyed")
    };
    let right = with(&["printf", "rightpass1\\nmore"]);
    assert!(audit(&right).is_ok());
    let cases = [
        (
            with(&["/no/such/program", "secret-argument"]),
            "cannot be run",
        ),
        (with(&["false"]), "failed (exit status: 1)"),
        (with(&["sleep", "60"]), "gave no password within"),
        (with(&["true"]), "gave an empty line"),
    ];
    for (address, said) in cases {
        let error = run(snapshot(&address, &short())).unwrap_err();
        let shown = error.to_string();
        assert!(
            shown.contains(said) && !shown.contains("secret-argument"),
            "{shown}"
        );
    }
}

#[test]
fn no_slot_left_is_told_from_other_refusals() {
    let Some(server) = installed("postgresql-17") else {
        return;
    };
    let instance = Server::new(&server)
        .with_tcp()
        .set("max_connections", "5")
        .set("superuser_reserved_connections", "1")
        .start()
        .unwrap();
    let mut taken = Vec::new();
    // The server may still hold the slot of the session that saw it start.
    let error = loop {
        match instance.session() {
            Ok(session) => taken.push(session),
            Err(_) => break trouble(&at(&instance, "user=postgres")),
        }
        assert!(taken.len() < 10);
    };
    assert!(matches!(error.trouble, Trouble::NoSlot(_)), "{error}");
    assert!(
        error.to_string().contains("too many clients already"),
        "{error}"
    );
}

#[test]
fn what_is_not_there_or_not_postgresql_is_told() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    let there = address(&format!("host=127.0.0.1 port={port} user=u"));
    let silent = run(snapshot(&there, &short())).unwrap_err();
    assert!(matches!(silent.trouble, Trouble::Silent(_)), "{silent}");
    // No server has the first port; one let go may be another test's by now.
    let gone = trouble(&address("host=127.0.0.1 port=1 user=u"));
    assert!(matches!(gone.trouble, Trouble::Refused(_)), "{gone}");
    let socket = trouble(&address("host=/nowhere user=u"));
    assert!(matches!(socket.trouble, Trouble::Refused(_)), "{socket}");
    assert!(
        socket
            .to_string()
            .starts_with("/nowhere/.s.PGSQL.5432: nothing listens there")
    );
    let mysql = b"J\0\0\0\n8.4.2\0".to_vec();
    let strangers = [b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(), mysql];
    for words in strangers {
        let stranger = crate::hostile::says(words);
        let error = trouble(&address(&format!("host=127.0.0.1 port={stranger} user=u")));
        assert!(
            matches!(error.trouble, Trouble::NotPostgresql(_)),
            "{error}"
        );
    }
}

#[test]
fn several_hosts_are_tried_in_their_order() {
    let Some(instance) = started("postgresql-16") else {
        return;
    };
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let ports = format!("{},{}", free.port(), instance.port().unwrap());
    let text = format!("host=127.0.0.1,127.0.0.1 port={ports} user=postgres dbname=postgres");
    assert!(audit(&address(&text)).is_ok());
    assert!(audit(&address(&format!("{text} target_session_attrs=primary"))).is_ok());
    assert!(
        audit(&address(&format!(
            "{text} target_session_attrs=prefer-standby"
        )))
        .is_ok()
    );
    let standby = trouble(&address(&format!("{text} target_session_attrs=standby")));
    assert!(matches!(standby.trouble, Trouble::OtherKind), "{standby}");
}

#[test]
fn a_lock_in_the_way_is_a_gap_and_a_server_gone_is_an_error() {
    let Some(instance) = started("postgresql-15") else {
        return;
    };
    let mut locker = instance.session().unwrap();
    locker
        .query("begin; lock table pg_catalog.pg_extension")
        .unwrap();
    let there = at(&instance, "user=postgres");
    let found = audit(&there).unwrap();
    let lock = "extensions: canceling statement due to lock timeout []";
    assert_eq!(gaps(&found), [lock]);
    assert!(found.has("settings") && found.has("sessions") && found.has("slots"));
    let patient = Limits {
        lock_max: Duration::from_mins(1),
        statement_max: Duration::from_mins(1),
        ..Limits::default()
    };
    let waiting = std::thread::spawn(move || run(snapshot(&there, &patient)));
    let until = Instant::now() + Duration::from_secs(20);
    let end = "select pg_terminate_backend(pid) from pg_stat_activity
                where application_name = 'plimsoll' and wait_event_type = 'Lock'";
    // Its own session sees the activity anew in each transaction alone.
    while instance.session().unwrap().query(end).unwrap().is_empty() {
        assert!(Instant::now() < until);
    }
    let error = waiting.join().unwrap().unwrap_err();
    assert!(matches!(error.trouble, Trouble::Died(_)), "{error}");
    assert!(
        error.to_string().contains("administrator command"),
        "{error}"
    );
}
