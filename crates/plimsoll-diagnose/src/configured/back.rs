//! The values that were changed before it fell, put back: a draft where no bill tells
//! what would hold. Only of parameters that the cause is blamed on, and only where
//! somebody told what they were.

use jiff::{SignedDuration, Timestamp};
use plimsoll_conf::catalogue::lookup;
use plimsoll_model::{Cause, Draft, DraftChange, Engine, Known};

use super::draft::{drafted, effect_of};
use crate::record::Speaker;
use crate::story::Story;
use crate::written::{ChangeTold, changes};

/// How long before the moment a change may be to be taken back: as long as causes weigh
/// changes.
const WITHIN: SignedDuration = SignedDuration::from_hours(8 * 24);

/// The draft; none where nobody told what a parameter to blame was.
pub(super) fn put_back(first: &Cause, story: &Story) -> Option<Draft> {
    let blamed = |told: &ChangeTold<'_>| {
        first.parameters.iter().any(|name| name == told.parameter)
            && story.is_before_moment(told.signal, WITHIN)
    };
    let told: Vec<ChangeTold<'_>> = changes(story).filter(blamed).collect();
    let mut lasts: Vec<&ChangeTold<'_>> = Vec::new();
    for name in &first.parameters {
        lasts.extend(told.iter().rfind(|told| told.parameter == name));
    }
    let values: Vec<(String, String)> = lasts.iter().filter_map(|told| value(told)).collect();
    let note = note(&lasts)?;
    if let Known::Known(priced, _) = &story.priced
        && let Ok(draft) = drafted(priced, &values, note.clone())
    {
        return Some(draft);
    }
    Some(Draft {
        changes: lasts
            .iter()
            .filter_map(|told| change(told, story))
            .collect(),
        load_line_sessions: Known::Unknown(
            "no bill of the configuration: give it with --config".to_owned(),
        ),
        note,
    })
}

fn value(told: &ChangeTold<'_>) -> Option<(String, String)> {
    let from = told.change.from.clone()?;
    Some((told.parameter.to_owned(), from))
}

/// When and by what it was changed; none where nothing is put back.
fn note(lasts: &[&ChangeTold<'_>]) -> Option<String> {
    let told = lasts.iter().find(|told| told.change.from.is_some())?;
    let by = told.event.reference.as_deref();
    let by = by.map_or_else(String::new, |it| format!(" by {it}"));
    let at = told.signal.at.map(|at: Timestamp| format!(", {at:.0}"));
    let at = at.unwrap_or_default();
    Some(format!(
        "puts back what stood there before it was changed{by}{at}"
    ))
}

fn change(told: &ChangeTold<'_>, story: &Story) -> Option<DraftChange> {
    let (parameter, to) = value(told)?;
    let engine = if story.was_read(Speaker::Mysql) {
        Engine::Mysql
    } else {
        Engine::Postgresql
    };
    // As in the newest series that has it.
    let span = lookup(engine, &parameter).and_then(|it| it.spans.last());
    Some(DraftChange {
        from: told.change.to.clone().unwrap_or_default(),
        to,
        place: None,
        effect: effect_of(span),
        parameter,
    })
}
