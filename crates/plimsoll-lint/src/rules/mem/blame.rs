//! Which settings are to blame for going over, found by asking the bill again
//! without them.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_conf::in_force;
use plimsoll_model::{Config, Fix, InForce, Load};

use super::mend;
use super::question::Question;
use crate::Input;

/// Who is to blame.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Blame {
    /// Canonical names, most to blame first; empty when the limit is too small.
    pub(super) parameters: Vec<String>,
    /// The values that would hold, where all of them stand in a file.
    pub(super) fix: Option<Fix>,
}

/// What was set beyond the engine's defaults and whose default would hold: each
/// by itself where one suffices, else together in the order of what they free.
/// A set of settings that does not hold even so is not to blame; the limit is.
pub(super) fn of(input: &Input<'_>, question: Question, limit: u64) -> Blame {
    let Some(now) = question.ask(input, input.settings, input.load) else {
        return Blame::default();
    };
    let start = Trial::of(input);
    let mut freed: Vec<(u64, String)> = candidates(input, &start.defaults)
        .into_iter()
        .filter_map(|name| {
            let mut trial = start.clone();
            trial.reset(&name);
            let then = question.ask(input, &trial.settings, &trial.load)?;
            (then < now).then_some((then, name))
        })
        .collect();
    freed.sort();
    let alone: Vec<String> = freed
        .iter()
        .filter(|(then, _)| *then <= limit)
        .map(|(_, name)| name.clone())
        .collect();
    let parameters = if alone.is_empty() {
        together(input, question, limit, freed, start)
    } else {
        alone
    };
    let fix = mend::fix(input, question, limit, &parameters);
    Blame { parameters, fix }
}

fn together(
    input: &Input<'_>,
    question: Question,
    limit: u64,
    freed: Vec<(u64, String)>,
    mut trial: Trial,
) -> Vec<String> {
    let mut names = Vec::new();
    for (_, name) in freed {
        trial.reset(&name);
        names.push(name);
        let then = question.ask(input, &trial.settings, &trial.load);
        if then.is_some_and(|then| then <= limit) {
            return names;
        }
    }
    Vec::new()
}

/// What a file, an argument or a session of the load sets to something else
/// than the default.
fn candidates(input: &Input<'_>, defaults: &InForce) -> BTreeSet<String> {
    let by_sessions = input.load.groups.iter().flat_map(|group| group.set.keys());
    let set = input.config.settings.keys();
    let changed = set.filter(|name| input.settings.values.get(name) != defaults.values.get(name));
    changed.chain(by_sessions).cloned().collect()
}

/// Settings and load with some parameters back at their defaults.
#[derive(Clone)]
struct Trial {
    settings: InForce,
    load: Load,
    defaults: InForce,
}

impl Trial {
    fn of(input: &Input<'_>) -> Self {
        let bare = Config {
            settings: BTreeMap::new(),
            ..input.config.clone()
        };
        Self {
            settings: input.settings.clone(),
            load: input.load.clone(),
            defaults: in_force(&bare),
        }
    }

    fn reset(&mut self, name: &str) {
        match self.defaults.values.get(name) {
            Some(default) => {
                let values = &mut self.settings.values;
                values.insert(name.to_owned(), default.clone());
            }
            None => self.settings.values.remove(name),
        }
        for group in &mut self.load.groups {
            group.set.remove(name);
        }
    }
}
