//! What `docker inspect` and `podman inspect` print of containers: how they run or
//! how they ended, and what memory they may have.

use std::borrow::Cow;

use serde_json::Value;

use crate::read::format::Format;
use crate::read::time;
use crate::record::{Record, Speaker};

/// The containers of one machine.
struct DockerInspect;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let holds = |literal: &[u8]| memchr::memmem::find(head, literal).is_some();
    let first = head.trim_ascii_start().first();
    let is_json = first.is_some_and(|byte| matches!(byte, b'[' | b'{'));
    let is = is_json && holds(b"\"State\"") && holds(b"\"OOMKilled\"") && holds(b"\"ExitCode\"");
    is.then(|| Box::new(DockerInspect) as Box<dyn Format>)
}

impl Format for DockerInspect {
    fn name(&self) -> &'static str {
        "Docker, state of containers"
    }

    fn speaker(&self) -> Option<Speaker> {
        None
    }

    fn begins(&self, line: &[u8]) -> bool {
        line.starts_with(b"[") || line.starts_with(b"{")
    }

    fn parse<'a>(&self, _entry: &'a str) -> Option<Record<'a>> {
        None
    }

    fn records(&self, entry: &str, tell: &mut dyn FnMut(&Record<'_>)) -> bool {
        let Ok(object) = serde_json::from_str::<Value>(entry) else {
            return false;
        };
        match object {
            Value::Array(containers) => containers.iter().for_each(|it| told(it, tell)),
            container => told(&container, tell),
        }
        true
    }
}

/// Tells what a container's state says, a record a fact.
fn told(container: &Value, tell: &mut dyn FnMut(&Record<'_>)) {
    let text = |path: &str| container.pointer(path).and_then(Value::as_str);
    let is = |path: &str| container.pointer(path).and_then(Value::as_bool) == Some(true);
    let name = text("/Name").unwrap_or("?").trim_start_matches('/');
    let image = text("/Config/Image").or_else(|| text("/ImageName"));
    let own = image.map_or(name.to_owned(), |image| format!("{name} ({image})"));
    let mut tell = |reason: &str, when: Option<&str>, words: &str| {
        // A container that never ended has the year 1.
        let when = when.filter(|when| !when.starts_with("0001-"));
        tell(&Record {
            when: when.and_then(|it| time::iso(it.as_bytes()).map(|(when, _)| when)),
            code: Some(Cow::Borrowed(reason)),
            about: Some(Cow::Borrowed(name)),
            ..Record::plain(Speaker::Kubernetes, Cow::Borrowed(words))
        });
    };
    let limit = container
        .pointer("/HostConfig/Memory")
        .and_then(Value::as_u64);
    if let Some(bytes) = limit.filter(|bytes| *bytes > 0) {
        let words = format!("container {own}: memory limit {bytes}");
        tell("MemoryLimit", text("/State/StartedAt"), &words);
    }
    let is_killed = is("/State/OOMKilled");
    if is("/State/Running") {
        let words = format!("container {own} started");
        tell("Started", text("/State/StartedAt"), &words);
        if is_killed {
            tell("OOMKilled", None, &format!("container {own}: OOMKilled"));
        }
    } else if let Some(code) = container.pointer("/State/ExitCode").and_then(Value::as_i64) {
        let why = if is_killed {
            "OOMKilled"
        } else {
            "no reason told"
        };
        let words = format!("container {own} ended: {why}, exit code {code}");
        tell("Terminated", text("/State/FinishedAt"), &words);
    }
    if text("/State/Health/Status") == Some("unhealthy") {
        let words = format!("container {own} is unhealthy");
        tell("health_status: unhealthy", None, &words);
    }
}
