//! The values that were changed before it fell, put back: a draft where no bill tells
//! what would hold. Only of parameters that the cause is blamed on, and only where
//! somebody told what they were.

use jiff::Timestamp;
use plimsoll_conf::catalogue::lookup;
use plimsoll_model::{Cause, CauseClass, Draft, DraftChange, Engine, Known};

use super::drafted::{drafted, effect_of};
use crate::record::Speaker;
use crate::signal::Turn;
use crate::story::Story;
use crate::written::{CHANGED_WITHIN, ChangeTold, changes};

/// The draft; none where nobody told what a parameter to blame was.
pub(super) fn put_back(first: &Cause, story: &Story) -> Option<Draft> {
    let told: Vec<ChangeTold<'_>> = changes(story)
        .filter(|told| told.is_sure && story.is_before_moment(told.signal, CHANGED_WITHIN))
        .collect();
    let of = |name: &String| way(&told, name, turn_to_blame(first.class));
    let ways: Vec<Way<'_>> = first.parameters.iter().filter_map(of).collect();
    if ways.is_empty() {
        return None;
    }
    let values: Vec<(String, String)> = ways.iter().map(Way::value).collect();
    let notes: Vec<String> = ways.iter().map(Way::note).collect();
    let note = format!("puts back what stood there before {}", notes.join(", and "));
    if let Known::Known(priced, _) = &story.priced
        && let Ok(draft) = drafted(priced, &values, note.clone())
    {
        return Some(draft);
    }
    Some(Draft {
        changes: ways.iter().map(|way| way.change(story)).collect(),
        load_line_sessions: Known::Unknown(
            "no bill of the configuration: give it with --config".to_owned(),
        ),
        note,
    })
}

/// The one way that a change can have gone to be a reason: what was raised where memory
/// ran out, what was lowered where sessions did.
const fn turn_to_blame(class: CauseClass) -> Option<Turn> {
    match class {
        CauseClass::MemoryConfig
        | CauseClass::MemoryStartupAlloc
        | CauseClass::MemoryLimitOrHostTooSmall
        | CauseClass::MemoryOtherProcess
        | CauseClass::MemoryQueryOrExtension => Some(Turn::Raised),
        CauseClass::ConnectionExhaustionApp => Some(Turn::Lowered),
        _ => None,
    }
}

/// The last changes of a parameter, as far as they went one way.
struct Way<'a> {
    /// The first of them.
    first: ChangeTold<'a>,
    /// What stood there before it.
    before: String,
    /// What stands there behind the last.
    now: String,
}

/// Where only one way can be a reason, a change that went the other one is none.
fn way<'a>(told: &[ChangeTold<'a>], name: &str, only: Option<Turn>) -> Option<Way<'a>> {
    let mut of = told.iter().rev().filter(|told| told.parameter == name);
    let last = *of.next()?;
    if only.is_some_and(|only| last.change.turn != only) {
        return None;
    }
    let mut first = last;
    for earlier in of {
        let is_one_way = earlier.change.turn == last.change.turn;
        let is_joined = earlier.change.to.is_some() && earlier.change.to == first.change.from;
        if !is_one_way || !is_joined {
            break;
        }
        first = *earlier;
    }
    Some(Way {
        first,
        before: first.change.from.clone()?,
        now: last.change.to.clone().unwrap_or_default(),
    })
}

impl Way<'_> {
    fn value(&self) -> (String, String) {
        (self.first.parameter.to_owned(), self.before.clone())
    }

    /// Of what, when and by what.
    fn note(&self) -> String {
        let by = self.first.event.reference.as_deref();
        let by = by.map_or_else(String::new, |it| format!(" by {it}"));
        let at = self.first.signal.at;
        let at = at.map_or_else(String::new, |at: Timestamp| format!(", {at:.0}"));
        format!("{} was changed{by}{at}", self.first.parameter)
    }

    fn change(&self, story: &Story) -> DraftChange {
        let engine = if story.was_read(Speaker::Mysql) {
            Engine::Mysql
        } else {
            Engine::Postgresql
        };
        // As in the newest series that has it.
        let span = lookup(engine, self.first.parameter).and_then(|it| it.spans.last());
        DraftChange {
            parameter: self.first.parameter.to_owned(),
            from: self.now.clone(),
            to: self.before.clone(),
            place: None,
            effect: effect_of(span),
        }
    }
}
