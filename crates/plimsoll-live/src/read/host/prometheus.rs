//! What the user's own Prometheus knows of a server's machine and container: the
//! instant queries to put to `/api/v1/query`, and what their answers say. Asking is
//! the caller's.
//!
//! Sources: the metrics that `node_exporter`, cAdvisor and kube-state-metrics export
//! (their documentation), and "HTTP API" of Prometheus. cAdvisor's `cache` counts
//! shared memory as page cache and it exports no figure of that: what the kernel
//! cannot take back is not known this way.

use std::collections::BTreeMap;

use plimsoll_model::{Known, ServerFacts, Views};
use serde_json::Value;

/// Labels that single out the series of one server, as they stand between the braces
/// of a selector: `instance="db1:9100"`, `namespace="shop", pod="db-0"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selectors {
    /// Of `node_exporter`, for the machine.
    pub node: Option<String>,
    /// Of cAdvisor and kube-state-metrics, for the container.
    pub container: Option<String>,
}

/// What was brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brought {
    /// Facts of the machine and the container's limits.
    pub facts: ServerFacts,
    /// What they hold now, as these tools count it.
    pub views: Views,
    /// Kills for want of memory: in the container, else on the machine.
    pub oom_kills: Option<u64>,
}

#[derive(Clone, Copy, PartialEq)]
enum Of {
    Node,
    Container,
}

/// A question by its name, and the query with `$` for the user's labels.
struct Query {
    name: &'static str,
    of: Of,
    text: &'static str,
}

const QUERIES: &[Query] = &[
    node("memory", "node_memory_MemTotal_bytes{$}"),
    node("available", "node_memory_MemAvailable_bytes{$}"),
    node("swap", "node_memory_SwapTotal_bytes{$}"),
    node("hugepages", "node_memory_HugePages_Total{$}"),
    node("hugepage size", "node_memory_Hugepagesize_bytes{$}"),
    node("cpus", "count(node_cpu_seconds_total{mode=\"idle\",$})"),
    node("machine's kills", "node_vmstat_oom_kill{$}"),
    container("limit", "max(container_spec_memory_limit_bytes{$})"),
    container(
        "pod's limit",
        "max(kube_pod_container_resource_limits{resource=\"memory\",$})",
    ),
    container(
        "pod's cpus",
        "max(kube_pod_container_resource_limits{resource=\"cpu\",$})",
    ),
    container("usage", "max(container_memory_usage_bytes{$})"),
    container("working set", "max(container_memory_working_set_bytes{$})"),
    container("kills", "max(container_oom_events_total{$})"),
];

const fn node(name: &'static str, text: &'static str) -> Query {
    let of = Of::Node;
    Query { name, of, text }
}

const fn container(name: &'static str, text: &'static str) -> Query {
    let of = Of::Container;
    Query { name, of, text }
}

/// How long a selector may be.
const SELECTOR_MAX: usize = 1000;

/// The queries to ask, by their names.
///
/// # Errors
/// One line: a selector that is not labels alone.
pub fn queries(selectors: &Selectors) -> Result<Vec<(&'static str, String)>, String> {
    for selector in [&selectors.node, &selectors.container]
        .into_iter()
        .flatten()
    {
        let odd = |c: char| c.is_control() || matches!(c, '{' | '}');
        if selector.trim().is_empty() || selector.len() > SELECTOR_MAX || selector.contains(odd) {
            return Err(format!(
                "the selector \"{}\" is not like instance=\"db1:9100\"",
                selector.escape_debug()
            ));
        }
    }
    let asked = QUERIES.iter().filter_map(|query| {
        let selector = match query.of {
            Of::Node => selectors.node.as_ref()?,
            Of::Container => selectors.container.as_ref()?,
        };
        Some((query.name, query.text.replace('$', selector)))
    });
    Ok(asked.collect())
}

/// The one number of an answer.
///
/// # Errors
/// One line: Prometheus's own refusal, no series, or several.
pub fn number(json: &str) -> Result<f64, String> {
    let answer: Value = serde_json::from_str(json)
        .map_err(|error| format!("the answer is not Prometheus's: {error}"))?;
    if answer.get("status").and_then(Value::as_str) != Some("success") {
        let said = answer
            .get("error")
            .and_then(Value::as_str)
            .unwrap_or("no reason");
        return Err(format!("Prometheus refused: {}", said.escape_debug()));
    }
    let series = answer.pointer("/data/result").and_then(Value::as_array);
    match series.map(Vec::as_slice) {
        Some([one]) => {
            let number = one.pointer("/value/1").and_then(Value::as_str);
            let number = number.and_then(|text| text.parse::<f64>().ok());
            let number = number.filter(|number| number.is_finite() && *number >= 0.0);
            number.ok_or_else(|| "the answer is no number".to_owned())
        }
        Some([]) => Err("Prometheus has no such series".to_owned()),
        Some(several) => Err(format!("{} series fit: narrow the selector", several.len())),
        None => Err("the answer has no result".to_owned()),
    }
}

