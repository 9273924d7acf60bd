//! What the server itself says is waiting for its next start.

use plimsoll_model::{Drift, DriftKind, Origin, Snapshot};

use super::baseline::{shown_as, text};
use super::role::is_of_the_role;
use crate::catalogue::lookup;
use crate::running::{Running, SETTINGS};
use crate::shown;

/// `PostgreSQL` says itself which of its settings wait for a restart; what they
/// will be stands in the files.
pub(super) fn pending(snapshot: &Snapshot, running: &Running) -> Vec<Drift> {
    let waits = snapshot
        .rows(SETTINGS)
        .filter(|row| row.is_on("pending_restart") == Some(true));
    let drift = waits.filter_map(|row| {
        let parameter = row.text("name")?.to_owned();
        let lines = snapshot.rows("file_settings");
        let last = lines
            .filter(|line| line.text("name") == Some(&parameter))
            .last();
        let source = last.map_or_else(
            || "its files".to_owned(),
            |line| {
                let part = |column| line.text(column).unwrap_or_default();
                format!("{}:{}", part("sourcefile"), part("sourceline"))
            },
        );
        Some(Drift {
            kind: DriftKind::WaitsForRestart,
            in_force: shown(&running.settings, &parameter).unwrap_or_default(),
            other: last
                .and_then(|line| line.text("setting"))
                .map(str::to_owned),
            other_source: source,
            place: None,
            since: None,
            by: None,
            parameter,
        })
    });
    drift.collect()
}

/// What SET PERSIST ONLY left for the next start.
pub(super) fn persisted_only(snapshot: &Snapshot, running: &Running) -> Vec<Drift> {
    let drift = snapshot.rows("persisted").filter_map(|row| {
        let parameter = lookup(snapshot.engine, row.text("name")?)?.name;
        let (now, _) = running.settings.values.get(parameter)?;
        let kept = row.text("value")?;
        let dynamic = running
            .config
            .settings
            .get(parameter)
            .is_some_and(|setting| setting.origin == Origin::Server);
        let same = text(running, now).eq_ignore_ascii_case(kept);
        (!same && !dynamic && !is_of_the_role(parameter)).then(|| Drift {
            parameter: parameter.to_owned(),
            kind: DriftKind::WaitsForRestart,
            in_force: shown(&running.settings, parameter).unwrap_or_default(),
            other: Some(shown_as(running, parameter, kept)),
            other_source: "mysqld-auto.cnf".to_owned(),
            place: None,
            since: None,
            by: None,
        })
    });
    drift.collect()
}
