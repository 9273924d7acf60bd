//! `plimsoll diagnose` with the configuration that was in force: its bill as evidence,
//! the draft of a change, whom to call.

use expect_test::expect;
use serde_json::Value;

use crate::diagnose::{KERNEL, SERVER};
use crate::run::Place;

const CANARY: &str = "hunter2canary";

const ALL: &str = "diagnose --log server.log --kernel kernel.log --format json";

/// The values of before the change that the log tells of, and a secret.
const CONF: &str = "\
max_connections = 100
shared_buffers = 64MB
work_mem = 256MB
primary_conninfo = 'host=a user=b password=hunter2canary'
";

const TOLD: &str = "\
[target]
owner = \"the payments group\"
limit = \"64GiB\"
[contacts]
container = \"platform, #platform\"
";

fn outage(more: &[(&str, &str)]) -> Place {
    let logs = [("server.log", SERVER), ("kernel.log", KERNEL)];
    let logs = logs.map(|(name, text)| (name, text.replace('§', "x")));
    let logs = logs.each_ref().map(|(name, text)| (*name, text.as_str()));
    Place::with(&[&logs[..], more].concat())
}

fn configured() -> Place {
    outage(&[("conf/postgresql.conf", CONF), ("conf/plimsoll.toml", TOLD)])
}

fn score(document: &Value) -> f64 {
    document["causes"][0]["score"].as_f64().unwrap()
}

#[test]
fn the_bill_is_evidence_with_file_and_line_and_a_draft_follows() {
    let place = configured();
    let by_logs = place.run(ALL).json();
    let said = place.run(&format!("{ALL} --config conf"));
    assert_eq!((said.code, said.err.as_str()), (1, ""), "{said:?}");
    let document = said.json();
    assert!(score(&document) >= score(&by_logs), "{document}");
    let evidence = document["causes"][0]["evidence"].as_array().unwrap();
    let of_file = evidence
        .iter()
        .find(|line| line["file"] == "conf/postgresql.conf");
    let line = of_file.expect("the bill");
    assert_eq!(
        (line["line"].as_u64(), &line["time"]),
        (Some(3), &Value::Null)
    );
    let text = line["text"].as_str().unwrap();
    assert!(
        text.starts_with("work_mem = 256MB: the bill comes to "),
        "{text}"
    );
    // The kernel's word beats what plimsoll.toml says of the limit.
    assert!(text.contains("the limit was 512 MB (kernel.log:"), "{text}");
    let draft = &document["draft"];
    let change = &draft["parameters"][0];
    assert_eq!(
        (
            &change["parameter"],
            &change["from"],
            &change["file"],
            &change["line"]
        ),
        (
            &"work_mem".into(),
            &"256MB".into(),
            &"conf/postgresql.conf".into(),
            &3.into()
        )
    );
    assert_eq!(change["effect"], "reload");
    assert!(draft["load_line_sessions"].as_u64().unwrap() > 0, "{draft}");
    assert!(document.get("unknown").is_none(), "{document}");
}

#[test]
fn without_a_configuration_the_draft_is_unknown_and_the_answer_the_same() {
    let document = outage(&[]).run(ALL).json();
    assert_eq!(document["draft"], Value::Null);
    assert_eq!(
        document["unknown"]["draft"],
        "no configuration was given: add --config"
    );
    assert_eq!(
        document["call"],
        serde_json::json!({
            "layer": "database",
            "contact": null,
            "unknown": {"contact": "write `database = \"…\"` under [contacts] in plimsoll.toml"},
        })
    );
}

#[test]
fn the_report_tells_the_draft_and_whom_to_call() {
    let place = configured();
    let said =
        place.run("diagnose --log server.log --kernel kernel.log --config conf/postgresql.conf");
    let from = said.out.find("Draft of a change").expect("a draft");
    let to = said.out.find("\nLayers").expect("layers");
    expect![[r"
        Draft of a change (nothing was changed)
          work_mem 256MB → 16MB  (conf/postgresql.conf:3; reload)
          holds for 5 sessions of this load: 188 MB, at most 455 MB; it would go under at 21 sessions

        Call
          database: the payments group
    "]]
    .assert_eq(&said.out[from..to]);
}

#[test]
fn whom_to_call_stands_in_the_folders_own_file_too() {
    let contacts = "[contacts]\ndatabase = \"db, #db\"\n";
    let document = outage(&[("plimsoll.toml", contacts)]).run(ALL).json();
    assert_eq!(document["call"]["contact"], "db, #db");
    let server = "[[server]]\nname = \"a\"\nurl = \"postgres://a\"\nowner = \"shop\"\n";
    let document = outage(&[("plimsoll.toml", server)]).run(ALL).json();
    assert_eq!(document["call"]["contact"], "shop");
    let wrong = outage(&[("plimsoll.toml", "[contacts]\ndatabse = \"x\"\n")]).run(ALL);
    assert_eq!((wrong.code, wrong.err.lines().count()), (2, 1), "{wrong:?}");
    assert!(
        wrong.err.contains("did you mean `database`?"),
        "{}",
        wrong.err
    );
    assert_eq!(wrong.json()["causes"][0]["name"], "work-mem-times-sessions");
}

#[test]
fn a_configuration_that_cannot_be_read_leaves_the_answer() {
    let said = configured().run(&format!("{ALL} --config no-such.conf"));
    assert_eq!((said.code, said.err.lines().count()), (2, 1), "{said:?}");
    assert!(said.err.contains("no-such.conf"), "{}", said.err);
    assert_eq!(said.json()["causes"][0]["name"], "work-mem-times-sessions");
}

#[test]
fn flags_tell_what_no_log_does() {
    let place = configured();
    let line = "diagnose --log server.log --format json --config conf/postgresql.conf";
    let without = outage(&[("postgresql.conf", CONF)]);
    let said = without.run("diagnose --log server.log --format json --config postgresql.conf");
    let cause = said.json()["causes"][0].clone();
    assert!(
        !cause["evidence"].to_string().contains("the bill comes to"),
        "{cause}"
    );
    let said = place.run(&format!("{line} --limit 1GiB --sessions 40 --profile oltp"));
    let shown = said.json()["causes"].to_string();
    assert!(shown.contains("the limit was 1 GB (--limit)"), "{shown}");
    assert!(shown.contains("for 40 sessions"), "{shown}");
}

#[test]
fn no_output_shows_a_secret_of_a_configuration() {
    let place = configured();
    for line in [
        format!("{ALL} --config conf"),
        "diagnose --log server.log --kernel kernel.log --config conf".to_owned(),
        format!("{ALL} --config conf -c primary_conninfo=password={CANARY}"),
        format!("{ALL} --config conf --picture time.svg"),
    ] {
        let said = place.run(&line);
        assert!(!said.all().contains(CANARY), "{line}: {}", said.all());
    }
    let drawn = std::fs::read_to_string(place.path("time.svg")).unwrap();
    assert!(!drawn.contains(CANARY), "{drawn}");
}
