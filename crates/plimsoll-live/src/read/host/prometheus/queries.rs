//! What a Prometheus is asked, as data, by the exporter that knows it.

use super::labels::Labels;
use super::source::Prometheus;

/// A program that brings figures into a Prometheus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exporter {
    /// `node_exporter`: the machine.
    Node,
    /// cAdvisor, which every kubelet has in it: the container.
    Cadvisor,
    /// kube-state-metrics: what Kubernetes knows of it.
    KubeState,
}

impl Exporter {
    pub(super) const ALL: [Self; 3] = [Self::Node, Self::Cadvisor, Self::KubeState];

    /// What it is called.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Node => "node_exporter",
            Self::Cadvisor => "cAdvisor",
            Self::KubeState => "kube-state-metrics",
        }
    }

    /// What its labels tell apart, and the field of plimsoll.toml that names one.
    pub(super) const fn subjects(self) -> (&'static str, &'static str) {
        match self {
            Self::Node => ("machines", "labels"),
            Self::Cadvisor | Self::KubeState => ("containers", "container"),
        }
    }

    /// What it exports of whatever it tells of: of one subject there is one series.
    pub(super) const fn lead(self) -> &'static Query {
        match self {
            Self::Node => &MEMORY,
            Self::Cadvisor => &WORKING_SET,
            Self::KubeState => &RESTARTS,
        }
    }

    /// The user's labels for it; `None`: it is not to be asked.
    pub(super) const fn labels(self, prometheus: &Prometheus) -> Option<&Labels> {
        match self {
            Self::Node => Some(&prometheus.node),
            Self::Cadvisor | Self::KubeState => prometheus.container.as_ref(),
        }
    }
}

/// An instant query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Query {
    pub(super) of: Exporter,
    /// The metric; empty where matchers name several.
    pub(super) metric: &'static str,
    /// Matchers besides the user's.
    only: &'static str,
    /// The expression, `$` in the place of the selector.
    around: &'static str,
    /// Whether one subject has one series of it.
    pub(super) is_one: bool,
}

impl Query {
    /// Its text, with labels that single out a subject.
    pub(super) fn text(&self, labels: &Labels) -> String {
        self.around.replace('$', &self.selector(labels))
    }

    /// The series it is about.
    pub(super) fn selector(&self, labels: &Labels) -> String {
        let matchers = labels.matchers();
        let inner: Vec<&str> = [self.only, &matchers]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        if inner.is_empty() {
            return self.metric.to_owned();
        }
        format!("{}{{{}}}", self.metric, inner.join(","))
    }
}

const fn of(of: Exporter, metric: &'static str) -> Query {
    Query {
        of,
        metric,
        only: "",
        around: "$",
        is_one: true,
    }
}

const fn node(metric: &'static str) -> Query {
    of(Exporter::Node, metric)
}

const fn cadvisor(metric: &'static str) -> Query {
    of(Exporter::Cadvisor, metric)
}

const fn kube_state(metric: &'static str, only: &'static str) -> Query {
    Query {
        only,
        ..of(Exporter::KubeState, metric)
    }
}

pub(super) const MEMORY: Query = node("node_memory_MemTotal_bytes");
pub(super) const AVAILABLE: Query = node("node_memory_MemAvailable_bytes");
pub(super) const SWAP: Query = node("node_memory_SwapTotal_bytes");
pub(super) const SWAP_FREE: Query = node("node_memory_SwapFree_bytes");
pub(super) const COMMITTED: Query = node("node_memory_Committed_AS_bytes");
pub(super) const COMMIT_LIMIT: Query = node("node_memory_CommitLimit_bytes");
pub(super) const HUGEPAGES: Query = node("node_memory_HugePages_Total");
pub(super) const HUGEPAGES_FREE: Query = node("node_memory_HugePages_Free");
pub(super) const HUGEPAGES_PROMISED: Query = node("node_memory_HugePages_Rsvd");
pub(super) const HUGEPAGE_SIZE: Query = node("node_memory_Hugepagesize_bytes");
/// Counted with every other label kept: two machines are two counts.
pub(super) const CPUS: Query = Query {
    only: "mode=\"idle\"",
    around: "count without (cpu, mode) ($)",
    ..node("node_cpu_seconds_total")
};
pub(super) const LOAD: Query = node("node_load5");
pub(super) const KILLS: Query = node("node_vmstat_oom_kill");
pub(super) const OPEN_FILES: Query = node("node_filefd_allocated");
pub(super) const OPEN_FILES_MAX: Query = node("node_filefd_maximum");
pub(super) const DISK_SIZES: Query = several(node("node_filesystem_size_bytes"));
pub(super) const DISK_FREE: Query = several(node("node_filesystem_avail_bytes"));
/// Only where the exporter's sysctl collector was switched on (its names have `_` for
/// everything that a metric's name cannot hold).
pub(super) const SYSCTLS: Query = Query {
    only: "__name__=~\"node_sysctl_(fs|kernel|vm)_.+\"",
    ..several(node(""))
};

