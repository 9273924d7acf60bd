//! What can be in the way, each told apart.

use crate::support::{address, audit, by_socket, by_tcp, run, short, trouble};
use plimsoll_lab::Instance;
use plimsoll_live::read::mysql::{Address, Connection, Limits, Trouble, snapshot};
use std::net::TcpListener;
use std::time::{Duration, Instant};

pub(crate) fn of_logins(instance: &Instance) {
    let cases = [
        by_tcp(instance, "plimsoll:wrongpass1", ""),
        by_tcp(instance, "plimsoll", ""),
        by_tcp(instance, "stranger:wrongpass1", ""),
        by_socket(instance, "plimsoll:wrongpass1"),
    ];
    for address in cases {
        let error = trouble(&address);
        let shown = format!("{error} {error:?}");
        assert!(matches!(error.trouble, Trouble::Login(_)), "{shown}");
        assert!(
            shown.contains(said(&address)) && !shown.contains("pass1"),
            "{shown}"
        );
        assert!(
            shown.starts_with(&format!("{address}: login refused")),
            "{shown}"
        );
    }
    for (database, is_there) in [("shop", true), ("nowhere", false)] {
        let port = instance.port().unwrap();
        let text = format!("mysql://root@127.0.0.1:{port}/{database}");
        let outcome = audit(&address(&text));
        let is_known =
            matches!(outcome, Err(error) if matches!(error.trouble, Trouble::NoDatabase(_)));
        assert_eq!(is_known, !is_there, "{database}");
    }
    password_commands(instance);
    too_many_of_one_account(instance);
}

/// The server's words; `MySQL` asks who is no account of its for any plugin.
fn said(address: &Address) -> &'static str {
    if address.user == "stranger" {
        "login refused"
    } else {
        "Access denied"
    }
}

fn password_commands(instance: &Instance) {
    let with = |words: &[&str]| Address {
        password_command: Some(words.iter().map(|word| (*word).to_owned()).collect()),
        ..by_tcp(instance, "plimsoll:overruled", "")
    };
    audit(&with(&["printf", "sesame\\nmore"])).unwrap();
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

fn too_many_of_one_account(instance: &Instance) {
    let address = by_tcp(instance, "plimsoll:sesame", "");
    run(async {
        let limits = Limits::default();
        let held = [
            Connection::open(&address, &limits).await.unwrap(),
            Connection::open(&address, &limits).await.unwrap(),
        ];
        let error = Connection::open(&address, &limits).await.unwrap_err();
        assert!(matches!(error.trouble, Trouble::NoSlot(_)), "{error}");
        drop(held);
    });
}

/// The superuser's session takes the only one.
pub(crate) fn no_connection_left(instance: &Instance) {
    let mut session = instance.session().unwrap();
    session.query("SET GLOBAL max_connections = 1").unwrap();
    let error = trouble(&by_tcp(instance, "plimsoll:sesame", ""));
    assert!(matches!(error.trouble, Trouble::NoSlot(_)), "{error}");
    session.query("SET GLOBAL max_connections = 151").unwrap();
}

#[test]
fn what_is_not_there_is_told_apart() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let error = trouble(&address(&format!("mysql://u@127.0.0.1:{port}")));
    assert!(matches!(error.trouble, Trouble::Refused(_)), "{error}");
    let error = trouble(&address("mysql://u@/?socket=/no/such/mysqld.sock"));
    let shown = error.to_string();
    assert!(
        shown.starts_with("/no/such/mysqld.sock: nothing listens there"),
        "{shown}"
    );
    let error = trouble(&address("mysql://u@no-such-host.invalid"));
    assert!(matches!(error.trouble, Trouble::NoHost(_)), "{error}");
}

#[test]
fn a_listener_that_never_answers_is_left_in_time() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let begun = Instant::now();
    let address = address(&format!("mysql://u@127.0.0.1:{port}"));
    let error = run(snapshot(&address, &short())).unwrap_err();
    assert!(matches!(error.trouble, Trouble::Silent(_)), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}
