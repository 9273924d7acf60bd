//! Which parameters moved between two readings of a server's settings, from what to
//! what. Texts are left out: they hold paths and commands, some of them secrets.

use std::collections::BTreeSet;

use plimsoll_conf::shown;
use plimsoll_model::{InForce, Value, secret};

/// Changes that one event tells.
const CHANGES_MAX: usize = 12;

/// What is another in every session or moment (the manuals' session variables).
const VARYING: [&str; 6] = [
    "timestamp",
    "insert_id",
    "last_insert_id",
    "identity",
    "pseudo_thread_id",
    "error_count",
];

/// In words that a diagnosis reads again (`work_mem 4MB -> 64MB`); `None` where none did.
pub(super) fn changed(before: &InForce, now: &InForce) -> Option<String> {
    let both = before.values.iter().chain(now.values.iter());
    let names: BTreeSet<&str> = both.map(|(name, _)| name).collect();
    let is_text = |name: &str| {
        let of =
            |settings: &InForce| matches!(settings.values.get(name), Some((Value::Text(_), _)));
        of(before) || of(now)
    };
    let is_told =
        |name: &str| !VARYING.contains(&name) && !secret::is_secret(name) && !is_text(name);
    let moved = names
        .into_iter()
        .filter(|name| before.values.get(name) != now.values.get(name) && is_told(name));
    let words = moved.map(|name| {
        let value = |settings| shown(settings, name).unwrap_or_else(|| "(none)".to_owned());
        format!("{name} {} -> {}", value(before), value(now))
    });
    let mut words: Vec<String> = words.collect();
    let more = words.len().saturating_sub(CHANGES_MAX);
    words.truncate(CHANGES_MAX);
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    (!words.is_empty()).then(|| words.join("; "))
}
