//! What a plimsoll.toml may say, and every mistake in one at once.

use std::path::Path;

use plimsoll_lint::Demand;
use plimsoll_model::Source;

use super::{Settings, read};

/// The mistakes of a file, one a line.
fn mistakes(text: &str, as_policy: bool) -> String {
    let problems = read("plimsoll.toml", text.as_bytes(), as_policy).unwrap_err();
    let said: Vec<String> = problems
        .iter()
        .map(|problem| format!("{} {}", problem.place, problem.message))
        .collect();
    said.join("\n")
}

#[test]
fn every_mistake_is_said_at_once() {
    let text = "[target]\nengine = \"oracle\"\nlimit = \"0\"\ncpus = 0\nlod = \"x\"\n[wach]\n";
    expect_test::expect![[r#"
        plimsoll.toml:2 engine is "oracle": give postgresql, mysql or mariadb
        plimsoll.toml:3 limit is "0": 0 bytes is no limit; leave it out where there is none
        plimsoll.toml:4 cpus must be a whole number from 1 on, not a whole number
        plimsoll.toml:5 [target] has no field `lod`; did you mean `load`?
        plimsoll.toml:6 plimsoll.toml has no field `wach`; did you mean `watch`?"#]]
    .assert_eq(&mistakes(text, false));
}

#[test]
fn an_empty_file_says_nothing() {
    assert_eq!(read("plimsoll.toml", b"", false), Ok(Settings::default()));
}

#[test]
fn house_rules_and_accepted_findings_are_read() {
    let text = r#"
        [target]
        env = "dev"
        [[require]]
        parameter = "ssl"
        value = true
        reason = "passwords cross the network"
        [[range]]
        parameter = ["work_mem", "temp_buffers"]
        max = "64MB"
        env = "prod"
        reason = "larger ones are set by role"
        [[ignore]]
        rule = "fsync-off"
        reason = "restored every night"
        owner = "dba"
        until = "2027-01-31"
    "#;
    let settings = read("plimsoll.toml", text.as_bytes(), false).unwrap();
    assert_eq!(settings.target.disposable, Some(true));
    let demands: Vec<&Demand> = settings.house.iter().map(|rule| &rule.demand).collect();
    assert_eq!(*demands[0], Demand::Require(vec!["on".to_owned()]));
    assert_eq!(settings.house[1].parameters, ["work_mem", "temp_buffers"]);
    assert_eq!(settings.ignores[0].owner, "dba");
}

#[test]
fn every_mistake_of_a_policy_is_said_at_once() {
    let text = r#"
[policy]
no_ignore = ["PG-DUR-01"]
[[require]]
parameter = "ssl"
[[forbid]]
value = "off"
severity = "critical"
reason = "x"
[[range]]
parameter = "work_mem"
env = "production"
reason = ""
[[ignore]]
rule = "fsync-of"
until = "soon"
"#;
    expect_test::expect![[r#"
        plimsoll.toml:3 no_ignore: there is no rule PG-DUR-01; did you mean PG-DUR-001?
        plimsoll.toml:4 it needs `value = "…"`, or a list of values of which one must be set
        plimsoll.toml:4 it needs `reason = "…"`
        plimsoll.toml:6 it needs `parameter = "…"`, a name, a pattern like log_*, or a list
        plimsoll.toml:8 severity is "critical": give warning or info; a pipeline stops on a warning with --fail-on warning
        plimsoll.toml:10 it needs `min`, `max` or both
        plimsoll.toml:13 `reason` is empty
        plimsoll.toml:14 there is no rule fsync-of; did you mean fsync-off?
        plimsoll.toml:14 it needs `reason = "…"`
        plimsoll.toml:14 it needs `owner = "…"`
        plimsoll.toml:14 until is "soon": give a day like "2027-01-31""#]].assert_eq(&mistakes(text, true));
}

#[test]
fn only_a_policy_has_the_section_of_one() {
    expect_test::expect!["plimsoll.toml:1 plimsoll.toml has no field `policy`"]
        .assert_eq(&mistakes("[policy]\nno_ignore = []\n", false));
}

#[test]
fn every_mistake_of_what_is_watched_is_said_at_once() {
    let text = r#"
[watch]
listen = "0.0.0.0:9477"
every = { host = 0, srver = 10 }
[[server]]
name = "shop"
url = "postgres://db/shop"
every = { server = 90000 }
log = 1
[[service]]
name = "web"
url = "http://me:hunter2@web/health"
depends_on = ["shp"]
expect = 20
ca_file = 1
[[service]]
name = "api"
url = "https:///health"
metrics = { url = "api:80" }
"#;
    expect_test::expect![[r#"
        plimsoll.toml:3 listen is "0.0.0.0:9477": whoever reaches that address would be answered, and there is no login yet; keep to loopback, behind a proxy that has one
        plimsoll.toml:4 `host` is every 0 s: give 1 to 86400
        plimsoll.toml:4 every has no field `srver`; did you mean `server`?
        plimsoll.toml:8 `server` is every 90000 s: give 1 to 86400
        plimsoll.toml:9 log must be a text in quotes, not a whole number
        plimsoll.toml:10 the url cannot be used: a login does not belong in a URL
        plimsoll.toml:10 expect is 20: give a status of HTTP, 100 to 599
        plimsoll.toml:13 depends_on: no [[server]] is called shp; did you mean shop?
        plimsoll.toml:15 ca_file must be a text in quotes, not a whole number
        plimsoll.toml:16 the url cannot be used: give one like http://shop:8080/health
        plimsoll.toml:16 it needs `depends_on = ["…"]`, the names of the servers that it stands on
        plimsoll.toml:19 the url cannot be used: give one like http://shop:8080/health
        plimsoll.toml:19 it needs `requests = "…"`, `errors = "…"` or both, the names of counters"#]].assert_eq(&mistakes(text, false));
}

#[test]
fn what_is_watched_is_read() {
    let text = r#"
[watch]
listen = "[::1]:9000"
every = { host = 2, server = 30 }
events = "events.jsonl"
[[server]]
name = "shop"
url = "postgres://db/shop"
every = { server = 5 }
log = "server.log"
pooler = "postgres://pooler:6432/pgbouncer"
owner = "dba"
[[service]]
name = "web"
url = "https://web/health"
depends_on = "shop"
expect = 204
metrics = { url = "https://web/metrics", requests = "requests_total" }
"#;
    let settings = read("plimsoll.toml", text.as_bytes(), false).unwrap();
    assert_eq!(settings.watch.listen.port(), 9000);
    let server = settings.servers[0].clone().below(Path::new("/etc/x"));
    assert_eq!(server.log.as_deref(), Some(Path::new("/etc/x/server.log")));
    let every = settings.watch.every.under(&server.every);
    let seconds = Source::ALL.map(|source| every.seconds(source));
    assert_eq!(seconds, [2, 5, 300, 10, 10]);
    assert_eq!(settings.services[0].depends_on[0].0, "shop");
}

#[test]
fn a_layer_without_a_line_has_nobody_to_call_but_the_database_has_its_owner() {
    use plimsoll_model::Layer;
    let text = "[target]\nowner = \"a\"\n[contacts]\nkernel = \" b \"\n";
    let settings = read("plimsoll.toml", text.as_bytes(), false).unwrap();
    let contact = |layer| settings.call(layer).contact;
    assert_eq!(
        contact(Layer::Database).get().map(String::as_str),
        Some("a")
    );
    assert_eq!(contact(Layer::Kernel).get().map(String::as_str), Some("b"));
    assert_eq!(
        contact(Layer::Web).why(),
        Some("write `web = \"…\"` under [contacts] in plimsoll.toml")
    );
}

#[test]
fn every_mistake_of_contacts_is_said() {
    expect_test::expect![[r"
        plimsoll.toml:2 `web` is empty
        plimsoll.toml:3 [contacts] has no field `databse`; did you mean `database`?"]]
    .assert_eq(&mistakes(
        "[contacts]\nweb = \" \"\ndatabse = \"x\"\n",
        false,
    ));
}
