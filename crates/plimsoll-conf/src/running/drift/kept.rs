//! What was set in the running server and what of it a restart keeps.

use std::collections::BTreeMap;

use plimsoll_model::{Config, Drift, DriftKind, Place, Row, Snapshot};

use super::role::is_of_the_role;
use crate::catalogue::{Context, Series, lookup};
use crate::compare::is_same;
use crate::running::{Running, SETTINGS};
use crate::{in_force, shown};

/// What a restart brings for a parameter.
#[derive(Default)]
struct Next {
    /// The value; `None`: not known.
    value: Option<String>,
    source: String,
    place: Option<Place>,
    /// Whether it is the value in force.
    is_same: bool,
}

/// Variables that someone changed in the running server (SET GLOBAL), where no
/// file and no persisted value says the same.
///
/// `MySQL` marks a variable so for everybody when a session has set it for itself
/// alone (seen on 9.7), so the mark is a reason to look and never the answer.
pub(super) fn set_at_run_time(
    snapshot: &Snapshot,
    running: &Running,
    files: Option<&Config>,
) -> Vec<Drift> {
    let by_hand = snapshot
        .rows(SETTINGS)
        .filter(|row| matches!(row.text("source"), Some("DYNAMIC" | "SQL")));
    let drift = by_hand.filter_map(|row| {
        let parameter = lookup(snapshot.engine, row.text("name")?)?.name;
        if is_of_the_role(parameter) || !is_of_a_start(snapshot, parameter) {
            return None;
        }
        let in_force = shown(&running.settings, parameter).unwrap_or_default();
        let next = kept(snapshot, parameter, row.text("value"))
            .or_else(|| written(running, files?, parameter))
            .unwrap_or_else(|| Next {
                source: "its option files, which were not read".to_owned(),
                is_same: is_built_in(running, parameter),
                ..Next::default()
            });
        (!next.is_same).then(|| Drift {
            parameter: parameter.to_owned(),
            kind: DriftKind::LostAtRestart,
            in_force,
            other: next.value,
            other_source: next.source,
            place: next.place,
            since: row.text("since").map(str::to_owned),
            by: by(&row),
        })
    });
    drift.collect()
}

/// Whether the value in force is the series' own.
fn is_built_in(running: &Running, parameter: &str) -> bool {
    let built_in = in_force(&Config {
        settings: BTreeMap::new(),
        ..running.config.clone()
    });
    let values = (
        running.settings.values.get(parameter),
        built_in.values.get(parameter),
    );
    matches!(values, (Some((now, _)), Some((own, _))) if is_same(now, own))
}

/// Whether a start can give it at all.
fn is_of_a_start(snapshot: &Snapshot, parameter: &str) -> bool {
    let (series, _) = Series::nearest(snapshot.engine, &snapshot.version);
    let span = lookup(snapshot.engine, parameter).and_then(|known| known.at(series));
    span.is_some_and(|span| !matches!(span.context, Context::Internal | Context::SessionOnly))
}

/// What SET PERSIST left, which beats every file.
fn kept(snapshot: &Snapshot, parameter: &str, in_force: Option<&str>) -> Option<Next> {
    let mut rows = snapshot.rows("persisted");
    let of_it = |row: &Row<'_>| {
        let name = row.text("name");
        name.is_some_and(|name| name.eq_ignore_ascii_case(parameter))
    };
    let value = rows.find(of_it)?.text("value")?;
    Some(Next {
        is_same: in_force == Some(value),
        value: Some(value.to_owned()),
        source: "mysqld-auto.cnf".to_owned(),
        place: None,
    })
}

/// What the files say, or the built-in value where none says anything.
fn written(running: &Running, files: &Config, parameter: &str) -> Option<Next> {
    let next = in_force(files);
    let (then, _) = next.values.get(parameter)?;
    let (now, _) = running.settings.values.get(parameter)?;
    let setting = files.settings.get(parameter);
    let place = setting.and_then(|setting| setting.origin.place()).cloned();
    Some(Next {
        is_same: is_same(now, then),
        value: shown(&next, parameter),
        source: place
            .as_ref()
            .map_or_else(|| "default".to_owned(), ToString::to_string),
        place,
    })
}

fn by(row: &Row<'_>) -> Option<String> {
    let user = row.text("user").filter(|user| !user.is_empty())?;
    Some(match row.text("host").filter(|host| !host.is_empty()) {
        Some(host) => format!("{user}@{host}"),
        None => user.to_owned(),
    })
}
