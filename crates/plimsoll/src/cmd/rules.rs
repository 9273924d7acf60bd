//! `plimsoll rules`: every rule, one a line.

use plimsoll_lint::registry::rules;
use plimsoll_report::{RuleEntry, text};

use crate::ended::Ended;
use crate::failure::Failure;
use crate::output;

/// Runs it.
pub(crate) fn run() -> Result<Ended, Failure> {
    output::result(&text::rules(&entries(), output::palette()))?;
    Ok(Ended::Well)
}

/// The registry, as reports describe it.
pub(super) fn entries() -> Vec<RuleEntry> {
    rules()
        .map(|rule| RuleEntry {
            codes: rule.codes().collect(),
            name: rule.name,
            severity: rule.worst,
            finds: first_sentence(&rule.finds()),
            page: rule.markdown(),
        })
        .collect()
}

fn first_sentence(text: &str) -> String {
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    text[..end].to_owned()
}
