//! Values as a draft: where each stands, when it takes effect, and the load line then.

use plimsoll_bill::overlaid;
use plimsoll_conf::catalogue::{Series, Span, TakesEffect, lookup};
use plimsoll_conf::shown;
use plimsoll_model::{Draft, DraftChange, Effect, InForce};

use crate::priced::Priced;

/// The draft that sets some values, with a note on it.
///
/// # Errors
/// Why the bill refuses a value.
pub(super) fn drafted(
    priced: &Priced,
    values: &[(String, String)],
    mut note: String,
) -> Result<Draft, String> {
    let refused = |refusal: plimsoll_model::Refusal| refusal.why;
    let mut then = priced.settings.clone();
    for (name, to) in values {
        then = overlaid(&then, name, to).map_err(refused)?;
    }
    for (name, _) in values {
        note.push_str(&otherwise(priced, name).unwrap_or_default());
    }
    let bill = priced.hindsight().bill_with(&then, &priced.look);
    Ok(Draft {
        changes: values.iter().map(|it| change(priced, it)).collect(),
        load_line_sessions: bill.map_err(refused)?.load_line.sessions,
        note,
    })
}

/// What the files say of a value that was another one at the moment.
fn otherwise(priced: &Priced, name: &str) -> Option<String> {
    let files = &priced.configured.settings;
    if files.values.get(name) == priced.settings.values.get(name) {
        return None;
    }
    Some(format!(
        "; the file given has {name} = {} already",
        shown(files, name)?
    ))
}

fn change(priced: &Priced, (name, to): &(String, String)) -> DraftChange {
    let set = priced.configured.config.settings.get(name);
    DraftChange {
        parameter: name.clone(),
        from: shown(&priced.settings, name).unwrap_or_default(),
        to: to.clone(),
        place: set.and_then(|it| it.origin.place()).cloned(),
        effect: effect(&priced.settings, name),
    }
}

/// Whether a change waits for a restart; a parameter that the catalogue does not have
/// is taken to.
fn effect(settings: &InForce, name: &str) -> Effect {
    let (series, _) = Series::nearest(settings.engine, &settings.series);
    effect_of(lookup(settings.engine, name).and_then(|it| it.at(series)))
}

/// When a parameter of such a span takes effect.
pub(super) fn effect_of(span: Option<&Span>) -> Effect {
    match span.map(|span| span.context.takes_effect()) {
        None | Some(TakesEffect::Never | TakesEffect::OnRestart) => Effect::Restart,
        Some(TakesEffect::OnReload | TakesEffect::InNewSessions | TakesEffect::BySetGlobal) => {
            Effect::Reload
        }
    }
}
