//! How bad a loss is.

use plimsoll_model::Severity;

use crate::Input;

/// How bad a loss of data is: nothing to stop on where the data may be lost.
pub(super) fn loss(input: &Input<'_>, severity: Severity) -> Severity {
    if input.terms.disposable {
        Severity::Info
    } else {
        severity
    }
}
