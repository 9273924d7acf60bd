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
