//! `plimsoll watch --check`: every mistake at once, and nobody asked.

use std::fs;

use crate::support::plimsoll;

fn checked(text: &str) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plimsoll.toml");
    fs::write(&file, text).unwrap();
    let file = file.display().to_string();
    let output = plimsoll(&["watch", "--check", "--config", &file]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.stdout.is_empty());
    (
        output.status.code().unwrap(),
        said.replace(&format!("{}/", folder.path().display()), ""),
    )
}

#[test]
fn a_configuration_without_a_mistake_is_well() {
    let text = "[[server]]\nname = \"a\"\nurl = \"postgres://a@127.0.0.1:1/b\"\n\
                [[service]]\nname = \"w\"\nurl = \"http://w/\"\ndepends_on = \"a\"\n";
    let (code, said) = checked(text);
    assert_eq!(code, 0, "{said}");
    expect_test::expect![[r"
        plimsoll.toml: well: 1 servers, 1 services
    "]]
    .assert_eq(&said);
}

#[test]
fn every_mistake_is_said_with_its_place() {
    let forms = "[watch]\nlisten = \"9477\"\n[[server]]\nname = \"a\"\n[[service]]\nname = \"b\"\nurl = \"ftp://x\"\ndepends_on = [\"c\"]\n";
    let (code, said) = checked(forms);
    assert_eq!(code, 2);
    expect_test::expect![[r#"
        plimsoll: plimsoll.toml:2:10 listen is "9477": give an address and a port like "127.0.0.1:9477"
        plimsoll: plimsoll.toml:3:1 it needs `url = "…"`
        plimsoll: plimsoll.toml:5:1 the url cannot be used: give one like http://shop:8080/health
        plimsoll: plimsoll.toml:8:15 depends_on: no [[server]] is called c; did you mean a?
    "#]].assert_eq(&said);
    let places = "[watch]\nevent_token_file = \"token\"\n[[server]]\nname = \"a\"\nurl = \"postgres://a:hunter2@b/c?sslmode=maybe\"\n\
                  [[server]]\nname = \"b\"\nurl = \"mysql://a@b/?socket=/x\"\npooler = \"postgres://p/pgbouncer?sslmode=never\"\n";
    let (code, said) = checked(places);
    assert_eq!(code, 2);
    assert!(!said.contains("hunter2"));
    expect_test::expect![[r#"
        plimsoll: plimsoll.toml:3: postgres://a:[redacted]@b/c?sslmode=maybe: invalid sslmode value "maybe": it takes disable, allow, prefer, require, verify-ca or verify-full
        plimsoll: plimsoll.toml:6: pooler: invalid sslmode value "never": it takes disable, allow, prefer, require, verify-ca or verify-full
        plimsoll: token of event_token_file cannot be used (no such file or directory)
    "#]].assert_eq(&said);
    let (code, said) = checked("");
    assert_eq!(code, 2);
    expect_test::expect![[r"
        plimsoll: plimsoll.toml: it has no [[server]] to watch; add one with a name and a url
    "]]
    .assert_eq(&said);
}

#[test]
fn every_mistake_of_a_daemon_elsewhere_is_said_and_no_secret_with_it() {
    let tables = [
        "daemon = \"db1:9477\"",
        "daemon = \"http://me:hunter2@db1\"",
        "daemon = 9477",
        "daemon = { name = \"x\" }",
        "daemon = { url = \"http://db1?hunter2\", user = \"me\", nam = \"x\" }",
        "daemon = \"http://db1:9477\"\nvia = [\"ssh\", \"db1\"]",
    ];
    let text = tables.iter().enumerate().map(|(at, table)| {
        format!("[[server]]\nname = \"s{at}\"\nurl = \"postgres://a@b/c\"\n{table}\n")
    });
    let (code, said) = checked(&text.collect::<String>());
    assert_eq!(code, 2);
    assert!(!said.contains("hunter2"), "{said}");
    expect_test::expect![[r#"
        plimsoll: plimsoll.toml:4:10 the url of daemon cannot be used: give one like http://127.0.0.1:9477
        plimsoll: plimsoll.toml:8:10 the url of daemon cannot be used: a login does not belong in a URL: give it as `user` and `password_command`, or as `token_command`
        plimsoll: plimsoll.toml:12:10 daemon must be a URL in quotes, or a table, not a whole number
        plimsoll: plimsoll.toml:16:10 it needs `url = "…"`
        plimsoll: plimsoll.toml:20:10 the url of daemon cannot be used: it ends before the `?`: what is asked is Plimsoll's own
        plimsoll: plimsoll.toml:20:10 `user` and `password_command` are one login: give both
        plimsoll: plimsoll.toml:20:53 daemon has no field `nam`; did you mean `name`?
        plimsoll: plimsoll.toml:21:1 `via` and `daemon` each tell of its host: keep one
    "#]].assert_eq(&said);
    let well = "[[server]]\nname = \"a\"\nurl = \"postgres://a@b/c\"\n\
                daemon = { url = \"https://db1/plimsoll/\", name = \"b\", token_command = [\"x\"], ca_file = \"c.pem\" }\n";
    assert_eq!(checked(well).0, 0);
}
