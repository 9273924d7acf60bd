//! What its files would give the server at its next start.

use std::collections::BTreeSet;

use plimsoll_model::{Config, Drift, DriftKind, InForce, Origin, Setting, Value};

use crate::catalogue::{Series, TakesEffect, lookup};
use crate::compare::is_same;
use crate::running::Running;
use crate::{in_force, shown};

/// A server takes less of these than is written where the machine does not
/// give it the open files for it (`mysqld.cc`, `adjust_related_options`).
const LOWERED_FOR_OPEN_FILES: [&str; 4] = [
    "max_connections",
    "open_files_limit",
    "table_definition_cache",
    "table_open_cache",
];

/// Every parameter that the files, read as the server would at its next start,
/// give another value than the one in force.
pub(super) fn from_files(running: &Running, files: &Config) -> Vec<Drift> {
    let next = in_force(files);
    let short_of_files = is_short_of_files(running, &next);
    let mut names: BTreeSet<&String> = files.settings.keys().collect();
    let from_a_file =
        |setting: &&Setting| matches!(setting.origin, Origin::File(_) | Origin::Auto(_));
    let gone = running.config.settings.values().filter(from_a_file);
    names.extend(gone.map(|setting| &setting.name));
    names
        .into_iter()
        .filter_map(|name| {
            let (now, _) = running.settings.values.get(name)?;
            let (then, _) = next.values.get(name)?;
            let kind = takes(files, name)?;
            let told = matches!(
                running
                    .config
                    .settings
                    .get(name)
                    .map(|setting| &setting.origin),
                Some(Origin::Argument(_))
            );
            if told || is_same(now, then) || by_itself(name, now, then, short_of_files) {
                return None;
            }
            let written = files.settings.get(name);
            let place = written.and_then(|setting| setting.origin.place()).cloned();
            let default = "default: no file sets it any more".to_owned();
            Some(Drift {
                parameter: name.clone(),
                kind,
                in_force: shown(&running.settings, name).unwrap_or_default(),
                other: written
                    .map(|it| it.display.clone())
                    .or_else(|| shown(&next, name)),
                other_source: place.as_ref().map_or(default, ToString::to_string),
                place,
                since: None,
                by: None,
            })
        })
        .collect()
}

/// What a changed file waits for; `None` where a file cannot set it.
fn takes(files: &Config, name: &str) -> Option<DriftKind> {
    let (series, _) = Series::nearest(files.engine, &files.series);
    // A parameter the catalogue does not have is an extension's.
    let span = lookup(files.engine, name).and_then(|parameter| parameter.at(series));
    match span.map(|span| span.context.takes_effect()) {
        Some(TakesEffect::Never) => None,
        Some(TakesEffect::OnRestart) => Some(DriftKind::WaitsForRestart),
        Some(TakesEffect::OnReload | TakesEffect::InNewSessions | TakesEffect::BySetGlobal)
        | None => Some(DriftKind::NotLoaded),
    }
}

/// Whether the server made the one of the other by itself: a negative number
/// means that it works the value out; it lowers some for want of open files.
fn by_itself(name: &str, now: &Value, then: &Value, short_of_files: bool) -> bool {
    match (now, then) {
        (Value::Int(now), Value::Int(then)) => {
            *then < 0 || (short_of_files && LOWERED_FOR_OPEN_FILES.contains(&name) && now < then)
        }
        // Folders are shown with the slash that the server puts behind them.
        (Value::Text(now), Value::Text(then)) => {
            now.trim_end_matches('/') == then.trim_end_matches('/') && !then.is_empty()
        }
        _ => false,
    }
}

/// Whether the server has fewer open files than its files ask for: ten of its
/// own, one a connection, two a table (`mysqld.cc`, `adjust_related_options`).
fn is_short_of_files(running: &Running, next: &InForce) -> bool {
    let asked = |name| next.int(name).unwrap_or(0);
    let needed = 10 + asked("max_connections") + 2 * asked("table_open_cache");
    let needed = needed.max(asked("open_files_limit"));
    running
        .settings
        .int("open_files_limit")
        .is_some_and(|limit| limit < needed)
}
