//! A pod: what its containers may take, how they run and how they last ended.

use std::borrow::Cow;

use serde_json::Value;

use super::fields::{at, each, text};
use crate::read::time;
use crate::record::{Record, Speaker};

/// Tells what a pod's status says, a record a fact.
pub(super) fn told(pod: &Value, tell: &mut dyn FnMut(&Record<'_>)) {
    let name = text(pod, &["metadata", "name"]).unwrap_or("?");
    let started = text(pod, &["status", "startTime"]);
    if text(pod, &["status", "reason"]) == Some("Evicted") {
        let words = text(pod, &["status", "message"]).unwrap_or_default();
        tell(&record(
            "Evicted",
            name,
            last_change(pod).or(started),
            words,
        ));
    }
    for container in each(pod, &["spec", "containers"]) {
        let limit = at(container, &["resources", "limits", "memory"]);
        let limit = limit.and_then(|it| {
            let number = it.as_u64().map(|it| it.to_string());
            it.as_str().map(str::to_owned).or(number)
        });
        if let (Some(own), Some(limit)) = (text(container, &["name"]), limit) {
            let words = format!("container {own} of pod {name}: memory limit {limit}");
            tell(&record("MemoryLimit", &unit(name, own), started, &words));
        }
    }
    for status in each(pod, &["status", "containerStatuses"]) {
        container_told(name, status, tell);
    }
}

fn container_told(pod: &str, status: &Value, tell: &mut dyn FnMut(&Record<'_>)) {
    let own = text(status, &["name"]).unwrap_or("?");
    let unit = unit(pod, own);
    let restarts = status.get("restartCount").and_then(Value::as_u64);
    let restarts = restarts.unwrap_or(0);
    for state in ["lastState", "state"] {
        let Some(terminated) = at(status, &[state, "terminated"]) else {
            continue;
        };
        let reason = text(terminated, &["reason"]).unwrap_or("no reason told");
        let code = terminated.get("exitCode").and_then(Value::as_i64);
        let exit = code.map_or(String::new(), |code| format!(", exit code {code}"));
        let words =
            format!("container {own} of pod {pod} ended: {reason}{exit}, {restarts} restarts");
        let when = text(terminated, &["finishedAt"]);
        tell(&record("Terminated", &unit, when, &words));
    }
    if let Some(reason) = text(status, &["state", "waiting", "reason"]) {
        let words = format!("container {own} of pod {pod} waits: {reason}, {restarts} restarts");
        tell(&record(reason, &unit, None, &words));
    }
    if let Some(running) = at(status, &["state", "running"]) {
        let when = text(running, &["startedAt"]);
        let words = format!("container {own} of pod {pod} started, {restarts} restarts");
        tell(&record("Started", &unit, when, &words));
    }
}

fn unit(pod: &str, container: &str) -> String {
    format!("{pod}/{container}")
}

/// When a pod was last put down, by its conditions.
fn last_change(pod: &Value) -> Option<&str> {
    let times = each(pod, &["status", "conditions"]);
    times
        .filter_map(|it| text(it, &["lastTransitionTime"]))
        .max()
}

fn record<'a>(reason: &'a str, unit: &'a str, when: Option<&str>, words: &'a str) -> Record<'a> {
    Record {
        when: when.and_then(|it| time::iso(it.as_bytes()).map(|(when, _)| when)),
        code: Some(Cow::Borrowed(reason)),
        about: Some(Cow::Borrowed(unit)),
        ..Record::plain(Speaker::Kubernetes, Cow::Borrowed(words))
    }
}
