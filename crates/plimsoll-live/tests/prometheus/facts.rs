//! What a Prometheus tells of a host, as facts with their sources.

use plimsoll_model::{ContainerMemory, Known, ServerFacts};

use crate::support::{at, by_query, double, labels, one, told, vector};

const GIB: u64 = 1 << 30;

/// Queries and the one value of each.
type Answers<'a> = &'a [(&'static str, &'a str)];

/// A machine, 20 seconds ago.
fn machine() -> Vec<(&'static str, Vec<u8>)> {
    let node = [
        ("node_memory_MemTotal_bytes", "68719476736"),
        ("node_memory_MemAvailable_bytes", "4.294967296e+10"),
        ("node_memory_SwapTotal_bytes", "2147483648"),
        ("node_memory_SwapFree_bytes", "2147479552"),
        ("node_memory_Committed_AS_bytes", "30000000000"),
        ("node_memory_CommitLimit_bytes", "36507222016"),
        ("node_memory_HugePages_Total", "512"),
        ("node_memory_HugePages_Free", "12"),
        ("node_memory_HugePages_Rsvd", "2"),
        ("node_memory_Hugepagesize_bytes", "2097152"),
        (
            "count without (cpu, mode) (node_cpu_seconds_total{mode=\"idle\"})",
            "16",
        ),
        ("node_load5", "3.456"),
        ("node_vmstat_oom_kill", "2"),
        ("node_filefd_allocated", "4096"),
        ("node_filefd_maximum", "9.223372036854775807e+18"),
    ];
    let mut answers: Vec<_> = node.map(|(query, value)| (query, one(value))).to_vec();
    let disks = |sizes: [&str; 2]| {
        let of = |point: &str, device: &str| {
            format!(r#""device":"{device}","fstype":"ext4","mountpoint":"{point}""#)
        };
        let (root, data) = (of("/", "/dev/sda"), of("/srv/pg", "/dev/sdb"));
        vector(&[(&root, sizes[0]), (&data, sizes[1])])
    };
    let sysctl = |name: &str| format!(r#""__name__":"node_sysctl_{name}""#);
    answers.extend([
        ("node_filesystem_size_bytes", disks(["1000", "5000"])),
        ("node_filesystem_avail_bytes", disks(["100", "4000"])),
        (
            "{__name__=~\"node_sysctl_(fs|kernel|vm)_.+\"}",
            vector(&[
                (&sysctl("vm_overcommit_memory"), "2"),
                (&sysctl("vm_overcommit_ratio"), "80"),
                (&sysctl("kernel_shmmax"), "1"),
                (&sysctl("vm_odd"), "7"),
            ]),
        ),
    ]);
    answers
}

fn known<T: Copy>(fact: &Known<T>) -> (Option<T>, &str) {
    let source = fact.source().or(fact.why());
    (fact.get().copied(), source.unwrap_or_default())
}

#[tokio::test]
async fn a_machine_is_told_with_the_series_that_told_it() {
    let double = double(by_query(&machine())).await;
    let told = told(&double, &at(&double.url)).await.unwrap();
    let source = |series: &str| format!("Prometheus {}: {series}", double.url);
    let memory = source("node_memory_MemTotal_bytes");
    assert_eq!(known(&told.facts.memory_bytes), (Some(64 * GIB), &*memory));
    let cpus = source("node_cpu_seconds_total{mode=\"idle\"}");
    assert_eq!(known(&told.facts.cpus), (Some(16), &*cpus));
    let disk = source("node_filesystem_size_bytes{mountpoint=\"/srv/pg\"}");
    assert_eq!(known(&told.facts.disk_bytes), (Some(5000), &*disk));
    assert_eq!(told.facts.swap_bytes.get(), Some(&(2 * GIB)));
    assert_eq!(told.facts.hugepages.get(), Some(&512));
    assert_eq!(told.facts.hugepage_bytes.get(), Some(&(2 << 20)));
    let unasked = "Prometheus was not asked of a container: give the labels of one as `container`";
    assert_eq!(known(&told.facts.limit_bytes), (None, unasked));
    // A setting of a namespace is the exporter's own; a limit may be all there is.
    let sysctl: Vec<String> = told
        .facts
        .sysctl
        .iter()
        .map(|(k, v)| format!("{k}={v}"))
        .collect();
    let max = u64::try_from(i64::MAX).unwrap() + 1;
    let files = format!("fs.file-max={max}");
    assert_eq!(
        sysctl,
        [&*files, "vm.overcommit_memory=2", "vm.overcommit_ratio=80"]
    );
    let machine = told.sample.machine.get().unwrap();
    assert_eq!(machine.swap_used_bytes, 4096);
    assert_eq!(machine.hugepages, (512, 12, 2));
    assert_eq!(machine.disk_bytes.get(), Some(&(5000, 4000)));
    assert_eq!(machine.oom_kills, Some(2));
    assert_eq!(told.sample.views().available_bytes, Some(40 * GIB));
    let note = "load of the machine over 5 minutes 3.46, its kernel's kills for want of memory since it started 2";
    assert_eq!(told.notes, [source(note)]);
}

#[tokio::test]
async fn one_connection_carries_all_queries_and_a_closed_one_is_opened_again() {
    let kept = double(by_query(&machine())).await;
    told(&kept, &at(&kept.url)).await.unwrap();
    assert_eq!(*kept.connections.lock().unwrap(), 1);
    assert_eq!(kept.asked.lock().unwrap().len(), 19);
    let closing = machine().into_iter().map(|(query, answer)| {
        let answer = String::from_utf8(answer).unwrap();
        (
            query,
            answer
                .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                .into_bytes(),
        )
    });
    let closing = double(by_query(&closing.collect::<Vec<_>>())).await;
    let told = told(&closing, &at(&closing.url)).await.unwrap();
    assert_eq!(told.facts.memory_bytes.get(), Some(&(64 * GIB)));
    assert!(*closing.connections.lock().unwrap() > 10);
}

/// What cAdvisor and kube-state-metrics say of `{pod="db-0"}`, on that machine.
fn pod(answers: Answers) -> Vec<(&'static str, Vec<u8>)> {
    let fresh = (crate::support::NOW - 9.0).to_string();
    let leads = [
        "timestamp(container_memory_working_set_bytes{pod=\"db-0\"})",
        "timestamp(kube_pod_container_status_restarts_total{pod=\"db-0\"})",
    ];
    let mut all = machine();
    all.extend(leads.map(|query| (query, one(&fresh))));
    all.extend(answers.iter().map(|(query, value)| (*query, one(value))));
    all
}

async fn facts_of(
    answers: &[(&'static str, Vec<u8>)],
) -> (ServerFacts, Option<ContainerMemory>, String) {
    let double = double(by_query(answers)).await;
    let mut prometheus = at(&double.url);
    prometheus.container = Some(labels(&[("pod", "db-0")]));
    let told = told(&double, &prometheus).await.unwrap();
    let notes = told.notes.join("\n").replace(&double.url, "http://prom");
    (told.facts, told.sample.container.get().copied(), notes)
}

#[tokio::test]
async fn a_container_has_its_own_limits_on_that_machine() {
    let mut answers = pod(&[
        (
            "container_spec_memory_limit_bytes{pod=\"db-0\"}",
            "8589934592",
        ),
        ("container_spec_cpu_quota{pod=\"db-0\"}", "250000"),
        ("container_spec_cpu_period{pod=\"db-0\"}", "100000"),
        ("container_memory_usage_bytes{pod=\"db-0\"}", "7000"),
        ("container_memory_working_set_bytes{pod=\"db-0\"}", "5000"),
        ("container_memory_rss{pod=\"db-0\"}", "1000"),
        ("container_memory_cache{pod=\"db-0\"}", "6000"),
        ("container_memory_mapped_file{pod=\"db-0\"}", "3000"),
        ("container_oom_events_total{pod=\"db-0\"}", "1"),
        (
            "kube_pod_container_resource_limits{resource=\"memory\",pod=\"db-0\"}",
            "1",
        ),
        (
            "kube_pod_container_status_restarts_total{pod=\"db-0\"}",
            "4",
        ),
    ]);
    answers.push((
        "kube_pod_container_status_last_terminated_reason{pod=\"db-0\"} == 1",
        vector(&[(r#""reason":"OOMKilled""#, "1")]),
    ));
    let (facts, container, notes) = facts_of(&answers).await;
    assert_eq!(facts.limit_bytes.get(), Some(&(8 * GIB)));
    assert!(
        facts
            .limit_bytes
            .source()
            .unwrap()
            .ends_with(": container_spec_memory_limit_bytes{pod=\"db-0\"}")
    );
    assert_eq!(facts.cpus.get(), Some(&3));
    assert_eq!(facts.memory_bytes.get(), Some(&(64 * GIB)));
    assert_eq!(
        facts.swap_bytes.why(),
        Some("how much swap the container may use is not told")
    );
    assert_eq!(
        facts.disk_bytes.why(),
        Some("what a container's data lies on is not told")
    );
    let held = ContainerMemory {
        usage_bytes: Some(7000),
        working_set_bytes: Some(5000),
        rss_bytes: Some(1000),
        cache_bytes: Some(6000),
        mapped_bytes: Some(3000),
    };
    assert_eq!(container, Some(held));
    expect_test::expect!["Prometheus http://prom: load of the machine over 5 minutes 3.46, its kernel's kills for want of memory since it started 2, kills for want of memory in the container 1, restarts of the container 4, its last end OOMKilled"].assert_eq(&notes);
}

#[tokio::test]
async fn a_limit_of_none_is_none_and_kubernetes_own_comes_second() {
    const OWN: &str = "container_spec_memory_limit_bytes{pod=\"db-0\"}";
    const ASKED: &str = "kube_pod_container_resource_limits{resource=\"memory\",pod=\"db-0\"}";
    let none = "the container has no limit below the machine's memory";
    let missing = "Prometheus has no series container_spec_memory_limit_bytes{pod=\"db-0\"}";
    let cases: [(Answers, Result<u64, &str>); 6] = [
        (&[(OWN, "0"), (ASKED, "4294967296")], Ok(4 * GIB)),
        (&[(ASKED, "4294967296")], Ok(4 * GIB)),
        (&[(OWN, "0")], Err(none)),
        (&[(OWN, "9.223372036854772e+18")], Err(none)),
        (&[(OWN, "68719476736")], Err(none)),
        (&[], Err(missing)),
    ];
    for (answers, limit) in cases {
        let (facts, _, _) = facts_of(&pod(answers)).await;
        let told = facts.limit_bytes.get().copied();
        let has_memory = facts.memory_bytes.get().is_some();
        assert_eq!(has_memory, limit != Err(missing));
        assert_eq!(
            told.ok_or(facts.limit_bytes.why().unwrap_or_default()),
            limit
        );
    }
}
