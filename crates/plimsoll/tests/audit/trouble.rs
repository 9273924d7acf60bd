//! What cannot be audited: one line, exit code 2, and the others go on.

use crate::support::{audit, plimsoll, started};

fn said(words: &[&str]) -> (i32, String) {
    let output = plimsoll(words);
    let error = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), error)
}

#[test]
fn a_server_that_is_not_there_does_not_keep_the_others_from_being_audited() {
    let Some(instance) = started("postgresql-16") else {
        return;
    };
    let url = format!(
        "postgres://postgres@127.0.0.1:{}/postgres",
        instance.port().unwrap()
    );
    // No server has the first port; one let go may be another test's by now.
    let gone = "postgres://postgres@127.0.0.1:1/postgres";
    let (code, json) = audit(&[gone, &url]);
    assert_eq!((code, json["targets"].as_array().unwrap().len()), (2, 1));
    let (_, error) = said(&["audit", gone]);
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(error.contains("nothing listens there"), "{error}");
}

#[test]
fn what_cannot_be_made_sense_of_says_what_to_do() {
    let cases: [(&[&str], &str); 4] = [
        (&["audit", "shop-db"], "no server is called that"),
        (&["audit", "--all"], "there is none here"),
        (&["audit", "--from", "/etc/hostname"], "--script"),
        (&["audit", "postgres://a@b/c?sslmode=maybe"], "sslmode"),
    ];
    for (words, part) in cases {
        let (code, error) = said(words);
        assert_eq!((code, error.lines().count()), (2, 1), "{error}");
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn a_server_from_the_future_is_judged_as_the_newest_and_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump.jsonl");
    let rows = r#"{"schema":"plimsoll.dump/1","engine":"postgresql"}
{"q":"identity","r":{"version":"23.1"}}
{"q":"identity","end":true}
{"q":"settings","r":{"name":"work_mem","setting":"4096","unit":"kB","vartype":"integer","source":"default","boot_val":"4096","reset_val":"4096"}}
{"q":"settings","r":{"name":"quantum_buffers\u001b[31m","setting":"on","vartype":"bool","source":"configuration file"}}
{"q":"settings","end":true}
"#;
    std::fs::write(&dump, rows).unwrap();
    let dump = dump.to_str().unwrap();
    let (code, json) = audit(&["--from", dump]);
    assert_eq!(code, 0, "{json}");
    let notes = json["targets"][0]["notes"].to_string();
    assert!(
        notes.contains("PostgreSQL 23.1 is not in the catalogue"),
        "{notes}"
    );
    let text = plimsoll(&["audit", "--from", dump]).stdout;
    assert!(!String::from_utf8(text).unwrap().contains('\u{1b}'));
}

#[test]
fn newer_release_facts_take_the_place_of_those_built_in() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("releases.toml");
    std::fs::write(&file, "as_of = \"yesterday\"\n").unwrap();
    let (code, error) = said(&[
        "audit",
        "postgres://a@127.0.0.1:1/b",
        "--releases",
        file.to_str().unwrap(),
    ]);
    assert_eq!((code, error.lines().count()), (2, 1), "{error}");
    assert!(error.contains("releases.toml"), "{error}");
}

#[test]
fn a_password_is_in_no_output() {
    let url = "postgres://plimsoll:hunter2@127.0.0.1:1/postgres";
    for words in [
        &["audit", url][..],
        &["audit", url, "--format", "json"],
        &["bill", url],
        &["settings", url],
    ] {
        let output = plimsoll(words);
        let all = [output.stdout, output.stderr].concat();
        assert!(!String::from_utf8(all).unwrap().contains("hunter2"));
    }
}
