//! House rules held against a configuration.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::house::{Demand, HouseRule, Mistake};

/// Every parameter that is not as the house rules of one kind ask.
pub(super) fn broken(input: &Input<'_>, of_kind: fn(&Demand) -> bool) -> Answer {
    let mut found = Vec::new();
    let mut needs = Vec::new();
    let rules = input.terms.house.iter();
    for rule in rules.filter(|rule| of_kind(&rule.demand)) {
        match applies(rule, input) {
            Applies::Yes => found.extend(one(rule, input)),
            Applies::No => {}
            Applies::Unknown(fact) if needs.contains(&fact) => {}
            Applies::Unknown(fact) => needs.push(fact),
        }
    }
    if found.is_empty() && !needs.is_empty() {
        return Answer::Needs(needs);
    }
    Answer::Found(found)
}

enum Applies {
    Yes,
    No,
    /// It hangs on something that nobody said of the target.
    Unknown(&'static str),
}

fn applies(rule: &HouseRule, input: &Input<'_>) -> Applies {
    if !rule.engines.is_empty() && !rule.engines.contains(&input.config.engine) {
        return Applies::No;
    }
    let terms = input.terms;
    for (asked, told, fact) in [
        (&rule.envs, &terms.env, "env"),
        (&rule.groups, &terms.group, "group"),
    ] {
        match told {
            _ if asked.is_empty() => {}
            None => return Applies::Unknown(fact),
            Some(told) if !asked.contains(told) => return Applies::No,
            Some(_) => {}
        }
    }
    Applies::Yes
}

fn one(rule: &HouseRule, input: &Input<'_>) -> Vec<Found> {
    let names = rule.names(input.settings).into_iter();
    names
        .filter_map(|name| {
            let met = rule.demand.is_met(input.settings, name, input.is_set(name));
            match met {
                Ok(true) => None,
                Ok(false) => Some(breach(rule, input, name)),
                Err(mistake) => Some(unreadable(rule, &mistake)),
            }
        })
        .collect()
}

fn breach(rule: &HouseRule, input: &Input<'_>, name: &str) -> Found {
    let (now, asked) = (input.shown(name), rule.demand.words());
    let message = format!("{name} is {now}; by a house rule {asked}: {}", rule.reason);
    let found = Found::new(rule.severity, Confidence::High, message).blames(input, &[name]);
    let found = found.fact("house rule", asked, rule.place.to_string());
    rule.controls.iter().fold(found, |found, control| {
        found.fact("control", control, rule.place.to_string())
    })
}

/// A rule that cannot be held against anything is said, not passed over.
fn unreadable(rule: &HouseRule, mistake: &Mistake) -> Found {
    let message = format!(
        "the house rule at {} cannot be asked: {mistake}",
        rule.place
    );
    Found::warning(message)
}
