//! The one place where the frame asks an engine. A new engine is a folder with
//! these six answers and one arm here in each.

use plimsoll_model::{Engine, Evidence, InForce, Operation, Profile};

use crate::case::Case;
use crate::ledger::Ledger;
use crate::lever::Change;
use crate::{mariadb, mysql, postgresql};

/// Charges everything the case takes. Pure: the same case, the same charges in
/// the same order; more sessions never take less.
pub(crate) fn charge(case: &Case<'_>, ledger: &mut Ledger) {
    match case.settings.engine {
        Engine::Postgresql => postgresql::charge(case, ledger),
        Engine::Mysql => mysql::charge(case, ledger),
        Engine::Mariadb => mariadb::charge(case, ledger),
    }
}

/// The sessions that the settings let ordinary users open.
pub(crate) fn sessions_allowed(settings: &InForce) -> u64 {
    match settings.engine {
        Engine::Postgresql => postgresql::sessions_allowed(settings),
        Engine::Mysql | Engine::Mariadb => mysql::sessions_allowed(settings),
    }
}

/// What one active session of a profile does at one moment.
pub(crate) fn operations_of(profile: Profile, settings: &InForce) -> Vec<Operation> {
    match settings.engine {
        Engine::Postgresql => postgresql::operations_of(profile, settings),
        Engine::Mysql | Engine::Mariadb => mysql::operations_of(profile, settings),
    }
}

/// Changes worth trying on these settings, each one step milder.
pub(crate) fn changes(case: &Case<'_>) -> Vec<Change> {
    match case.settings.engine {
        Engine::Postgresql => postgresql::changes(case),
        Engine::Mysql | Engine::Mariadb => mysql::changes(case),
    }
}

/// What the load may take that no parameter limits.
pub(crate) fn unbounded(case: &Case<'_>) -> Vec<String> {
    match case.settings.engine {
        Engine::Postgresql => postgresql::unbounded(case),
        Engine::Mysql | Engine::Mariadb => mysql::unbounded(case),
    }
}

/// The measured runs behind the model, and where the case lies outside them.
pub(crate) fn evidence(case: &Case<'_>) -> Evidence {
    match case.settings.engine {
        Engine::Postgresql => postgresql::evidence(case),
        Engine::Mysql | Engine::Mariadb => mysql::evidence(case),
    }
}
