//! Findings that someone accepted: each with a reason, an owner and a day on
//! which it has to be thought over again.
//!
//! A word that accepts nothing (any more), or whose day is past, is a finding
//! itself. Where the words stand is the caller's; comments are read here.

mod comment;
#[cfg(test)]
mod tests;
mod word;

pub use comment::comments;
pub use word::{Scope, Suppression};

use plimsoll_model::{Engine, Finding, Skipped};

use crate::Terms;
use crate::finding::sort;
use crate::judge::Judgement;
use crate::registry::find;
use crate::rules::accept;

/// A finding and the word that accepted it.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// What was found.
    pub finding: Finding,
    /// Who accepted it, why and until when.
    pub by: Suppression,
}

/// Findings after what was accepted is taken out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weighed {
    /// What is left, and what is wrong with the suppressions; worst first.
    pub findings: Vec<Finding>,
    /// What was accepted.
    pub accepted: Vec<Accepted>,
    /// Rules that could not look.
    pub skipped: Vec<Skipped>,
}

/// Takes out what was accepted. Without a day no suppression is overdue, and of
/// a rule that was not asked none is unused.
pub fn weigh(
    engine: Engine,
    judgement: Judgement,
    suppressions: &[Suppression],
    terms: &Terms,
) -> Weighed {
    let mut used = vec![false; suppressions.len()];
    let mut weighed = Weighed::default();
    for finding in judgement.findings {
        let words = suppressions.iter().zip(&mut used);
        let mut covering = words.filter(|(word, _)| word.covers(&finding, terms));
        let Some((word, used)) = covering.next() else {
            weighed.findings.push(finding);
            continue;
        };
        *used = true;
        if word.is_overdue(terms) {
            weighed.findings.push(finding);
        } else {
            let by = word.clone();
            weighed.accepted.push(Accepted { finding, by });
        }
    }
    for (word, used) in suppressions.iter().zip(used) {
        let said = match (used, word.is_overdue(terms)) {
            (true, true) => accept::overdue::of(word, word.rule_name(), engine),
            (false, _) if word.was_asked(&judgement.skipped, engine, terms) => {
                accept::unused::of(word, engine)
            }
            (false | true, _) => None,
        };
        weighed.findings.extend(said);
    }
    sort(&mut weighed.findings);
    weighed.skipped = judgement.skipped;
    weighed
}

impl Suppression {
    /// The name of its rule; what is written where there is none.
    fn rule_name(&self) -> &str {
        find(&self.rule).map_or(self.rule.as_str(), |rule| rule.name)
    }

    fn is_overdue(&self, terms: &Terms) -> bool {
        terms.today.is_some_and(|today| self.until < today)
    }

    /// Whether its rule could look, so that finding nothing means something.
    fn was_asked(&self, skipped: &[Skipped], engine: Engine, terms: &Terms) -> bool {
        let rule = find(&self.rule).filter(|rule| rule.on || terms.all);
        let code = rule.and_then(|rule| rule.code(engine));
        code.is_some_and(|code| skipped.iter().all(|skipped| skipped.rule != code))
    }

    fn covers(&self, finding: &Finding, terms: &Terms) -> bool {
        if terms.is_firm(finding) && !self.by_policy {
            return false;
        }
        let rule = self.rule.eq_ignore_ascii_case(finding.rule) || self.rule == finding.name;
        let parameter = self
            .parameter
            .as_ref()
            .is_none_or(|name| finding.parameters.contains(name));
        let place = match &self.scope {
            Scope::Target => true,
            Scope::Line { file, line } => finding
                .location
                .as_ref()
                .is_some_and(|place| place.file == *file && place.line == *line),
        };
        rule && parameter && place
    }
}
