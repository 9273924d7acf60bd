//! An event of `v1` or of `events.k8s.io/v1`: its reason, what it is about, its
//! words, the first time and the last.

use std::borrow::Cow;

use serde_json::Value;

use super::fields::text;
use crate::read::time;
use crate::record::{Level, Record, Speaker};

/// Where the first time and the last stand, the better before the worse.
const FIRST: [&[&str]; 4] = [
    &["firstTimestamp"],
    &["deprecatedFirstTimestamp"],
    &["eventTime"],
    &["metadata", "creationTimestamp"],
];
const LAST: [&[&str]; 3] = [
    &["series", "lastObservedTime"],
    &["lastTimestamp"],
    &["deprecatedLastTimestamp"],
];

/// Tells an event, at its first time and at its last.
pub(super) fn told(event: &Value, tell: &mut dyn FnMut(&Record<'_>)) {
    let reason = text(event, &["reason"]);
    let about =
        text(event, &["involvedObject", "name"]).or_else(|| text(event, &["regarding", "name"]));
    let words = text(event, &["message"]).or_else(|| text(event, &["note"]));
    let is_warning = text(event, &["type"]) == Some("Warning");
    let when = |paths: &[&[&str]]| {
        let mut times = paths.iter().filter_map(|path| text(event, path));
        times.find_map(|it| time::iso(it.as_bytes()).map(|(when, _)| when))
    };
    let mut record = Record {
        when: when(&FIRST),
        level: if is_warning {
            Level::Warning
        } else {
            Level::Note
        },
        code: Some(Cow::Borrowed(reason.unwrap_or_default())),
        about: about.map(Cow::Borrowed),
        ..Record::plain(
            Speaker::Kubernetes,
            Cow::Borrowed(words.unwrap_or_default()),
        )
    };
    tell(&record);
    if let Some(last) = when(&LAST).filter(|last| Some(*last) != record.when) {
        record.when = Some(last);
        tell(&record);
    }
}
