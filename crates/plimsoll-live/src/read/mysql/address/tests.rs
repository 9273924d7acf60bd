//! Addresses as they are written, and what stands around them.

use std::path::PathBuf;

use expect_test::expect;

use super::{Address, AddressError, Host, Surroundings};
use crate::read::mysql::Mode;

fn surroundings(options: &[(&str, &str)], environment: &[(&str, &str)]) -> Surroundings {
    let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    Surroundings {
        environment: owned(environment).into_iter().collect(),
        home: Some(PathBuf::from("/home/me")),
        user: Some("me".to_owned()),
        client_options: owned(options),
        sockets: Vec::new(),
    }
}

fn one(text: &str, around: &Surroundings) -> Address {
    let found = Address::find(Some(text), around);
    found.expect("an address").remove(0)
}

fn password(address: &Address) -> Option<&str> {
    address.password.as_ref().map(crate::read::Secret::reveal)
}

#[test]
fn every_part_of_an_address_is_decoded() {
    let around = surroundings(&[], &[]);
    let found = one("mysql://us%40er:p%3Aw%2F%25@db1:3307/sh%6Fp", &around);
    assert_eq!(
        (found.user.as_str(), password(&found)),
        ("us@er", Some("p:w/%"))
    );
    assert_eq!(found.to_string(), "db1:3307/shop");
    assert_eq!(one("mariadb://[::1]", &around).to_string(), "[::1]:3306");
    let socket = one("mysql://u@/?socket=%2Frun%2Fs.sock", &around);
    assert_eq!(socket.host, Host::Socket(PathBuf::from("/run/s.sock")));
    assert_eq!(socket.to_string(), "/run/s.sock");
}

#[test]
fn what_cannot_be_read_is_told_without_a_word_of_it() {
    let around = surroundings(&[], &[]);
    for text in [
        "mysql://u:hunter2%zz@h",
        "mysql://u:hunter2@x/y@h",
        "mysql://u:x?hunter2@h",
        "mysql://u@h:hunter2",
        "mysql://u@h?hunter2!=1",
        "hunter2",
        "mysql://u:p%00hunter2@h",
    ] {
        let error = Address::find(Some(text), &around).expect_err(text);
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hunter2"), "{text}: {shown}");
    }
    let misspelt = Address::find(Some("mysql://h?ssl-mod=REQUIRED"), &around);
    expect![[r#"unknown parameter "ssl-mod" in the address: it takes socket, ssl-mode, ssl-ca, ssl-cert, ssl-key and connect-timeout"#]]
        .assert_eq(&misspelt.expect_err("no such").to_string());
    let found = one("mysql://u:hunter2@h", &around);
    assert!(!format!("{found:?} {found}").contains("hunter2"));
}

#[test]
fn the_address_counts_before_the_files_and_they_before_the_environment() {
    let options = [
        ("host", "first"),
        ("host", "db2"),
        ("user", "filed"),
        ("loose_ssl-mode", "REQUIRED"),
        ("prompt", "x"),
        ("password", "of-file"),
    ];
    let environment = [
        ("MYSQL_HOST", "db3"),
        ("MYSQL_TCP_PORT", "3399"),
        ("MYSQL_PWD", "of-environment"),
    ];
    let around = surroundings(&options, &environment);
    let found = Address::find(None, &around).expect("one").remove(0);
    assert_eq!(found.to_string(), "db2:3399");
    assert_eq!(
        (found.user.as_str(), password(&found)),
        ("filed", Some("of-file"))
    );
    assert_eq!(found.tls.mode, Mode::Required);
    let found = one("mysql://own@db1", &around);
    assert_eq!(
        (found.user.as_str(), found.to_string().as_str()),
        ("own", "db1:3399")
    );
    let found = one("mysql://db1", &surroundings(&[], &environment));
    assert_eq!(password(&found), Some("of-environment"));
}

#[test]
fn localhost_is_the_socket_unless_a_port_is_named() {
    let around = surroundings(&[("socket", "/run/s.sock")], &[]);
    assert_eq!(one("mysql://localhost", &around).to_string(), "/run/s.sock");
    assert_eq!(
        one("mysql://localhost:3306", &around).to_string(),
        "localhost:3306"
    );
    assert_eq!(
        one("mysql://127.0.0.1", &around).to_string(),
        "127.0.0.1:3306"
    );
    let none = surroundings(&[], &[]);
    assert_eq!(
        one("mysql://localhost", &none).to_string(),
        "localhost:3306"
    );
    let tcp = surroundings(&[("socket", "/run/s.sock"), ("protocol", "TCP")], &[]);
    let found = Address::find(None, &tcp).expect("one").remove(0);
    assert_eq!(found.to_string(), "localhost:3306");
}

#[test]
fn each_local_socket_is_a_server_and_one_by_two_paths_is_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = ["a.sock", "b.sock", "c.sock"].map(|name| folder.path().join(name));
    let listeners = [&paths[0], &paths[2]].map(std::os::unix::net::UnixListener::bind);
    assert!(listeners.iter().all(Result::is_ok));
    std::os::unix::fs::symlink(&paths[0], &paths[1]).expect("a link");
    let mut around = surroundings(&[], &[]);
    around.sockets = paths.to_vec();
    let found = Address::find(None, &around).expect("two");
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [&paths[0], &paths[2]].map(|it| it.display().to_string())
    );
    around.sockets = vec![folder.path().join("none")];
    assert!(matches!(
        Address::find(None, &around),
        Err(AddressError::NoSocket(_))
    ));
}

#[test]
fn tls_is_wished_for_in_the_words_of_either_engine_and_of_libpq() {
    let cases = [
        ("", &[][..], Mode::Preferred),
        ("?ssl-mode=VERIFY_IDENTITY", &[], Mode::VerifyIdentity),
        ("?sslmode=verify-full", &[], Mode::VerifyIdentity),
        ("?ssl-mode=verify_ca", &[], Mode::VerifyCa),
        ("?ssl_mode=disable", &[], Mode::Disabled),
        ("?ssl-ca=/ca.pem", &[], Mode::VerifyCa),
        ("", &[("skip-ssl", "")], Mode::Disabled),
        ("", &[("ssl", "0")], Mode::Disabled),
        ("", &[("ssl", "")], Mode::Required),
        ("", &[("ssl-verify-server-cert", "1")], Mode::VerifyIdentity),
    ];
    for (query, options, mode) in cases {
        let found = one(&format!("mysql://h/{query}"), &surroundings(options, &[]));
        assert_eq!(found.tls.mode, mode, "{query} {options:?}");
    }
    let around = surroundings(&[("ssl-ca", "~/ca.pem")], &[]);
    let authorities = one("mysql://h", &around).tls.authorities;
    assert_eq!(authorities, Some(PathBuf::from("/home/me/ca.pem")));
    let wrong = Address::find(Some("mysql://h?ssl-mode=ON"), &around);
    assert!(matches!(
        wrong,
        Err(AddressError::Value {
            name: "ssl-mode",
            ..
        })
    ));
}
