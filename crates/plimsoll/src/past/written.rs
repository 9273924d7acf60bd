//! When files were written, by their own times: all there is where no git keeps them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use plimsoll_model::{Event, EventKind};

use super::Subject;

/// The files of a configuration that were written in some time, but for those that
/// somebody tells more of.
pub(super) fn told(
    subject: &Subject<'_>,
    but: &BTreeSet<PathBuf>,
    (from, to): (Timestamp, Timestamp),
) -> Vec<Event> {
    let files = subject.files.iter().filter(|file| !but.contains(*file));
    let times = files.filter_map(|file| Some((file, at(file)?)));
    let within = times.filter(|(_, at)| (from..=to).contains(at));
    let events = within.map(|(file, at)| Event {
        at,
        kind: EventKind::ConfigWrite,
        target: subject.main.display().to_string(),
        message: format!("{} was written at this time", file.display()),
        actor: None,
        reference: None,
    });
    events.collect()
}

/// When a file was written last, to the second.
pub(super) fn at(file: &Path) -> Option<Timestamp> {
    let written = std::fs::metadata(file).ok()?.modified().ok()?;
    let written = Timestamp::try_from(written).ok()?;
    Timestamp::from_second(written.as_second()).ok()
}
