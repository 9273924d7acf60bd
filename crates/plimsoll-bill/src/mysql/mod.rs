//! `MySQL` and `MariaDB`.

use plimsoll_model::{Evidence, InForce, Kind, Operation, Profile};

use crate::case::Case;
use crate::fill::filling;
use crate::ledger::Ledger;
use crate::lever::Change;

/// Charges everything the case takes.
pub(crate) fn charge(_case: &Case<'_>, _ledger: &mut Ledger) {}

/// `max_connections`; one more is kept for an administrator.
pub(crate) fn sessions_allowed(settings: &InForce) -> u64 {
    settings.count("max_connections").unwrap_or(151)
}

/// What one active session of a profile does.
pub(crate) fn operations_of(profile: Profile, _settings: &InForce) -> Vec<Operation> {
    match profile {
        Profile::Oltp => vec![Operation {
            operand_bytes: Some(256 << 10),
            ..Operation::one(Kind::Sort)
        }],
        Profile::Mixed => vec![filling(Kind::Sort, 1, 0), filling(Kind::JoinBuffer, 1, 0)],
        Profile::Analytics => vec![filling(Kind::Sort, 2, 0), filling(Kind::JoinBuffer, 2, 0)],
    }
}

/// Changes worth trying.
pub(crate) fn changes(_case: &Case<'_>) -> Vec<Change> {
    Vec::new()
}

/// What no parameter limits.
pub(crate) fn unbounded(_case: &Case<'_>) -> Vec<String> {
    Vec::new()
}

/// The measured runs behind the model.
pub(crate) fn evidence(_case: &Case<'_>) -> Evidence {
    Evidence::default()
}
