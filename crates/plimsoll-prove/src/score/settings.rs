//! The settings of a run as values in force: what it set, over the defaults.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use plimsoll_bill::overlaid;
use plimsoll_model::{Engine, InForce, Unit, Value, Version};

/// The PostgreSQL parameters that runs set, with their units.
const POSTGRESQL: &[(&str, Option<Unit>)] = &[
    ("max_connections", None),
    ("shared_buffers", Some(Unit::Blocks8KB)),
    ("wal_buffers", Some(Unit::Blocks8KB)),
    ("temp_buffers", Some(Unit::Blocks8KB)),
    ("work_mem", Some(Unit::KB)),
    ("maintenance_work_mem", Some(Unit::KB)),
    ("autovacuum_work_mem", Some(Unit::KB)),
    ("logical_decoding_work_mem", Some(Unit::KB)),
    ("max_parallel_workers", None),
    ("max_parallel_workers_per_gather", None),
    ("max_parallel_maintenance_workers", None),
    ("max_worker_processes", None),
    ("max_wal_senders", None),
    ("max_locks_per_transaction", None),
    ("max_prepared_transactions", None),
    ("autovacuum_max_workers", None),
];

/// The values in force of a run.
pub(super) fn in_force(
    engine: Engine,
    version: Version,
    settings: &serde_json::Value,
) -> Result<InForce> {
    let mut in_force = InForce {
        engine,
        series: version,
        series_known: true,
        values: BTreeMap::new(),
    };
    for (name, value) in settings.as_object().into_iter().flatten() {
        match engine {
            Engine::Postgresql => {
                let text = value.as_str().context("a setting that is no text")?;
                in_force = set(in_force, name, text)?;
            }
            Engine::Mysql | Engine::Mariadb => {
                in_force.values.insert(name.clone(), of_my_cnf(value)?);
            }
        }
    }
    Ok(in_force)
}

/// Puts a parameter's type there, then the value as the server takes it.
fn set(mut in_force: InForce, name: &str, text: &str) -> Result<InForce> {
    let known = POSTGRESQL.iter().find(|(known, _)| *known == name);
    let typed = match known {
        Some((_, unit)) => (Value::Int(0), *unit),
        None if name == "hash_mem_multiplier" => (Value::Real(0.0), None),
        None => bail!("{name}: add it to the parameters that runs set"),
    };
    in_force.values.insert(name.to_owned(), typed);
    Ok(overlaid(&in_force, name, text)?)
}

/// Runs of MySQL and MariaDB write bytes and counts as numbers.
fn of_my_cnf(value: &serde_json::Value) -> Result<(Value, Option<Unit>)> {
    if let Some(number) = value.as_i64() {
        return Ok((Value::Int(number.into()), Some(Unit::B)));
    }
    if let Some(real) = value.as_f64() {
        return Ok((Value::Real(real), None));
    }
    let text = value
        .as_str()
        .context("a setting that is no number or text")?;
    Ok((Value::Enum(text.to_owned()), None))
}
