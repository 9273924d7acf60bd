//! The values that would hold, as edits of the lines that set them.

use plimsoll_bill::{overlaid, size_text};
use plimsoll_conf::in_force;
use plimsoll_model::{
    Config, Edit, Effect, Engine, Fix, InForce, Load, Place, Safety, Unit, Value, Verdict,
};
use std::collections::BTreeMap;

use super::question::Question;
use crate::Input;
use crate::answer::needs_restart;

/// Halvings after which every value has come down to its default or to nothing.
const HALVINGS_MAX: usize = 64;

/// A fix that holds; `None` where nothing is to blame, or a value to blame
/// stands in no file.
pub(super) fn fix(
    input: &Input<'_>,
    question: Question,
    limit: u64,
    blamed: &[String],
) -> Option<Fix> {
    if blamed.is_empty() {
        return None;
    }
    let edits = solved(input, blamed)
        .or_else(|| halved(input, Question::High, limit, blamed))
        .or_else(|| halved(input, question, limit, blamed))?;
    let restart = edits
        .iter()
        .any(|edit| needs_restart(input, &edit.parameter));
    Some(Fix {
        safety: Safety::Unsafe,
        effect: if restart {
            Effect::Restart
        } else {
            Effect::Reload
        },
        edits,
    })
}

/// The bill's own solution, where it changes nothing but what is to blame.
fn solved(input: &Input<'_>, blamed: &[String]) -> Option<Vec<Edit>> {
    let solution = input.bill.ok()?.would_hold.as_ref()?;
    let only_blamed = solution
        .values
        .iter()
        .all(|(name, _)| blamed.contains(name));
    if solution.verdict != Verdict::Within || !only_blamed {
        return None;
    }
    let edits = solution.values.iter();
    edits
        .map(|(name, to)| edit(input, name, to.clone()))
        .collect()
}

/// The values to blame halved, the first one down to its default before the
/// next is touched, until the question is answered with no more than the limit.
fn halved(
    input: &Input<'_>,
    question: Question,
    limit: u64,
    blamed: &[String],
) -> Option<Vec<Edit>> {
    let bare = Config {
        settings: BTreeMap::new(),
        ..input.config.clone()
    };
    let defaults = in_force(&bare);
    let mut settings = input.settings.clone();
    let mut load = input.load.clone();
    let mut edits = Vec::new();
    for name in blamed {
        for group in &mut load.groups {
            group.set.remove(name);
        }
        let mut to = None;
        for _ in 0..HALVINGS_MAX {
            if holds(input, question, limit, &settings, &load) {
                break;
            }
            let Some((next, text)) = half(&settings, &defaults, name) else {
                break;
            };
            settings = next;
            to = Some(text);
        }
        if let Some(to) = to {
            edits.push(edit(input, name, to)?);
        }
        if holds(input, question, limit, &settings, &load) {
            return (!edits.is_empty()).then_some(edits);
        }
    }
    None
}

fn holds(
    input: &Input<'_>,
    question: Question,
    limit: u64,
    settings: &InForce,
    load: &Load,
) -> bool {
    let asked = question.ask(input, settings, load);
    asked.is_some_and(|bytes| bytes <= limit)
}

/// A parameter at half its value, not below its default, and how to write it.
fn half(settings: &InForce, defaults: &InForce, name: &str) -> Option<(InForce, String)> {
    let (Value::Int(now), unit) = settings.values.get(name)? else {
        return None;
    };
    let least = match defaults.values.get(name) {
        Some((Value::Int(default), _)) => *default,
        Some(_) | None => 0,
    };
    let next = (now / 2).max(least);
    if next >= *now {
        return None;
    }
    let text = written(settings.engine, next, *unit);
    let settings = overlaid(settings, name, &text).ok()?;
    Some((settings, text))
}

fn written(engine: Engine, number: i128, unit: Option<Unit>) -> String {
    let bytes = unit
        .and_then(Unit::bytes)
        .and_then(|unit| u64::try_from(number).ok()?.checked_mul(unit));
    bytes.map_or_else(|| number.to_string(), |bytes| size_text(engine, bytes))
}

fn edit(input: &Input<'_>, name: &str, to: String) -> Option<Edit> {
    let place = editable(input, name)?;
    let setting = input.config.settings.get(name)?;
    Some(Edit {
        file: place.file,
        line: place.line,
        parameter: name.to_owned(),
        from: setting.display.clone(),
        to: Some(to),
    })
}

/// Where a change of a file would mend a parameter; not where sessions set it
/// for themselves.
pub(super) fn editable(input: &Input<'_>, name: &str) -> Option<Place> {
    let mut groups = input.load.groups.iter();
    if groups.any(|group| group.set.contains_key(name)) {
        return None;
    }
    input.place(name)
}
