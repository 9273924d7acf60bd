//! Which parameters moved between two readings of a server's settings, from what to
//! what, in words that a diagnosis reads again. Values of texts are not told: they hold
//! paths and commands, some of them secrets.

use std::collections::BTreeSet;

use plimsoll_conf::shown;
use plimsoll_model::{InForce, Value, secret};

/// What is another in every session or moment (the manuals' session variables).
const VARYING: [&str; 6] = [
    "timestamp",
    "insert_id",
    "last_insert_id",
    "identity",
    "pseudo_thread_id",
    "error_count",
];

/// Parameters whose values moved, and how: `work_mem 4MB -> 64MB`. Texts are left out.
pub(crate) fn moved(before: &InForce, now: &InForce) -> Vec<(String, String)> {
    let names = names(before, now).filter(|name| !is_text(before, now, name));
    let words = names.map(|name| {
        let value = |settings| shown(settings, name).unwrap_or_else(|| "(none)".to_owned());
        let words = format!("{name} {} -> {}", value(before), value(now));
        (name.to_owned(), words)
    });
    words.collect()
}

/// Parameters whose texts moved.
pub(crate) fn texts_moved(before: &InForce, now: &InForce) -> Vec<String> {
    let names = names(before, now).filter(|name| is_text(before, now, name));
    names.map(str::to_owned).collect()
}

fn names<'a>(before: &'a InForce, now: &'a InForce) -> impl Iterator<Item = &'a str> {
    let both = before.values.iter().chain(now.values.iter());
    let names: BTreeSet<&str> = both.map(|(name, _)| name).collect();
    names.into_iter().filter(|name| {
        let has_moved = before.values.get(name) != now.values.get(name);
        has_moved && !VARYING.contains(name) && !secret::is_secret(name)
    })
}

fn is_text(before: &InForce, now: &InForce, name: &str) -> bool {
    let of = |settings: &InForce| matches!(settings.values.get(name), Some((Value::Text(_), _)));
    of(before) || of(now)
}
