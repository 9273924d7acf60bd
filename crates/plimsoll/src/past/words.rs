//! What a commit changed, in words that a diagnosis reads again.

use std::path::Path;

use plimsoll_model::InForce;

use super::place::Place;
use super::subject::Subject;
use crate::moved::{moved, texts_moved};

/// Changes that one event tells: a diagnosis keeps 400 bytes of each.
const CHANGES_MAX: usize = 4;
/// Files that are named.
const FILES_MAX: usize = 2;
/// Letters of a name.
const WHO_MAX: usize = 40;

/// What moved between two versions, a few changes a text; one text at least.
pub(super) fn changed(before: Option<&InForce>, now: Option<&InForce>) -> Vec<String> {
    let (before, now) = match (before, now) {
        (Some(before), Some(now)) => (before, now),
        (None, _) => return vec!["it came in".to_owned()],
        (Some(_), None) => return vec!["it was taken out".to_owned()],
    };
    let said = moved_words(before, now);
    if said.is_empty() {
        return vec!["no parameter changed".to_owned()];
    }
    said
}

/// The same, and nothing where nothing moved.
pub(super) fn moved_words(before: &InForce, now: &InForce) -> Vec<String> {
    let mut all: Vec<String> = moved(before, now).into_iter().map(|it| it.1).collect();
    let texts = texts_moved(before, now);
    all.extend(texts.into_iter().map(|name| format!("{name} changed")));
    let few = all.chunks(CHANGES_MAX);
    few.map(|few| few.join("; ")).collect()
}

/// A file by its path below the main file's folder, else below the top.
pub(super) fn name<'a>(place: &Place, subject: &Subject<'_>, file: &'a str) -> &'a str {
    let main = place.inside(&subject.main);
    let folder = main.as_deref().and_then(|main| Path::new(main).parent());
    let below = folder.and_then(|folder| Path::new(file).strip_prefix(folder).ok());
    below.and_then(Path::to_str).unwrap_or(file)
}

/// Some files in a few words.
pub(super) fn listed(files: &[&str]) -> String {
    let few = files.iter().take(FILES_MAX).copied();
    let few: Vec<&str> = few.collect();
    match files.len().saturating_sub(FILES_MAX) {
        0 => few.join(", "),
        more => format!("{} and {more} more", few.join(", ")),
    }
}

/// A person's name as it may be shown.
pub(super) fn who(name: &str) -> String {
    let plain = name.chars().filter(|c| !c.is_control());
    plain.take(WHO_MAX).collect()
}
