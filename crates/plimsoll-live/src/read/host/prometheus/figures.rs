//! What a Prometheus is asked over and over of one machine and container: everything in
//! one query, each series as its exporter counted it, and when that was.

use super::labels::Labels;
use super::queries::{CPUS, Exporter};
use super::source::Prometheus;

/// The label, which no series of the user's has, by which Plimsoll's own parts of the
/// answer are known.
pub(super) const PART: &str = "plimsoll_part";
/// The part that counts processors.
pub(super) const PROCESSORS: &str = "processors";

/// What `node_exporter` tells.
const NODE: &[&str] = &[
    "node_memory_MemTotal_bytes",
    "node_memory_MemAvailable_bytes",
    "node_memory_SwapTotal_bytes",
    "node_load1",
    "node_vmstat_oom_kill",
    "node_vmstat_pswpin",
    "node_vmstat_pswpout",
    "node_pressure_memory_waiting_seconds_total",
    "node_pressure_memory_stalled_seconds_total",
    "node_filesystem_size_bytes",
    "node_filesystem_avail_bytes",
    "node_uname_info",
];

/// What cAdvisor tells.
const CADVISOR: &[&str] = &[
    "container_memory_usage_bytes",
    "container_memory_working_set_bytes",
    "container_memory_rss",
    "container_memory_cache",
    "container_memory_total_active_file_bytes",
    "container_memory_total_inactive_file_bytes",
    "container_spec_memory_limit_bytes",
    "container_spec_cpu_quota",
    "container_spec_cpu_period",
    "container_cpu_usage_seconds_total",
    "container_cpu_cfs_throttled_seconds_total",
    "container_oom_events_total",
    "container_pressure_memory_waiting_seconds_total",
    "container_pressure_memory_stalled_seconds_total",
    "container_processes",
];

/// The part that says when an exporter was asked.
pub(super) const fn part(exporter: Exporter) -> &'static str {
    match exporter {
        Exporter::Node => "node",
        Exporter::Cadvisor => "cadvisor",
        Exporter::KubeState => "kube_state",
    }
}

/// Those that are asked, each with the user's labels for it.
pub(super) fn asked(prometheus: &Prometheus) -> impl Iterator<Item = (Exporter, &Labels)> {
    [Exporter::Node, Exporter::Cadvisor]
        .into_iter()
        .filter_map(|exporter| Some((exporter, exporter.labels(prometheus)?)))
}

/// The query.
pub(super) fn query(prometheus: &Prometheus) -> String {
    let parts = asked(prometheus).flat_map(|(exporter, labels)| match exporter {
        Exporter::Node => vec![
            of_names(NODE, labels),
            moment(exporter, labels),
            named(PROCESSORS, &CPUS.text(labels)),
        ],
        Exporter::Cadvisor | Exporter::KubeState => {
            vec![of_names(CADVISOR, labels), moment(exporter, labels)]
        }
    });
    parts.collect::<Vec<_>>().join(" or ")
}

fn of_names(names: &[&str], labels: &Labels) -> String {
    let matchers = labels.matchers();
    let comma = if matchers.is_empty() { "" } else { "," };
    format!("{{__name__=~\"{}\"{comma}{matchers}}}", names.join("|"))
}

/// When the exporter was asked last: what it told then has that one time.
fn moment(exporter: Exporter, labels: &Labels) -> String {
    let selector = exporter.lead().selector(labels);
    named(part(exporter), &format!("timestamp({selector})"))
}

/// `or` leaves out what has the labels of a series before it, whatever its name.
fn named(part: &str, expression: &str) -> String {
    format!("label_replace({expression}, \"{PART}\", \"{part}\", \"\", \"\")")
}

#[cfg(test)]
mod tests {
    use super::{Labels, Prometheus, query};
    use crate::read::host::prometheus::Base;

    #[test]
    fn one_query_asks_for_all() {
        let mut node = Labels::default();
        node.add("instance", "db1:9100").unwrap();
        let mut pod = Labels::default();
        pod.add("pod", "db-0").unwrap();
        let prometheus = |container| Prometheus {
            base: Base::parse("http://prom").unwrap(),
            node: node.clone(),
            container,
            login: None,
            authorities: None,
        };
        expect_test::expect![[r#"{__name__=~"node_memory_MemTotal_bytes|node_memory_MemAvailable_bytes|node_memory_SwapTotal_bytes|node_load1|node_vmstat_oom_kill|node_vmstat_pswpin|node_vmstat_pswpout|node_pressure_memory_waiting_seconds_total|node_pressure_memory_stalled_seconds_total|node_filesystem_size_bytes|node_filesystem_avail_bytes|node_uname_info",instance="db1:9100"} or label_replace(timestamp(node_memory_MemTotal_bytes{instance="db1:9100"}), "plimsoll_part", "node", "", "") or label_replace(count without (cpu, mode) (node_cpu_seconds_total{mode="idle",instance="db1:9100"}), "plimsoll_part", "processors", "", "")"#]]
            .assert_eq(&query(&prometheus(None)));
        let both = query(&prometheus(Some(pod)));
        assert!(both.contains("|container_processes\",pod=\"db-0\"} or label_replace(timestamp("));
        let bare = Prometheus {
            node: Labels::default(),
            ..prometheus(None)
        };
        assert!(query(&bare).contains("|node_uname_info\"} or "));
    }
}
