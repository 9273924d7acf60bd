//! The host of a server elsewhere, told by a Prometheus: what of it is judged and said.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use plimsoll_lab::Instance;
use serde_json::Value;

use crate::support::{audit, plimsoll, started};

/// What a Prometheus is asked, and the one value that it says.
const ANSWERS: &[(&str, &str)] = &[
    (
        "timestamp(node_memory_MemTotal_bytes{host=\"db1\"})",
        "1700000000",
    ),
    ("node_memory_MemTotal_bytes{host=\"db1\"}", "68719476736"),
    (
        "count without (cpu, mode) (node_cpu_seconds_total{mode=\"idle\",host=\"db1\"})",
        "8",
    ),
    ("node_load5{host=\"db1\"}", "0.5"),
    (
        "timestamp(container_memory_working_set_bytes{pod=\"db-0\"})",
        "1700000000",
    ),
    (
        "container_spec_memory_limit_bytes{pod=\"db-0\"}",
        "2147483648",
    ),
    (
        "container_memory_working_set_bytes{pod=\"db-0\"}",
        "104857600",
    ),
    ("container_memory_rss{pod=\"db-0\"}", "52428800"),
];

/// A Prometheus that knows these; its address.
fn prometheus() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || talk(stream));
        }
    });
    format!("http://127.0.0.1:{port}")
}