/// What the answers say, by their queries' names; a query that was not asked or had
/// no answer leaves its fact unknown.
pub fn brought(answers: &BTreeMap<&str, Result<f64, String>>) -> Brought {
    let known = |name: &str| match answers.get(name) {
        Some(Ok(number)) => Known::Known(*number as u64, "Prometheus".to_owned()),
        Some(Err(why)) => Known::Unknown(why.clone()),
        None => Known::not_given(),
    };
    let some = |name: &str| known(name).get().copied();
    let memory_bytes = known("memory");
    let machine = memory_bytes.get().copied();
    // cAdvisor says 0 where there is no limit, or the machine's memory.
    let is_limit = |limit: u64| limit > 0 && machine.is_none_or(|memory| limit < memory);
    let limits = ["limit", "pod's limit"].map(known);
    let limit_bytes = limits
        .into_iter()
        .find(|limit| limit.get().is_some_and(|it| is_limit(*it)));
    let quota = match answers.get("pod's cpus") {
        Some(Ok(cpus)) => Some(cpus.ceil().max(1.0)),
        Some(Err(_)) | None => None,
    };
    let cpus = match (known("cpus"), quota) {
        (Known::Known(count, source), quota) => {
            let least = quota.unwrap_or(f64::INFINITY).min(count as f64);
            Known::Known(least as u32, source)
        }
        (Known::Unknown(_), Some(quota)) => Known::Known(quota as u32, "Prometheus".to_owned()),
        (Known::Unknown(why), None) => Known::Unknown(why),
    };
    Brought {
        facts: ServerFacts {
            memory_bytes,
            limit_bytes: limit_bytes
                .unwrap_or_else(|| Known::Unknown("Prometheus knows no limit".to_owned())),
            swap_bytes: known("swap"),
            hugepages: known("hugepages"),
            hugepage_bytes: known("hugepage size"),
            cpus,
            ..ServerFacts::default()
        },
        views: Views {
            usage_bytes: some("usage"),
            working_set_bytes: some("working set"),
            available_bytes: some("available"),
            ..Views::default()
        },
        oom_kills: some("kills").or_else(|| some("machine's kills")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Selectors, brought, number, queries};
    use std::collections::BTreeMap;

    #[test]
    fn queries_hold_the_users_labels_and_nothing_else_may() {
        let selectors = Selectors {
            node: Some("instance=\"db1:9100\"".to_owned()),
            container: None,
        };
        let asked = queries(&selectors).unwrap();
        let cpus = asked.iter().find(|(name, _)| *name == "cpus").unwrap();
        assert_eq!(
            cpus.1,
            "count(node_cpu_seconds_total{mode=\"idle\",instance=\"db1:9100\"})"
        );
        assert!(asked.iter().all(|(name, _)| *name != "usage"));
        for odd in ["", " ", "a=\"b\"} or {", "a=\"b\"\n"] {
            let selectors = Selectors {
                node: None,
                container: Some(odd.to_owned()),
            };
            assert!(queries(&selectors).is_err(), "{odd}");
        }
    }

    #[test]
    fn an_answer_is_one_number_or_says_why_not() {
        let vector = |result: &str| {
            format!(
                r#"{{"status":"success","data":{{"resultType":"vector","result":[{result}]}}}}"#
            )
        };
        let one = r#"{"metric":{},"value":[1700000000.1,"8589934592"]}"#;
        assert_eq!(number(&vector(one)), Ok(8_589_934_592.0));
        assert_eq!(
            number(&vector("")).unwrap_err(),
            "Prometheus has no such series"
        );
        let two = number(&vector(&format!("{one},{one}"))).unwrap_err();
        assert_eq!(two, "2 series fit: narrow the selector");
        let nan = one.replace("8589934592", "NaN");
        assert_eq!(
            number(&vector(&nan)).unwrap_err(),
            "the answer is no number"
        );
        let refused = r#"{"status":"error","errorType":"bad_data","error":"parse error"}"#;
        assert_eq!(
            number(refused).unwrap_err(),
            "Prometheus refused: parse error"
        );
        assert!(number("<html>").is_err() && number("{}").is_err());
    }

    #[test]
    fn answers_become_facts_and_a_limit_of_none_is_none() {
        let gib = f64::from(1 << 30);
        let mut answers = BTreeMap::from([
            ("memory", Ok(64.0 * gib)),
            ("cpus", Ok(16.0)),
            ("limit", Ok(0.0)),
            ("pod's limit", Ok(4.0 * gib)),
            ("pod's cpus", Ok(1.5)),
            ("working set", Ok(3.0 * gib)),
            ("usage", Err("2 series fit: narrow the selector".to_owned())),
        ]);
        let pod = brought(&answers);
        assert_eq!(pod.facts.limit_bytes.get(), Some(&(4 << 30)));
        assert_eq!(pod.facts.cpus.get(), Some(&2));
        assert_eq!(pod.facts.swap_bytes.why(), Some("not given"));
        assert_eq!(pod.views.working_set_bytes, Some(3 << 30));
        assert_eq!((pod.views.usage_bytes, pod.oom_kills), (None, None));
        answers.insert("pod's limit", Ok(64.0 * gib));
        let why = brought(&answers).facts.limit_bytes;
        assert_eq!(why.why(), Some("Prometheus knows no limit"));
    }
}
