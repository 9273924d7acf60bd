//! When files were written, by their own times: all there is where no git keeps them or
//! what stands in them is not committed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use plimsoll_live::read::git::Tree;
use plimsoll_model::{Event, EventKind};

use super::subject::Subject;
use super::version::Versions;
use super::words;

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

/// What stands in the files and in no commit, by the time at which the last of those that
/// differ was written.
pub(super) async fn uncommitted(
    versions: &mut Versions<'_>,
    head: &Tree,
    tracked: &BTreeSet<PathBuf>,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<Event>, String> {
    let mut times = Vec::new();
    for file in tracked {
        if !versions.stands(head, file).await? {
            times.extend(at(file));
        }
    }
    times.sort_unstable();
    let Some((first, at)) = times.first().zip(times.last()) else {
        return Ok(Vec::new());
    };
    if !(from..=to).contains(at) {
        return Ok(Vec::new());
    }
    let behind = if first < at {
        format!(" ({} files, the first written {first})", times.len())
    } else {
        String::new()
    };
    let committed = versions.read(Some(head)).await?;
    let now = versions.read(None).await?;
    let said = match (&committed.settings, &now.settings) {
        (Some(before), Some(now)) => words::moved_words(before, now),
        _ => Vec::new(),
    };
    let events = said.into_iter().map(|said| Event {
        at: *at,
        kind: EventKind::ConfigWrite,
        target: versions.subject.main.display().to_string(),
        message: format!("not committed: {said}{behind}"),
        actor: None,
        reference: None,
    });
    Ok(events.collect())
}

/// When a file was written last, to the second.
pub(super) fn at(file: &Path) -> Option<Timestamp> {
    let written = std::fs::metadata(file).ok()?.modified().ok()?;
    let written = Timestamp::try_from(written).ok()?;
    Timestamp::from_second(written.as_second()).ok()
}
