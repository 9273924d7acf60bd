//! Which settings are to blame for going over, found by asking the bill again
//! without them.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_bill::{sessions_allowed, weigh};
use plimsoll_conf::in_force;
use plimsoll_model::{Config, Fix, InForce, Load, Place, Profile};

use super::mend;
use super::over_the_limit::arrivals;
use crate::Input;

/// What is over the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// The peak expected under the load.
    Likely,
    /// The bound under the load.
    High,
    /// What is resident before the first session.
    Idle,
    /// The peak expected with a tenth of the sessions that the settings admit,
    /// under the mildest profile.
    Tenth,
}

impl Question {
    /// Bytes, with these settings and this load; `None` where it has no price.
    pub(super) fn ask(self, input: &Input<'_>, settings: &InForce, load: &Load) -> Option<u64> {
        let (facts, profile) = (input.facts, input.profile);
        match self {
            Self::Likely | Self::High => {
                let total = weigh(settings, facts, load, profile, input.arrivals).ok()?;
                Some(if self == Self::High {
                    total.high_bytes
                } else {
                    total.likely_bytes
                })
            }
            Self::Idle => {
                let load = untouched(load);
                let total = weigh(settings, facts, &load, Profile::Oltp, Some(arrivals(0)));
                Some(total.ok()?.low_bytes)
            }
            Self::Tenth => {
                let load = untouched(load);
                let come = Some(arrivals(sessions_allowed(settings) / 10));
                let total = weigh(settings, facts, &load, Profile::Oltp, come);
                Some(total.ok()?.likely_bytes)
            }
        }
    }
}

/// The same data, and no sessions yet.
fn untouched(load: &Load) -> Load {
    Load {
        groups: Vec::new(),
        ..load.clone()
    }
}

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

/// Where a change of a file would mend a parameter; not where sessions set it
/// for themselves.
pub(super) fn editable(input: &Input<'_>, name: &str) -> Option<Place> {
    let mut groups = input.load.groups.iter();
    if groups.any(|group| group.set.contains_key(name)) {
        return None;
    }
    place(input.config, name)
}

/// Where a parameter is set in a file.
pub(super) fn place(config: &Config, name: &str) -> Option<Place> {
    config.settings.get(name)?.origin.place().cloned()
}
