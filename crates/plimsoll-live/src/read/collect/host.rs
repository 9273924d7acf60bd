//! The machine this runs on and the database servers on it, running or fallen.
//! Which files their configurations name as logs is not known here.

use std::collections::BTreeSet;

use plimsoll_model::Engine;

use super::{Gathered, Server, Take, Window, machine, systemd};
use crate::read::host::{self, Tree};

/// Units that are asked about.
const UNITS_MAX: usize = 16;

/// The servers that run here; a gap where processes cannot be listed.
pub fn servers(engine: Option<Engine>) -> (Vec<Server>, Gathered) {
    let tree = Tree::machine();
    let mut gathered = Gathered::default();
    let found = host::servers(&tree).unwrap_or_else(|why| {
        gathered.gap("/proc", why);
        Vec::new()
    });
    let wanted = found.iter().filter(|found| is_wanted(found.engine, engine));
    let servers: Vec<Server> = wanted.map(|found| Server::of(&tree, found)).collect();
    (servers, gathered)
}

/// `MariaDB`'s program may still be called mysqld.
fn is_wanted(found: Engine, engine: Option<Engine>) -> bool {
    engine.is_none_or(|engine| (engine == Engine::Postgresql) == (found == Engine::Postgresql))
}

/// The machine's own, and what systemd and containers have of the servers.
pub async fn gather(servers: &[Server], window: Window, take: Take<'_>) {
    let tree = Tree::machine();
    machine::gather(&tree, window, take).await;
    let (known, mut told) = systemd::units().await;
    // First those that run: where there are too many, the others are left out.
    let own = servers.iter().filter_map(|server| server.unit.clone());
    let mut seen = BTreeSet::new();
    let units = own.chain(known).filter(|unit| seen.insert(unit.clone()));
    let units: Vec<String> = units.collect();
    for unit in units.iter().take(UNITS_MAX) {
        take(systemd::unit(unit, window).await);
    }
    for unit in units.iter().skip(UNITS_MAX) {
        told.gap(unit, format!("left out: {UNITS_MAX} units are asked about"));
    }
    told.hand_to(take);
    for server in servers {
        take(server.facts(&tree));
        if let Some(container) = &server.container {
            take(container.gathered(window).await);
        }
    }
}

/// What the machine is called.
pub fn name() -> String {
    let name = Tree::machine().read("/proc/sys/kernel/hostname");
    name.map_or("localhost".to_owned(), |name| name.trim().to_owned())
}
