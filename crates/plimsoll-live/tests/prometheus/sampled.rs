//! A machine and a container sampled over and over: each figure once, dated as it was
//! taken, as the metric that means the same.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use plimsoll_live::read::host::prometheus::{Newest, Prometheus, PrometheusSampler, Trouble};
use plimsoll_model::{Metric, Sample};

use crate::support::{Double, at, double, http, labels, short};

const GIB: f64 = (1_u64 << 30) as f64;

/// What is told at one moment: by name or part, and labels.
type Told = Vec<(&'static str, &'static str, f64)>;

/// A double whose series and clock a test may change.
struct Changing {
    double: Double,
    told: Arc<Mutex<(f64, Told)>>,
}

async fn changing(now: f64, told: Told) -> Changing {
    let told = Arc::new(Mutex::new((now, told)));
    let said = told.clone();
    let double = double(Arc::new(move |_, _| {
        let (now, told) = said.lock().unwrap().clone();
        let one = |(name, labels, value): &(&str, &str, f64)| {
            let label = if name.contains('_') {
                "__name__"
            } else {
                "plimsoll_part"
            };
            let comma = if labels.is_empty() { "" } else { "," };
            format!(
                r#"{{"metric":{{"{label}":"{name}"{comma}{labels}}},"value":[{now},"{value}"]}}"#
            )
        };
        let series: Vec<String> = told.iter().map(one).collect();
        let series = series.join(",");
        http(
            "200 OK",
            &format!(
                r#"{{"status":"success","data":{{"resultType":"vector","result":[{series}]}}}}"#
            ),
        )
    }))
    .await;
    Changing { double, told }
}

