//! What a running server was seen doing, as a load.
//!
//! Two loads come of it: what its sessions do at the moment, to be held against
//! what it takes at the moment; and the most that was seen of it, to be held
//! against its limit. Of what the server does not show nothing is made up: where
//! no counter says that operations fill their memory, they are taken to be small.

mod figure;
mod groups;
mod mysql;
mod plans;
mod postgresql;
mod seen;
#[cfg(test)]
mod tests;

use plimsoll_model::{Engine, InForce, Snapshot};

pub use seen::{Observed, Past};

/// What a server was seen doing; `None` where it did not show its sessions.
/// `past` is what earlier audits saw of it, if any were kept.
pub fn observed(snapshot: &Snapshot, settings: &InForce, past: Option<&Past>) -> Option<Observed> {
    if !snapshot.has("sessions") {
        return None;
    }
    Some(match snapshot.engine {
        Engine::Postgresql => postgresql::observed(snapshot, settings, past),
        Engine::Mysql | Engine::Mariadb => mysql::observed(snapshot, settings, past),
    })
}
