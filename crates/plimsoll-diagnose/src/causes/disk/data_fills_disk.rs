//! The disk of the data is full.

use plimsoll_model::Layer;

use super::slot_holds_wal;
use crate::cause::{Weighed, Weight, cause};
use crate::signal::{DiskFull, ServerSignal, Signal, WatchSignal};
use crate::story::Story;
use crate::written::CHANGED_WITHIN;

cause! {
    /// ## What it is
    ///
    /// Tables and indexes, or something beside them, filled the disk.
    ///
    /// ## How it shows
    ///
    /// `could not extend file … No space left on device`, `The table is full`, errno 28; the
    /// server's own log, where it was told to log more in the days before.
    ///
    /// ## What speaks against it
    ///
    /// WAL that cannot be archived or a slot holds; binary logs; temporary files.
    ///
    /// ## What to do
    ///
    /// Make room (logs, old backups, unused indexes), enlarge the volume; look for the
    /// largest folder before anything is removed, and never remove from `pg_wal`.
    DATA_FILLS_DISK {
        name: "data-fills-disk",
        class: DiskFullOther,
        layer: Some(Layer::Storage),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let data = story.servers_said(|said| matches!(said, ServerSignal::DiskFull(DiskFull::Data)));
    let unsaid = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::DiskFull(DiskFull::Unsaid | DiskFull::Wal)
        )
    });
    if data.is_empty() && unsaid.is_empty() {
        return None;
    }
    let held = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::ArchiveFailed { .. }
                | ServerSignal::SlotHoldsWal { .. }
                | ServerSignal::SlotLost { .. }
        )
    });
    let is_held = !held.is_empty()
        || !slot_holds_wal::left(story).is_empty()
        || !slot_holds_wal::dropped(story).is_empty();
    let logged = logged_more(story);
    let mut named: Vec<&str> = logged.iter().map(|(_, parameter)| *parameter).collect();
    named.dedup();
    if !named.is_empty() {
        // Where it lies and for how long is what keeps it off the data.
        named.extend(["log_directory", "log_rotation_size"]);
    }
    let message = if logged.is_empty() {
        "the disk is full: make room or enlarge it, and look for what grew before anything is removed"
    } else {
        "the disk is full, and the server was told to log more before: look how much its log has grown, log less, and keep the log on a disk of its own"
    };
    let weighed = Weighed::new(message)
        .blames(&named)
        .shown(Weight::Strong, data)
        .shown(Weight::Fair, unsaid)
        .shown(
            Weight::Fair,
            story.watch_saw(|saw| saw == WatchSignal::DiskFull),
        )
        .shown(Weight::Fair, logged.iter().map(|(signal, _)| *signal))
        .holds(Weight::Fair, !is_held)
        .against(
            Weight::Strong,
            is_held,
            "WAL is held by a failing archive or a slot",
        );
    Some(weighed)
}

/// Parameters that were changed before so that `PostgreSQL` writes a line of its log for
/// most of what it does.
fn logged_more(story: &Story) -> Vec<(&Signal, &str)> {
    let changed = story.server().filter_map(|(signal, said)| match said {
        ServerSignal::ParameterChanged { parameter, to } => {
            logs_much(parameter, to).then_some((signal, parameter.as_str()))
        }
        _ => None,
    });
    changed
        .filter(|(signal, _)| story.is_before_moment(signal, CHANGED_WITHIN))
        .collect()
}

/// Settings of the server's own (`src/backend/utils/misc/guc_tables.c`), of pgaudit and of
/// `auto_explain`.
fn logs_much(parameter: &str, to: &str) -> bool {
    let is_on = !["", "none", "off", "default"].contains(&to);
    match parameter {
        "log_min_duration_statement" | "auto_explain.log_min_duration" => to.starts_with('0'),
        "log_min_messages" => to.starts_with("debug"),
        "log_statement" | "log_duration" | "log_connections" | "log_disconnections" => is_on,
        _ => parameter.starts_with("pgaudit.") && is_on,
    }
}