fn machine(asked: f64) -> Told {
    vec![
        ("node", "", asked),
        ("processors", "", 8.0),
        ("node_memory_MemTotal_bytes", "", 16.0 * GIB),
        ("node_memory_MemAvailable_bytes", "", 9.0 * GIB),
        ("node_memory_SwapTotal_bytes", "", 0.0),
        ("node_load1", "", 0.5),
        ("node_vmstat_oom_kill", "", 3.0),
        ("node_vmstat_pswpin", "", 2.0),
        ("node_uname_info", r#""machine":"x86_64""#, 1.0),
        ("node_pressure_memory_waiting_seconds_total", "", 1.5),
        (
            "node_filesystem_size_bytes",
            r#""mountpoint":"/srv","device":"/dev/b","fstype":"xfs""#,
            100.0,
        ),
        (
            "node_filesystem_avail_bytes",
            r#""mountpoint":"/srv","device":"/dev/b","fstype":"xfs""#,
            40.0,
        ),
    ]
}

fn container(asked: f64) -> Told {
    vec![
        ("cadvisor", "", asked),
        ("container_memory_usage_bytes", "", 1000.0),
        ("container_memory_working_set_bytes", "", 900.0),
        ("container_memory_rss", "", 300.0),
        ("container_memory_cache", "", 650.0),
        ("container_memory_total_active_file_bytes", "", 50.0),
        ("container_memory_total_inactive_file_bytes", "", 100.0),
        ("container_spec_memory_limit_bytes", "", 2.0 * GIB),
        ("container_spec_cpu_quota", "", 150_000.0),
        ("container_spec_cpu_period", "", 100_000.0),
        ("container_cpu_usage_seconds_total", r#""cpu":"cpu00""#, 4.0),
        ("container_cpu_usage_seconds_total", r#""cpu":"cpu01""#, 2.5),
        ("container_oom_events_total", "", 1.0),
    ]
}

fn folders() -> Vec<(String, PathBuf)> {
    let folder = |name: &str, path: &str| (name.to_owned(), PathBuf::from(path));
    vec![
        folder("data", "/srv/pg/16"),
        folder("wal", "/srv/pg/16/pg_wal"),
        folder("tmp", "/tmp"),
    ]
}

fn sampler(prometheus: Prometheus) -> PrometheusSampler {
    PrometheusSampler::new(prometheus, short())
}

async fn sampled(sampler: &mut PrometheusSampler) -> (Sample, Option<SignedDuration>) {
    match sampler.newest(&folders()).await.unwrap() {
        Newest::Sample { sample, pace } => (sample, pace),
        same @ Newest::Same(_) => panic!("{same:?}"),
    }
}

fn shown(sample: &Sample) -> String {
    let mut text = String::new();
    for it in &sample.readings {
        let _ok = writeln!(text, "{}{:?} {}", it.metric.name(), it.labels, it.value);
    }
    for gap in &sample.gaps {
        let _ok = writeln!(text, "no {}: {}", gap.what, gap.why);
    }
    text
}

fn seconds(at: Timestamp) -> f64 {
    at.as_duration().as_secs_f64()
}

fn has(sample: &Sample, metric: Metric) -> bool {
    sample.readings.iter().any(|it| it.metric == metric)
}

#[tokio::test]
async fn a_machine_is_told_and_what_the_server_holds_of_it_is_not() {
    let now = seconds(Timestamp::now());
    let changing = changing(now, machine(now - 4.0)).await;
    let mut sampler = sampler(at(&changing.double.url));
    let (sample, pace) = sampled(&mut sampler).await;
    expect_test::expect![[r#"
        machine_memory_bytes[] 17179869184
        machine_memory_available_bytes[] 9663676416
        machine_load1[] 0.5
        machine_oom_kills_total[] 3
        machine_swap_in_bytes_total[] 8192
        memory_limit_bytes[] 17179869184
        cpu_limit_cores[] 8
        memory_waiting_seconds_total[] 1.5
        disk_bytes["data"] 100
        disk_free_bytes["data"] 40
        no memory group: node_exporter tells of the whole machine: what the server holds of its memory, and its processor time, are not told
        no disk tmp: Prometheus knows no file system that /tmp lies on
    "#]]
    .assert_eq(&shown(&sample));
    assert_eq!(pace, None);
    assert!(
        (seconds(sample.at) - (now - 4.0)).abs() < 0.002,
        "{sample:?}"
    );
}

#[tokio::test]
async fn a_container_is_told_with_the_parts_of_its_memory() {
    let now = seconds(Timestamp::now());
    let told = [machine(now - 4.0), container(now - 2.0)].concat();
    let changing = changing(now, told).await;
    let mut prometheus = at(&changing.double.url);
    prometheus.container = Some(labels(&[("pod", "db-0")]));
    let mut sampler = sampler(prometheus);
    let (sample, _) = sampled(&mut sampler).await;
    expect_test::expect![[r"
        machine_memory_bytes[] 17179869184
        machine_memory_available_bytes[] 9663676416
        machine_load1[] 0.5
        machine_oom_kills_total[] 3
        machine_swap_in_bytes_total[] 8192
        memory_anon_bytes[] 300
        memory_shmem_bytes[] 500
        memory_kernel_bytes[] 50
        memory_held_bytes[] 850
        memory_file_bytes[] 150
        memory_swap_bytes[] 0
        memory_limit_bytes[] 2147483648
        cpu_limit_cores[] 1.5
        oom_kills_total[] 1
        cpu_seconds_total[] 6.5
        no disks: what a container's data lies on is not told by cAdvisor
    "]]
    .assert_eq(&shown(&sample));
    // The container's own time, and not the machine's.
    assert!((seconds(sample.at) - (now - 2.0)).abs() < 0.002);
    // An older cAdvisor tells no files: then shared memory cannot be told from cache.
    let older = |told: &mut Told| {
        told.retain(|(name, ..)| !name.contains("_file_bytes"));
        told[0].2 = now - 1.0;
    };
    {
        let mut at = changing.told.lock().unwrap();
        at.0 = now;
        let mut told = container(0.0);
        older(&mut told);
        at.1 = told;
    }
    let (sample, _) = sampled(&mut sampler).await;
    expect_test::expect![[r"
        memory_anon_bytes[] 300
        memory_kernel_bytes[] 50
        memory_limit_bytes[] 2147483648
        cpu_limit_cores[] 1.5
        oom_kills_total[] 1
        cpu_seconds_total[] 6.5
        no node_exporter: it has no series node_memory_MemTotal_bytes of now: does it scrape node_exporter, under these labels?
        no memory held: cAdvisor counts shared memory as page cache, and this one does not tell the files in it (container_memory_total_active_file_bytes)
        no swap: cAdvisor's figure does not mean the same in both versions of control groups
        no disks: what a container's data lies on is not told by cAdvisor
    "]]
    .assert_eq(&shown(&sample));
    assert_eq!(changing.double.connections.lock().unwrap().to_owned(), 1);
}

#[tokio::test]
async fn what_was_told_is_not_told_anew_and_sums_only_when_they_were_counted_anew() {
    let now = seconds(Timestamp::now());
    let both = |node: f64, pod: f64| [machine(node), container(pod)].concat();
    let changing = changing(now, both(now - 60.0, now - 58.0)).await;
    let mut prometheus = at(&changing.double.url);
    prometheus.container = Some(labels(&[("pod", "db-0")]));
    let mut sampler = sampler(prometheus);
    let _first = sampled(&mut sampler).await;
    let same = sampler.newest(&folders()).await.unwrap();
    assert!(
        matches!(same, Newest::Same(age) if age.as_secs() >= 58),
        "{same:?}"
    );
    // The container was counted again, the machine was not.
    changing.told.lock().unwrap().1 = both(now - 60.0, now - 46.0);
    let (sample, pace) = sampled(&mut sampler).await;
    assert!(has(&sample, Metric::CpuSecondsTotal) && has(&sample, Metric::Load1));
    assert!(!has(&sample, Metric::MachineOomKillsTotal));
    assert!((pace.unwrap().as_secs_f64() - 12.0).abs() < 0.01);
    // A hole makes nobody believe that they come seldomer.
    changing.told.lock().unwrap().1 = both(now - 2.0, now - 1.0);
    let (sample, pace) = sampled(&mut sampler).await;
    assert!(has(&sample, Metric::MachineOomKillsTotal));
    assert!((pace.unwrap().as_secs_f64() - 12.0).abs() < 0.01);
}

#[tokio::test]
async fn a_prometheus_whose_clock_is_another_dates_nothing_wrong() {
    let now = seconds(Timestamp::now());
    let there = now - 7200.0;
    let changing = changing(there, machine(there - 5.0)).await;
    let mut sampler = sampler(at(&changing.double.url));
    let (first, _) = sampled(&mut sampler).await;
    assert!(
        (seconds(first.at) - (now - 5.0)).abs() < 2.0,
        "{}",
        first.at
    );
    *changing.told.lock().unwrap() = (there + 1.0, machine(there - 4.0));
    let (second, _) = sampled(&mut sampler).await;
    let apart = second.at.duration_since(first.at).as_secs_f64();
    assert!((apart - 1.0).abs() < 0.002, "{apart}");
}

#[tokio::test]
async fn what_is_old_missing_or_of_several_is_said_and_not_told() {
    let now = seconds(Timestamp::now());
    let changing = changing(now, machine(now - 301.0)).await;
    let mut sampler = sampler(at(&changing.double.url));
    let mut said = String::new();
    let two = vec![
        ("node", r#""instance":"a""#, now),
        ("node", r#""instance":"b""#, now),
    ];
    let odd = vec![("node", "", f64::NAN)];
    for told in [machine(now - 301.0), two, odd, Vec::new()] {
        changing.told.lock().unwrap().1 = told;
        let Err(Trouble { why, is_login }) = sampler.newest(&[]).await else {
            panic!("told");
        };
        assert!(!is_login);
        let _ok = writeln!(said, "{}", why.replace(&changing.double.url, "http://prom"));
    }
    expect_test::expect![[r"
        Prometheus http://prom: the newest sample of node_memory_MemTotal_bytes is 6 min old: does it still scrape node_exporter?
        Prometheus http://prom: 2 machines match node_memory_MemTotal_bytes (instance: a, b): name one with `labels`
        Prometheus http://prom: the newest sample of node_memory_MemTotal_bytes is NaN min old: does it still scrape node_exporter?
        Prometheus http://prom: it has no series node_memory_MemTotal_bytes of now: does it scrape node_exporter, under these labels?
    "]]
    .assert_eq(&said);
}

#[tokio::test]
async fn a_login_that_is_refused_is_known_as_one() {
    let double = double(Arc::new(|_, _| http("401 Unauthorized", ""))).await;
    let trouble = sampler(at(&double.url)).newest(&[]).await.unwrap_err();
    assert!(
        trouble.is_login && trouble.why.contains("it wants a login"),
        "{trouble:?}"
    );
    let deaf = sampler(at("http://127.0.0.1:1"))
        .newest(&[])
        .await
        .unwrap_err();
    assert!(
        !deaf.is_login && deaf.why.contains("cannot connect"),
        "{deaf:?}"
    );
}
