//! What a Prometheus cannot tell of one machine is named, and nothing is guessed.

use crate::support::{NOW, at, by_query, double, labels, one, told, vector};

const LEAD: &str = "timestamp(node_memory_MemTotal_bytes{job=\"node\"})";
const LAST: &str = "max_over_time(timestamp(node_memory_MemTotal_bytes{job=\"node\"})[1d:1m])";

/// What is said of a machine of `{job="node"}`: why nothing was told, or the notes.
async fn said(answers: &[(&'static str, Vec<u8>)]) -> String {
    let double = double(by_query(answers)).await;
    let mut prometheus = at(&double.url);
    prometheus.node = labels(&[("job", "node")]);
    let told = told(&double, &prometheus).await;
    let said = told.map_or_else(|why| why, |told| told.notes.join("\n"));
    said.replace(&double.url, "http://prom")
}

#[tokio::test]
async fn machines_that_the_labels_do_not_tell_apart_are_named() {
    let fresh = (NOW - 1.0).to_string();
    let of = |host: &str| format!(r#""instance":"{host}:9100","job":"node""#);
    let hosts = ["db1", "db2", "db3\\u001b", "db4"].map(of);
    let series: Vec<(&str, &str)> = hosts.iter().map(|it| (it.as_str(), &*fresh)).collect();
    expect_test::expect![[r#"Prometheus http://prom: 2 machines match node_memory_MemTotal_bytes{job="node"} (instance: db1:9100, db2:9100): name one with `labels`"#]]
        .assert_eq(&said(&[(LEAD, vector(&series[..2]))]).await);
    expect_test::expect![[r#"Prometheus http://prom: 4 machines match node_memory_MemTotal_bytes{job="node"} (instance: db1:9100, db2:9100, db3\u{1b}:9100, …): name one with `labels`"#]]
        .assert_eq(&said(&[(LEAD, vector(&series))]).await);
}

#[tokio::test]
async fn old_samples_and_series_that_are_gone_are_told_apart() {
    let ago = |minutes: f64| one(&(NOW - minutes * 60.0).to_string());
    expect_test::expect![[r#"Prometheus http://prom: the newest sample of node_memory_MemTotal_bytes{job="node"} is 17 min old: does it still scrape node_exporter?"#]]
        .assert_eq(&said(&[(LEAD, ago(17.0))]).await);
    expect_test::expect![[r#"Prometheus http://prom: the newest sample of node_memory_MemTotal_bytes{job="node"} is 480 min old: does it still scrape node_exporter?"#]]
        .assert_eq(&said(&[(LEAD, vector(&[])), (LAST, ago(480.0))]).await);
    expect_test::expect![[r#"Prometheus http://prom: it has no series node_memory_MemTotal_bytes{job="node"} of this day: does it scrape node_exporter, under these labels?"#]]
        .assert_eq(&said(&[(LEAD, vector(&[]))]).await);
    expect_test::expect![[r#"Prometheus http://prom: the newest sample of node_memory_MemTotal_bytes{job="node"} is NaN min old: does it still scrape node_exporter?"#]]
        .assert_eq(&said(&[(LEAD, one("NaN"))]).await);
}

#[tokio::test]
async fn figures_that_are_none_are_gaps_of_their_own() {
    let fresh = one(&(NOW - 300.0).to_string());
    let two = vector(&[(r#""replica":"a""#, "1"), (r#""replica":"b""#, "1")]);
    let refused = crate::support::http(
        "422 Unprocessable Entity",
        r#"{"status":"error","errorType":"execution","error":"query\ntimed out"}"#,
    );
    let answers = [
        (LEAD, fresh),
        ("node_memory_MemTotal_bytes{job=\"node\"}", one("NaN")),
        ("node_memory_SwapTotal_bytes{job=\"node\"}", one("-1")),
        ("node_memory_HugePages_Total{job=\"node\"}", one("+Inf")),
        ("node_memory_Hugepagesize_bytes{job=\"node\"}", two),
        ("node_load5{job=\"node\"}", refused),
    ];
    expect_test::expect![[r#"
        Prometheus http://prom: node_memory_MemTotal_bytes{job="node"} is NaN
        Prometheus http://prom: node_memory_SwapTotal_bytes{job="node"} is -1
        Prometheus http://prom: node_memory_HugePages_Total{job="node"} is inf
        Prometheus http://prom: 2 machines match node_memory_Hugepagesize_bytes{job="node"} (replica: a, b): name one with `labels`
        Prometheus http://prom: node_load5{job="node"}: it refused the query: query timed out"#]]
    .assert_eq(&said(&answers).await);
}

#[tokio::test]
async fn a_container_that_is_not_there_is_not_given_its_machines_memory() {
    let answers = [
        ("node_memory_MemTotal_bytes", one("1024")),
        ("node_memory_SwapTotal_bytes", one("0")),
    ];
    let double = double(by_query(&answers)).await;
    let mut prometheus = at(&double.url);
    prometheus.container = Some(labels(&[("namespace", "shop"), ("pod", "db-0")]));
    let told = told(&double, &prometheus).await.unwrap();
    assert_eq!(told.facts.swap_bytes.get(), Some(&0));
    let why = "it has no series container_memory_working_set_bytes{namespace=\"shop\",pod=\"db-0\"} of this day: does it scrape cAdvisor, under these labels?";
    assert_eq!(told.facts.limit_bytes.why(), Some(why));
    let less = format!("the container may have less than its machine: {why}");
    assert_eq!(told.facts.memory_bytes.why(), Some(&*less));
    assert_eq!(told.sample.container.why(), Some(why));
    assert_eq!(told.notes, [format!("Prometheus {}: {why}", double.url)]);
}
