//! Durability: what a crash may cost of what was committed.

pub(crate) mod fsync_off;

use plimsoll_model::Severity;

use crate::{Input, Rule};

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[&fsync_off::FSYNC_OFF];

/// How bad a loss of data is: nothing to stop on where the data may be lost.
fn loss(input: &Input<'_>, severity: Severity) -> Severity {
    if input.terms.disposable {
        Severity::Info
    } else {
        severity
    }
}
