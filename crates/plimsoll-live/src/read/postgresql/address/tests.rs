//! Addresses as people write them, beside what libpq makes of them.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::{Address, AddressError, Host, Surroundings, Target};
use crate::read::postgresql::tls::{Mode, Roots};
use crate::read::secret::Secret;

fn surroundings(home: &Path, variables: &[(&str, &str)]) -> Surroundings {
    let variables = variables.iter();
    Surroundings {
        environment: variables
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect::<BTreeMap<_, _>>(),
        home: Some(home.to_owned()),
        user: Some("me".to_owned()),
        socket_folders: vec![home.join("run"), home.join("tmp")],
    }
}

fn one(text: &str, around: &Surroundings) -> Address {
    let mut found = Address::find(Some(text), around).unwrap();
    assert_eq!(found.len(), 1, "{text}");
    found.remove(0)
}

fn shown(text: &str) -> String {
    let around = surroundings(Path::new("/nowhere"), &[]);
    match Address::find(Some(text), &around) {
        Ok(found) => found.iter().map(line).collect::<Vec<_>>().join("; "),
        Err(error) => error.to_string(),
    }
}

fn line(address: &Address) -> String {
    let places: Vec<String> = address.endpoints.iter().map(ToString::to_string).collect();
    let password = address.endpoints[0].password.as_ref();
    format!(
        "{} as {} in {}{}",
        places.join(","),
        address.user,
        address.database,
        password.map_or_else(String::new, |it| format!(" with {}", it.reveal()))
    )
}

#[test]
fn uris_are_read_as_libpq_reads_them() {
    let cases = [
        ("postgres://", "/nowhere/run/.s.PGSQL.5432 as me in me"),
        ("postgresql://db1", "db1:5432 as me in me"),
        ("postgres://u@db1:6000/d", "db1:6000 as u in d"),
        (
            "postgres://u:p%40ss%3A@db1/d",
            "db1:5432 as u in d with p@ss:",
        ),
        ("postgres://a,b:2/d", "a:5432,b:2 as me in d"),
        ("postgres://[::1]:5/d", "[::1]:5 as me in d"),
        (
            "postgres://%2Frun%2Fpg:5/d",
            "/run/pg/.s.PGSQL.5 as me in d",
        ),
        (
            "postgres:///d?host=/run/pg&port=9",
            "/run/pg/.s.PGSQL.9 as me in d",
        ),
        (
            "postgres://h/d?user=u&password=x%26y",
            "h:5432 as u in d with x&y",
        ),
        ("postgres://h?hostaddr=10.0.0.1", "h:5432 as me in me"),
        (
            "postgres://h/d?colour=red",
            "invalid connection option \"colour\": see the parameter key words of libpq (PostgreSQL manual, 32.1.2)",
        ),
        ("postgres://u:50%@h/d", UNREADABLE),
        (
            "postgres://[::1/d",
            "missing \"]\" after an IPv6 address in the connection address",
        ),
        (
            "postgres://a,b,c/?port=1,2",
            "3 hosts but 2 ports in the connection address: give one for each",
        ),
        (
            "postgres://h:0/d",
            "invalid port value \"0\": it takes 1 to 65535",
        ),
    ];
    for (text, expected) in cases {
        let shown = shown(text);
        // Without a text that names a host the socket must be there.
        if text == "postgres://" {
            assert!(shown.contains("no PostgreSQL socket"), "{shown}");
            continue;
        }
        assert_eq!(shown, expected, "{text}");
    }
}

#[test]
fn key_words_are_read_as_libpq_reads_them() {
    let cases = [
        ("host=db1 dbname=d", "db1:5432 as me in d"),
        (
            "host = db1 user='o''' ",
            "missing \"=\" after \"''\" in the connection string",
        ),
        (
            r"host=h user='a b\'c' password=x\ y",
            "h:5432 as a b'c in a b'c with x y",
        ),
        (
            "host=h user='a",
            "unterminated quoted string in the connection string",
        ),
        (
            "host",
            "missing \"=\" after \"host\" in the connection string",
        ),
        (
            "host=h requirepeer=postgres",
            "the connection option \"requirepeer\" is not supported here: leave it out",
        ),
        ("host=h gssencmode=prefer sslsni=1", "h:5432 as me in me"),
        (
            "host=h sslmode=maybe",
            "invalid sslmode value \"maybe\": it takes disable, allow, prefer, require, verify-ca or verify-full",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text), expected, "{text}");
    }
}

const UNREADABLE: &str = "the connection address cannot be read: write %25 for a percent sign, %40 for @, %2F for /, %3F for ?, %3A for : within a name or password";