pub(super) const LIMIT: Query = cadvisor("container_spec_memory_limit_bytes");
pub(super) const QUOTA: Query = cadvisor("container_spec_cpu_quota");
pub(super) const PERIOD: Query = cadvisor("container_spec_cpu_period");
pub(super) const USAGE: Query = cadvisor("container_memory_usage_bytes");
pub(super) const WORKING_SET: Query = cadvisor("container_memory_working_set_bytes");
pub(super) const RSS: Query = cadvisor("container_memory_rss");
pub(super) const CACHE: Query = cadvisor("container_memory_cache");
pub(super) const MAPPED: Query = cadvisor("container_memory_mapped_file");
pub(super) const CONTAINER_KILLS: Query = cadvisor("container_oom_events_total");

pub(super) const KUBE_LIMIT: Query =
    kube_state("kube_pod_container_resource_limits", "resource=\"memory\"");
pub(super) const KUBE_CPUS: Query =
    kube_state("kube_pod_container_resource_limits", "resource=\"cpu\"");
pub(super) const RESTARTS: Query = kube_state("kube_pod_container_status_restarts_total", "");
/// Of every reason a series, 1 for the one that holds.
pub(super) const LAST_END: Query = Query {
    around: "$ == 1",
    ..several(kube_state(
        "kube_pod_container_status_last_terminated_reason",
        "",
    ))
};

const fn several(query: Query) -> Query {
    Query {
        is_one: false,
        ..query
    }
}

/// All of them, in the order that they are asked.
pub(super) const QUERIES: &[Query] = &[
    MEMORY,
    AVAILABLE,
    SWAP,
    SWAP_FREE,
    COMMITTED,
    COMMIT_LIMIT,
    HUGEPAGES,
    HUGEPAGES_FREE,
    HUGEPAGES_PROMISED,
    HUGEPAGE_SIZE,
    CPUS,
    LOAD,
    KILLS,
    OPEN_FILES,
    OPEN_FILES_MAX,
    DISK_SIZES,
    DISK_FREE,
    SYSCTLS,
    LIMIT,
    QUOTA,
    PERIOD,
    USAGE,
    WORKING_SET,
    RSS,
    CACHE,
    MAPPED,
    CONTAINER_KILLS,
    KUBE_LIMIT,
    KUBE_CPUS,
    RESTARTS,
    LAST_END,
];

#[cfg(test)]
mod tests {
    use super::{CPUS, LAST_END, Labels, MEMORY, QUERIES, SYSCTLS};

    #[test]
    fn queries_hold_the_users_labels_and_their_own() {
        let mut labels = Labels::default();
        assert_eq!(MEMORY.text(&labels), "node_memory_MemTotal_bytes");
        labels.add("instance", "$1").unwrap();
        assert_eq!(
            CPUS.text(&labels),
            "count without (cpu, mode) (node_cpu_seconds_total{mode=\"idle\",instance=\"$1\"})"
        );
        let sysctls = "{__name__=~\"node_sysctl_(fs|kernel|vm)_.+\",instance=\"$1\"}";
        assert_eq!(SYSCTLS.text(&labels), sysctls);
        assert!(LAST_END.text(&labels).ends_with("{instance=\"$1\"} == 1"));
    }

    #[test]
    fn no_query_stands_for_another() {
        let mut all = QUERIES.to_vec();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), QUERIES.len());
    }
}
