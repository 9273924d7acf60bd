//! A configuration without what every server of its series has: it is kept for each
//! server for as long as that is watched, and asked for only when one falls.

use std::collections::BTreeMap;

use plimsoll_conf::in_force;
use plimsoll_diagnose::Configured;
use plimsoll_model::{Config, InForce};

/// The same values in force; of what was set, what is not built in anyway.
pub(super) fn lean(configured: Configured) -> Configured {
    let Configured {
        mut config,
        settings,
        ..
    } = configured;
    let set = std::mem::take(&mut config.settings);
    let stock = in_force(&Config {
        settings: BTreeMap::new(),
        ..config.clone()
    });
    let held = settings.values.iter();
    let other = held.filter(|(name, held)| stock.values.get(name) != Some(held));
    let other: BTreeMap<_, _> = other
        .map(|(name, held)| (name.to_owned(), held.clone()))
        .collect();
    let set = set.into_iter();
    Configured {
        config: Config {
            settings: set.filter(|(name, _)| other.contains_key(name)).collect(),
            ..config
        },
        settings: InForce {
            values: stock.values.under(other),
            ..settings
        },
        ..configured
    }
}