#[test]
fn no_error_holds_a_part_of_a_password() {
    let texts = [
        "postgres://u:canary/canary@h/d",
        "postgres://u:canary?canary@h/d",
        "postgres://u:canary?canary=canary@h/d",
        "postgres://u:12%canary@h/d",
        "postgres://u:can:ary@canary:h/d",
        "host=h password=x canary canary",
        "host=h password=x canary=canary",
        "host=h password='canary",
        "postgres://u:canary@h/d?sslmode=x",
        "postgres://u:canary@h:99999/d",
    ];
    for text in texts {
        let around = surroundings(Path::new("/nowhere"), &[]);
        let error = Address::find(Some(text), &around).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("canary"), "{text}: {shown}");
    }
}

#[test]
fn what_was_given_counts_before_the_service_before_the_environment() {
    let home = tempfile::tempdir().unwrap();
    let service = "# ours\n[other]\nhost=x\n[prod]\nhost=svc\nport=6\nuser=svcuser\n";
    fs::write(home.path().join(".pg_service.conf"), service).unwrap();
    let around = surroundings(
        home.path(),
        &[
            ("PGHOST", "env"),
            ("PGUSER", "envuser"),
            ("PGDATABASE", "envdb"),
            ("PGSERVICE", "prod"),
        ],
    );
    let found = one("port=7", &around);
    assert_eq!(line(&found), "svc:7 as svcuser in envdb");
    let without = surroundings(
        home.path(),
        &[("PGHOST", "env"), ("PGSSLMODE", "verify-full")],
    );
    let found = one("", &without);
    assert_eq!(
        (line(&found), found.tls.mode),
        ("env:5432 as me in me".to_owned(), Mode::VerifyFull)
    );
    let error = Address::find(Some("service=none"), &without).unwrap_err();
    assert!(matches!(error, AddressError::NoService { .. }), "{error}");
}

#[test]
fn a_password_file_is_read_only_when_nobody_else_may() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(".pgpass");
    let text = "# a comment\nh:5432:d:u:first\n*:*:*:u:we\\:ll\\\\\nlocalhost:*:*:s:local\n";
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let around = surroundings(home.path(), &[]);
    let run = home.path().join("run");
    let cases = [
        ("host=h user=u dbname=d".to_owned(), Some("first")),
        ("host=h user=u dbname=e".to_owned(), Some(r"we:ll\")),
        ("host=h user=v dbname=d".to_owned(), None),
        (format!("host={} user=s", run.display()), Some("local")),
        ("host=/elsewhere user=s".to_owned(), None),
        ("host=h user=u password=given".to_owned(), Some("given")),
    ];
    for (text, expected) in &cases {
        let found = one(text, &around);
        let password = found.endpoints[0].password.as_ref().map(Secret::reveal);
        assert_eq!(password, *expected, "{text}");
        assert!(!format!("{found:?}").contains("first"));
    }
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let found = one("host=h user=u", &around);
    assert_eq!(found.endpoints[0].password, None);
    assert!(found.notes[0].contains("chmod 0600"), "{:?}", found.notes);
}

#[test]
fn with_nothing_given_every_local_socket_is_a_server() {
    let home = tempfile::tempdir().unwrap();
    let around = surroundings(home.path(), &[]);
    let error = Address::find(None, &around).unwrap_err().to_string();
    assert!(error.contains("no PostgreSQL socket in"), "{error}");
    for (folder, name) in [
        ("run", ".s.PGSQL.5433"),
        ("run", ".s.PGSQL.5432.lock"),
        ("tmp", ".s.PGSQL.5433"),
        ("tmp", ".s.PGSQL.5432"),
    ] {
        fs::create_dir_all(home.path().join(folder)).unwrap();
        fs::write(home.path().join(folder).join(name), "").unwrap();
    }
    let found = Address::find(None, &around).unwrap();
    let sockets: Vec<Host> = found
        .iter()
        .map(|it| it.endpoints[0].host.clone())
        .collect();
    let folder = |name: &str| Host::Socket(home.path().join(name));
    assert_eq!(sockets, [folder("tmp"), folder("run")]);
    assert_eq!(one("dbname=d", &around).endpoints[0].port, 5432);
}

#[test]
fn how_a_connection_is_secured_is_read_with_libpqs_defaults() {
    let around = surroundings(Path::new("/nowhere"), &[]);
    let found = one("host=h", &around);
    assert_eq!(found.tls.mode, Mode::Prefer);
    assert_eq!(
        found.tls.roots,
        Roots::File("/nowhere/.postgresql/root.crt".into())
    );
    assert_eq!((found.tls.certificate, found.target), (None, Target::Any));
    let system = one("host=h sslrootcert=system", &around);
    assert_eq!(
        (system.tls.mode, system.tls.roots),
        (Mode::VerifyFull, Roots::System)
    );
    let weak = shown("host=h sslrootcert=system sslmode=require");
    assert!(weak.contains("only verify-full"), "{weak}");
    let direct = shown("host=h sslnegotiation=direct");
    assert!(direct.contains("direct only with"), "{direct}");
    let found = one(
        "host=h connect_timeout=7 target_session_attrs=standby",
        &around,
    );
    assert_eq!(found.connect_timeout.unwrap().as_secs(), 7);
    assert_eq!(found.target, Target::Standby);
}
