//! What a running server has in force, from its own rows.
//!
//! The values are the server's word, whatever its files say; where each comes
//! from is its word too. Reads no file and asks no server.

mod drift;
mod my_cnf;
mod postgresql;
mod row;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use plimsoll_model::{
    Config, Engine, InForce, Known, Setting, Snapshot, Unit, Value, Values, Version,
};

use crate::catalogue::{Exactness, Series};

pub use drift::{agreed, drift, from_baseline, is_of_the_role, with_agreed};
use row::Row;
pub use row::{Running, SETTINGS};

/// What is in force; `None` where the server did not show its settings.
pub fn running(snapshot: &Snapshot) -> Option<Running> {
    if !snapshot.has(SETTINGS) {
        return None;
    }
    let (series, exactness) = Series::nearest(snapshot.engine, &snapshot.version);
    let rows = rows(snapshot, series);
    let mut values: BTreeMap<String, (Value, Option<Unit>)> = BTreeMap::new();
    let mut settings = BTreeMap::new();
    for Row { setting, is_set } in rows {
        let name = setting.name.clone();
        values.insert(name.clone(), (setting.typed.clone(), setting.unit));
        if is_set {
            settings.insert(name, setting);
        }
    }
    Some(Running {
        config: config(snapshot, series, settings),
        settings: InForce {
            engine: snapshot.engine,
            series: series.version(),
            series_known: exactness == Exactness::Exact,
            values: Values::from(values),
        },
    })
}

/// What is in force, to be listed: what someone set, and with `all` what the
/// build or the server itself set too.
pub fn shown(snapshot: &Snapshot, all: bool) -> Vec<Setting> {
    let (series, _) = Series::nearest(snapshot.engine, &snapshot.version);
    let rows = rows(snapshot, series).into_iter();
    let listed = rows.filter(|row| all || row.is_set);
    let mut settings: Vec<Setting> = listed.map(|row| row.setting).collect();
    settings.sort_by(|one, other| one.name.cmp(&other.name));
    settings
}

fn rows(snapshot: &Snapshot, series: Series) -> Vec<Row> {
    match snapshot.engine {
        Engine::Postgresql => postgresql::rows(snapshot, series),
        Engine::Mysql | Engine::Mariadb => my_cnf::rows(snapshot, series),
    }
}

fn config(snapshot: &Snapshot, series: Series, settings: BTreeMap<String, Setting>) -> Config {
    Config {
        engine: snapshot.engine,
        version: known(snapshot.version),
        fork: snapshot.fork,
        series: series.version(),
        settings,
        problems: Vec::new(),
        files: Vec::new(),
    }
}

fn known(version: Version) -> Known<Version> {
    Known::Known(version, "the server".to_owned())
}
