//! What `aws rds describe-db-instances` says of an instance's machine. It tells the
//! size of the disk and not what of it is free, and names the machine's class alone.
//!
//! Source: Amazon RDS API reference, `DBInstance`.

mod class;

use plimsoll_model::{Engine, Known, ServerFacts, Storage};
use serde_json::Value;

/// An instance of Amazon RDS or Aurora.
#[derive(Clone, Debug, PartialEq)]
pub struct RdsInstance {
    /// Its identifier.
    pub name: String,
    /// Its engine, if it is one of ours.
    pub engine: Option<Engine>,
    /// Whether it is Aurora's build of that engine.
    pub is_aurora: bool,
    /// Its version, as Amazon writes it.
    pub version_text: String,
    /// The machine. Of its memory the system and Amazon's own programs take a part
    /// that Amazon does not tell.
    pub facts: ServerFacts,
    /// The size of its disk.
    pub allocated_bytes: Option<u64>,
    /// Whether another zone has a standby of it.
    pub is_multi_az: bool,
    /// Its parameter groups, and whether each is in force (`in-sync`,
    /// `pending-reboot`, `applying`).
    pub parameter_groups: Vec<(String, String)>,
}

/// Reads the command's JSON: the instance of that identifier, or the only one.
///
/// # Errors
/// One line: it is no such JSON, or does not tell which instance is meant.
pub fn rds(json: &str, name: Option<&str>) -> Result<RdsInstance, String> {
    let document: Value = serde_json::from_str(json)
        .map_err(|error| format!("this is not the JSON of describe-db-instances: {error}"))?;
    let all = document.get("DBInstances").and_then(Value::as_array);
    let all = all.ok_or("this is not the JSON of describe-db-instances: it has no DBInstances")?;
    let called = |instance: &&Value| name.is_none_or(|name| text(instance, IDENTIFIER) == name);
    let mut meant = all.iter().filter(called);
    match (meant.next(), meant.next(), name) {
        (Some(instance), None, _) => Ok(read(instance)),
        (None, _, Some(name)) => Err(format!("there is no instance {name} in it")),
        (None, _, None) => Err("there is no instance in it".to_owned()),
        (Some(_), Some(_), _) => {
            let count = all.len();
            Err(format!(
                "there are {count} instances in it: say which by its identifier"
            ))
        }
    }
}

const IDENTIFIER: &str = "DBInstanceIdentifier";

fn text<'a>(of: &'a Value, field: &str) -> &'a str {
    of.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn read(instance: &Value) -> RdsInstance {
    let engine = text(instance, "Engine");
    let class = text(instance, "DBInstanceClass");
    let groups = instance.get("DBParameterGroups").and_then(Value::as_array);
    let groups = groups.into_iter().flatten().map(|group| {
        let part = |field| text(group, field).to_owned();
        (part("DBParameterGroupName"), part("ParameterApplyStatus"))
    });
    let allocated = instance.get("AllocatedStorage").and_then(Value::as_u64);
    let is_aurora = engine.starts_with("aurora");
    RdsInstance {
        name: text(instance, IDENTIFIER).to_owned(),
        engine: engine_of(engine),
        is_aurora,
        version_text: text(instance, "EngineVersion").to_owned(),
        facts: facts(instance, class),
        // Aurora's volume grows by itself; it says 1 there.
        allocated_bytes: allocated
            .filter(|_| !is_aurora)
            .and_then(|size| size.checked_mul(1 << 30)),
        is_multi_az: instance
            .get("MultiAZ")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        parameter_groups: groups.collect(),
    }
}

fn engine_of(engine: &str) -> Option<Engine> {
    match engine {
        "postgres" | "aurora-postgresql" => Some(Engine::Postgresql),
        "mysql" | "aurora-mysql" => Some(Engine::Mysql),
        "mariadb" => Some(Engine::Mariadb),
        _ => None,
    }
}

fn facts(instance: &Value, class: &str) -> ServerFacts {
    let source = format!("class {class}");
    let unknown = || format!("the size of class {class} is not known here: give --memory");
    let size = class::size(class);
    let (memory_bytes, cpus) = size.map_or_else(
        || (Known::Unknown(unknown()), Known::Unknown(unknown())),
        |(memory, cpus)| {
            let cpus = processors(instance).unwrap_or(cpus);
            (
                Known::Known(memory, source.clone()),
                Known::Known(cpus, source.clone()),
            )
        },
    );
    ServerFacts {
        memory_bytes,
        cpus,
        storage: storage(text(instance, "StorageType")),
        disk_bytes: Known::Unknown(
            "describe-db-instances tells the disk's size, not what of it is free".to_owned(),
        ),
        ..ServerFacts::default()
    }
}

/// Processors, where fewer than the class has were ordered.
fn processors(instance: &Value) -> Option<u32> {
    let features = instance.get("ProcessorFeatures")?.as_array()?;
    let feature = |name: &str| -> Option<u32> {
        let feature = features
            .iter()
            .find(|feature| text(feature, "Name") == name)?;
        text(feature, "Value").parse().ok()
    };
    feature("coreCount")?.checked_mul(feature("threadsPerCore").unwrap_or(1))
}

fn storage(kind: &str) -> Known<Storage> {
    let known = |storage| Known::Known(storage, format!("storage type {kind}"));
    match kind {
        "gp2" | "gp3" | "io1" | "io2" => known(Storage::Ssd),
        "standard" => known(Storage::Hdd),
        _ if kind.starts_with("aurora") => known(Storage::Network),
        _ => Known::Unknown(format!("storage type {kind} is not known here")),
    }
}

#[cfg(test)]
mod tests;
