//! What `kubectl describe pod` prints (k8s.io/kubectl/pkg/describe): the pod's
//! state as indented lines, its events as a table. The state is put into the shape
//! that the API has, so that both are told alike. How long ago an event was says
//! nothing without the time it was asked.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::pod;
use crate::read::format::Format;
use crate::record::{Level, Record, Speaker};

/// The descriptions of pods, one behind another.
struct Describe;

/// Whether the head is of this format.
pub(in crate::read::formats) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let has_line = |start: &[u8]| {
        let mut lines = head.split(|byte| *byte == b'\n');
        lines.any(|line| line.starts_with(start))
    };
    let is = [&b"Name:  "[..], b"Namespace:  ", b"Containers:"]
        .into_iter()
        .all(has_line);
    is.then(|| Box::new(Describe) as Box<dyn Format>)
}

impl Format for Describe {
    fn name(&self) -> &'static str {
        "Kubernetes, description of a pod"
    }

    fn speaker(&self) -> Option<Speaker> {
        None
    }

    fn begins(&self, line: &[u8]) -> bool {
        line.starts_with(b"Name:  ")
    }

    fn parse<'a>(&self, _entry: &'a str) -> Option<Record<'a>> {
        None
    }

    fn records(&self, entry: &str, tell: &mut dyn FnMut(&Record<'_>)) -> bool {
        let Some(name) = entry.lines().find_map(|line| field(line, "Name")) else {
            return false;
        };
        pod::told(&as_told_by_api(name, entry), tell);
        let events = entry.split_once("\nEvents:").map_or("", |(_, rows)| rows);
        events
            .lines()
            .filter_map(|row| event(name, row))
            .for_each(|record| tell(&record));
        true
    }
}

/// What stands behind a field's name at the margin of its own.
fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let value = line.trim_start().strip_prefix(name)?.strip_prefix(':')?;
    Some(value.trim()).filter(|value| !value.is_empty())
}

/// The pod as `kubectl get pod -o json` has it, as far as its telling goes.
fn as_told_by_api(name: &str, entry: &str) -> Value {
    let of_pod = |field_name: &str| entry.lines().find_map(|line| field(line, field_name));
    let containers = entry.split_once("\nContainers:\n").map_or("", |(_, it)| it);
    let is_in = |line: &&str| line.starts_with(' ');
    let lines: Vec<&str> = containers.lines().take_while(is_in).collect();
    let begins = |line: &str| line.starts_with("  ") && !line.starts_with("   ");
    let each: Vec<&[&str]> = lines.chunk_by(|_, next| !begins(next)).collect();
    let own_name = |lines: &[&str]| lines[0].trim().trim_end_matches(':').to_owned();
    let specs: Vec<Value> = each
        .iter()
        .map(|lines| {
            let memory = section(lines, "Limits")
                .iter()
                .find_map(|it| field(it, "memory"));
            json!({"name": own_name(lines), "resources": {"limits": {"memory": memory}}})
        })
        .collect();
    let statuses: Vec<Value> = each
        .iter()
        .map(|lines| {
            let restarts = lines.iter().find_map(|it| field(it, "Restart Count"));
            let restarts = restarts.and_then(|it| it.parse::<u64>().ok());
            json!({
                "name": own_name(lines), "restartCount": restarts,
                "state": state(lines, "State"), "lastState": state(lines, "Last State"),
            })
        })
        .collect();
    let reason = of_pod("Reason").filter(|_| of_pod("Status") == Some("Failed"));
    json!({
        "metadata": {"name": name},
        "spec": {"containers": specs},
        "status": {
            "startTime": of_pod("Start Time").and_then(time), "reason": reason,
            "message": of_pod("Message"), "containerStatuses": statuses,
        },
    })
}

/// A field's own line and those that stand deeper below it.
fn section<'a>(lines: &'a [&'a str], name: &str) -> &'a [&'a str] {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let is_field = |line: &&str| {
        let rest = line.trim_start().strip_prefix(name);
        rest.is_some_and(|rest| rest.starts_with(':'))
    };
    let Some(at) = lines.iter().position(is_field) else {
        return &[];
    };
    let below = lines[at + 1..].iter();
    let deeper = below
        .take_while(|line| depth(line) > depth(lines[at]))
        .count();
    &lines[at..=at + deeper]
}

/// `State:  Terminated` and what stands below it.
fn state(lines: &[&str], name: &str) -> Value {
    let lines = section(lines, name);
    let of = |field_name: &str| lines.iter().find_map(|it| field(it, field_name));
    let kind = of(name).unwrap_or_default().to_ascii_lowercase();
    let exit = of("Exit Code").and_then(|it| it.parse::<i64>().ok());
    let state = json!({
        "reason": of("Reason"), "exitCode": exit,
        "startedAt": of("Started").and_then(time), "finishedAt": of("Finished").and_then(time),
    });
    Value::Object(Map::from_iter([(kind, state)]))
}

/// `Fri, 15 Sep 2023 09:56:14 +0200`.
fn time(text: &str) -> Option<String> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(zoned.timestamp().to_string())
}

/// A row of the table: type, reason, age, from and message, two blanks or more
/// between them.
fn event<'a>(pod: &'a str, row: &'a str) -> Option<Record<'a>> {
    let mut rest = row.trim();
    let mut columns = [""; 4];
    for column in &mut columns {
        let (text, more) = rest.split_once("  ")?;
        *column = text;
        rest = more.trim_start();
    }
    let [kind, reason, ..] = columns;
    let level = match kind {
        "Warning" => Level::Warning,
        "Normal" => Level::Note,
        _ => return None,
    };
    Some(Record {
        level,
        code: Some(Cow::Borrowed(reason)),
        about: Some(Cow::Borrowed(pod)),
        ..Record::plain(Speaker::Kubernetes, Cow::Borrowed(rest))
    })
}
