//! The one place where the frame asks an engine. A new engine is a folder with
//! these seven answers and one arm here in each.

use plimsoll_model::{Engine, Evidence, InForce, Operation, Profile};

use crate::case::Case;
use crate::change::Change;
use crate::ledger::Ledger;
use crate::{mariadb, mysql, postgresql};

/// What an engine reads of the settings before it charges anything: the same
/// for any number of sessions.
pub(crate) enum Knobs {
    /// PostgreSQL's, read once.
    Postgresql(Box<postgresql::Knobs>),
    /// Each term reads what it needs.
    Mysql,
    /// As MySQL's.
    Mariadb,
}

/// What is read of these settings.
pub(crate) fn knobs(settings: &InForce) -> Knobs {
    match settings.engine {
        Engine::Postgresql => Knobs::Postgresql(Box::new(postgresql::Knobs::read(settings))),
        Engine::Mysql => Knobs::Mysql,
        Engine::Mariadb => Knobs::Mariadb,
    }
}

/// Charges everything the case takes; `knobs` are those of its settings. Pure:
/// the same case, the same charges in the same order; more sessions never take
/// less.
pub(crate) fn charge(case: &Case<'_>, knobs: &Knobs, ledger: &mut Ledger) {
    match knobs {
        Knobs::Postgresql(knobs) => postgresql::charge(case, knobs, ledger),
        Knobs::Mysql => mysql::charge(case, ledger),
        Knobs::Mariadb => mariadb::charge(case, ledger),
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