fn talk(mut stream: TcpStream) {
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        let head = String::from_utf8_lossy(&buffer[..count]).into_owned();
        let asked = |query: &&(&str, &str)| head.contains(&format!("query={} ", encoded(query.0)));
        let value = ANSWERS.iter().find(asked);
        let series = value.map_or_else(String::new, |(_, value)| {
            format!(r#"{{"metric":{{}},"value":[1700000009,"{value}"]}}"#)
        });
        let body = format!(
            r#"{{"status":"success","data":{{"resultType":"vector","result":[{series}]}}}}"#
        );
        let length = body.len();
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

fn encoded(query: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let bytes = query.bytes();
    let one = bytes.map(|byte| match byte {
        plain_one if plain(plain_one) => char::from(plain_one).to_string(),
        other => format!("%{other:02X}"),
    });
    one.collect()
}

fn server(name: &str, instance: &Instance, lines: &str) -> String {
    let port = instance.port().unwrap();
    format!(
        "[[server]]\nname = \"{name}\"\nurl = \"postgres://postgres@127.0.0.1:{port}/postgres\"\n{lines}\n"
    )
}

#[test]
fn a_container_told_by_a_prometheus_is_what_the_bill_is_held_against() {
    let Some(instance) = started("postgresql-16") else {
        return;
    };
    let url = prometheus();
    let node = format!("url = \"{url}/\", labels = {{ host = \"db1\" }}");
    let text = server("machine", &instance, &format!("prometheus = {{ {node} }}"))
        + &server(
            "pod",
            &instance,
            &format!("prometheus = {{ {node}, container = {{ pod = \"db-0\" }} }}"),
        )
        + &server(
            "told",
            &instance,
            &format!(
                "limit = \"3GiB\"\nprometheus = {{ {node}, container = {{ pod = \"db-0\" }} }}"
            ),
        )
        + &server(
            "other",
            &instance,
            &format!("prometheus = {{ url = \"{url}\" }}"),
        );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plimsoll.toml");
    std::fs::write(&file, text).unwrap();
    let file = file.display().to_string();
    let (code, json) = audit(&["--config", &file, "--all"]);
    assert_eq!(code, 0);
    let said = json["targets"].as_array().unwrap().iter().map(|target| {
        let host = &target["host"];
        let notes = target["notes"].as_array().unwrap().iter();
        let notes: Vec<&str> = notes.map(|note| note.as_str().unwrap()).collect();
        let shown = |what: &str| host[what].as_str().unwrap_or("-").to_owned();
        format!(
            "{}: memory {}, limit {} ({}), cpus {}\n  {}\n",
            target["path"].as_str().unwrap(),
            host["memory_bytes"],
            host["limit_bytes"],
            shown("limit_source"),
            host["cpus"],
            notes.join("\n  "),
        )
    });
    let said = said
        .collect::<String>()
        .replace(&url, "http://prom")
        .replace(folder.path().to_str().unwrap(), "etc");
    expect_test::expect![[r#"
        machine: memory 68719476736, limit 68719476736 (Prometheus http://prom: node_memory_MemTotal_bytes{host="db1"}), cpus 8
          Prometheus http://prom: load of the machine over 5 minutes 0.50
          its files are on another machine, so drift is told without them
        pod: memory 68719476736, limit 2147483648 (Prometheus http://prom: container_spec_memory_limit_bytes{pod="db-0"}), cpus 8
          Prometheus http://prom: load of the machine over 5 minutes 0.50
          its files are on another machine, so drift is told without them
        told: memory 68719476736, limit 3221225472 (etc/plimsoll.toml:12), cpus 8
          Prometheus http://prom: load of the machine over 5 minutes 0.50
          its files are on another machine, so drift is told without them
        other: memory null, limit null (-), cpus null
          its host is not known (Prometheus http://prom: it has no series node_memory_MemTotal_bytes of this day: does it scrape node_exporter, under these labels?): give --limit and --memory
    "#]].assert_eq(&said);

    let now = &json["targets"][1]["now"];
    assert_eq!(now["measured_bytes"], Value::Null);
    let elsewhere: Vec<(&str, u64)> = now["elsewhere"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["tool"].as_str().unwrap(), it["bytes"].as_u64().unwrap()))
        .collect();
    let shown = [
        ("kubectl top, the working set", 100 << 20),
        ("cAdvisor's container_memory_rss", 50 << 20),
    ];
    assert_eq!(elsewhere, shown);
    let why = now["unknown"]["measured_bytes"].as_str().unwrap();
    assert_eq!(
        why,
        "cAdvisor counts shared memory as page cache, so what is held is not told"
    );
}

#[test]
fn every_mistake_of_the_table_is_said_at_once_and_no_secret_with_it() {
    let tables = [
        "prometheus = \"http://prom:9090\"",
        "prometheus = {}",
        "prometheus = { url = \"http://me:hunter2@prom\" }",
        "prometheus = { url = \"prom:9090\", labels = [\"db1\"], lables = {} }",
        "prometheus = { url = \"http://prom\", labels = {}, container = { pod = 1, \"a-b\" = \"x\", __name__ = \"up\" } }",
        "prometheus = { url = \"http://prom\", token_command = \"pass show prom\", ca_file = 1 }",
        "prometheus = { url = \"http://prom\", user = \"me\" }",
        "prometheus = { url = \"http://prom\", token_command = [\"a\"], password_command = [\"b\"] }",
        "prometheus = { url = \"http://prom\", user = \"a:b\", password_command = [\"b\"] }",
        "prometheus = { url = \"http://prom\" }\nvia = [\"ssh\"]",
    ];
    let text = tables.iter().enumerate().map(|(at, table)| {
        format!("[[server]]\nname = \"s{at}\"\nurl = \"postgres://a@b/c\"\n{table}\n")
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plimsoll.toml");
    std::fs::write(&file, text.collect::<String>()).unwrap();
    let file = file.display().to_string();
    let output = plimsoll(&["audit", "--config", &file, "--all"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!said.contains("hunter2"), "{said}");
    let said = said
        .replace(&file, "plimsoll.toml")
        .replace("; plimsoll", "\nplimsoll");
    expect_test::expect![[r#"
        plimsoll: plimsoll.toml:4:14 prometheus must be a table, not a text
        plimsoll.toml:8:14 it needs `url = "…"`
        plimsoll.toml:12:14 the url of prometheus cannot be used: a login does not belong in a URL: give it as `user` and `password_command`, or as `token_command`
        plimsoll.toml:16:14 the url of prometheus cannot be used: give a URL like http://prometheus:9090
        plimsoll.toml:16:44 labels must be a table of labels and their values, not a list
        plimsoll.toml:16:53 prometheus has no field `lables`; did you mean `labels`?
        plimsoll.toml:20:46 `labels` names no label: leave it out, or name one
        plimsoll.toml:20:70 pod must be a text in quotes, not a whole number
        plimsoll.toml:20:73 the label `a-b` cannot be asked for: a label's name is letters, digits and `_`
        plimsoll.toml:20:86 the label `__name__` cannot be asked for: labels that begin with `__` are Prometheus's own
        plimsoll.toml:24:53 token_command must be a list of texts, the program first, not a text
        plimsoll.toml:24:81 ca_file must be a text in quotes, not a whole number
        plimsoll.toml:28:14 `user` and `password_command` are one login: give both
        plimsoll.toml:32:14 `token_command` is a login of its own: it goes with no `user` and no `password_command`
        plimsoll.toml:36:44 `user` has a colon: HTTP ends the user's name there
        plimsoll.toml:37:1 `via` and `prometheus` each tell of its host: keep one
    "#]].assert_eq(&said);
}
