//! A parameter group of Amazon RDS or Aurora, as the JSON that `aws rds
//! describe-db-parameters` and `describe-db-cluster-parameters` write of it.
//!
//! The JSON becomes parameters ([`listed`]), formulas become numbers
//! ([`formula`]) where the instance is known, and the engine's own dialect makes
//! settings of what is set: a value stands in the parameter's own unit, as in a
//! file without units. Amazon checks a value before a group takes it, and its
//! builds know parameters that others do not: nothing here keeps a server from
//! starting. It must not know what a parameter is for.

mod assigned;
mod formula;
mod listed;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use plimsoll_model::{
    Bytes, Config, Engine, Fork, Origin, Place, Problem, ProblemKind, Setting, Value, Version,
};

use super::{my_cnf, postgresql};
use crate::apart::only_of_one;
use crate::catalogue::{Kind, Parameter, Span, lookup};
use crate::fork::settle_fork;
use crate::{Instance, Request};
pub(crate) use assigned::Assigned;
use formula::{Lacking, is_formula, outcome};
pub use listed::is_parameter_group;
use listed::{Group, Listed, listed};

/// Parameters named in one message.
const NAMED_MAX: usize = 8;

/// The engine that a group is for: by its family, else by the names in it.
/// Unsure is `None`.
pub fn engine_of_group(bytes: &[u8]) -> Option<Engine> {
    let group = listed("", bytes);
    let by_family = group.family.as_ref().and_then(|(name, _)| family(name));
    if let Some((engine, ..)) = by_family {
        return Some(engine);
    }
    let names = group.parameters.iter().map(|it| it.name.as_str());
    let names: Vec<&str> = names.collect();
    let of = |engine| names.iter().filter(|name| is_known(engine, name)).count();
    let mysql = of(Engine::Mysql).max(of(Engine::Mariadb));
    let postgresql = of(Engine::Postgresql);
    if postgresql == mysql {
        return None;
    }
    let (mysql_only, mariadb_only) = only_of_one(&names);
    Some(if postgresql > mysql {
        Engine::Postgresql
    } else if mariadb_only > mysql_only {
        Engine::Mariadb
    } else {
        Engine::Mysql
    })
}

/// The version that a group's family names, and where it stands.
pub fn version_of_group(file: &str, bytes: &[u8]) -> Option<(Version, Place)> {
    let (name, place) = listed(file, bytes).family?;
    let (_, version, _) = family(&name)?;
    Some((version, place))
}

/// Engine, version and build of a family (`aurora-postgresql16`).
fn family(name: &str) -> Option<(Engine, Version, Fork)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (stem, number) = name.split_at(digits);
    let engine = match stem {
        "postgres" | "aurora-postgresql" => Engine::Postgresql,
        "mysql" | "aurora-mysql" | "aurora" => Engine::Mysql,
        "mariadb" => Engine::Mariadb,
        _ => return None,
    };
    Some((engine, Version::parse(number)?, Fork::of(stem)))
}

fn is_known(engine: Engine, written: &str) -> bool {
    lookup(engine, &canonical(engine, written)).is_some()
}

/// A name as the catalogue looks it up.
fn canonical(engine: Engine, written: &str) -> String {
    match engine {
        Engine::Postgresql => written.to_owned(),
        Engine::Mysql | Engine::Mariadb => written.replace('-', "_").to_ascii_lowercase(),
    }
}

/// Reads a group, as the main file of a request.
pub(crate) fn read(request: &Request, bytes: &[u8]) -> Config {
    let file = request.main.display().to_string();
    let group = listed(&file, bytes);
    let mut sorted = Sorted::default();
    for parameter in &group.parameters {
        sorted.take(request, parameter);
    }
    let assigned = std::mem::take(&mut sorted.assigned);
    let mut config = match request.engine {
        Engine::Postgresql => postgresql::read_group(request, assigned),
        Engine::Mysql | Engine::Mariadb => my_cnf::read_group(request, assigned),
    };
    for problem in &mut config.problems {
        problem.fatal &= problem.place.file != file;
    }
    let problems = &mut config.problems;
    problems.retain(|problem| problem.kind != ProblemKind::MissingUnit);
    problems.extend(sorted.problems(request));
    problems.extend(only_users(&group));
    let fork = group.family.as_ref().and_then(|(name, _)| family(name));
    problems.extend(group.problems);
    problems.sort_by_key(|problem| (problem.place.line, problem.place.column));
    for setting in sorted.texts {
        // An argument counts before the group.
        let settings = &mut config.settings;
        settings.entry(setting.name.clone()).or_insert(setting);
    }
    settle_fork(&mut config, fork.map_or(Fork::None, |(.., fork)| fork));
    config
}

/// What the parameters of a group come to.
#[derive(Debug, Default)]
struct Sorted {
    /// What the engine's dialect reads.
    assigned: Vec<Assigned>,
    /// What stays as it is written: a formula without an outcome, and Amazon's
    /// own parameters, which no catalogue has.
    texts: Vec<Setting>,
    lacking: BTreeMap<Lacking, Vec<(String, Place)>>,
    /// What was worked out by the instance's memory.
    by_memory: Vec<(String, Place)>,
}

impl Sorted {
    /// Takes a parameter that has a value which is not the engine's own.
    fn take(&mut self, request: &Request, parameter: &Listed) {
        let Some(value) = parameter.value.as_ref() else {
            return;
        };
        if !matches!(parameter.source.as_str(), "user" | "system") {
            return;
        }
        let engine = request.engine;
        let name = canonical(engine, &parameter.name);
        let known = lookup(engine, &name);
        let name = known.map_or(name, |known| known.name.to_owned());
        let place = parameter.place.clone();
        let Some(known) = known else {
            return self.texts.push(text(name, value, place));
        };
        let value = if is_number_or_word(known) && is_formula(value) {
            match outcome(value, request.instance) {
                Ok(number) => {
                    if outcome(value, Instance::default()) == Err(Lacking::Memory) {
                        self.by_memory.push((name.clone(), place.clone()));
                    }
                    number.to_string()
                }
                Err(lacking) => {
                    let lacks = self.lacking.entry(lacking).or_default();
                    lacks.push((name.clone(), place.clone()));
                    return self.texts.push(text(name, value, place));
                }
            }
        } else {
            value.clone()
        };
        self.assigned.push(Assigned { name, value, place });
    }

    /// What is not known, or not to the last digit.
    fn problems(&self, request: &Request) -> Vec<Problem> {
        let lacking = self.lacking.iter().map(|(lacking, parameters)| {
            let why = match lacking {
                Lacking::Memory => {
                    "worked out from the memory of the instance, which is not known here; give \
                     --memory, or memory in plimsoll.toml"
                }
                Lacking::Cpus => {
                    "worked out from the processors of the instance, which are not known here; \
                     give --cpus, or cpus in plimsoll.toml"
                }
                Lacking::Instance => {
                    "worked out from what only Amazon knows of the instance, and not known here"
                }
                Lacking::Sense => "set by a formula that is not known here",
            };
            unresolved(parameters, why)
        });
        let memory = request.instance.memory_bytes.map(Bytes);
        let about = memory.map(|memory| {
            let why = format!(
                "worked out from {memory}; Amazon takes off what its own programs have of the \
                 class, so the instance has some percent less of it"
            );
            unresolved(&self.by_memory, &why)
        });
        lacking.chain(about).flatten().collect()
    }
}

/// Whether Amazon takes a formula for the parameter: braces in a text are text.
fn is_number_or_word(parameter: &Parameter) -> bool {
    let number_or_word = |span: &Span| match span.kind {
        Kind::Bool | Kind::Integer { .. } | Kind::Real { .. } | Kind::Enum { .. } => true,
        Kind::Set { .. } | Kind::FlagSet { .. } | Kind::Text => false,
    };
    parameter.spans.iter().any(number_or_word)
}

fn text(name: String, value: &str, place: Place) -> Setting {
    Setting {
        name,
        value: value.to_owned(),
        typed: Value::Text(value.to_owned()),
        unit: None,
        display: value.to_owned(),
        origin: Origin::Manifest(place),
        shadowed: Vec::new(),
    }
}

/// One problem for all parameters that share a reason.
fn unresolved(parameters: &[(String, Place)], why: &str) -> Option<Problem> {
    let (_, place) = parameters.first()?;
    let named = parameters.iter().take(NAMED_MAX);
    let mut names = named
        .map(|(name, _)| name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    if parameters.len() > NAMED_MAX {
        names = format!("{names} and {} more", parameters.len() - NAMED_MAX);
    }
    let verb = if parameters.len() == 1 { "is" } else { "are" };
    Some(Problem {
        place: place.clone(),
        kind: ProblemKind::Unresolved,
        parameter: None,
        message: format!("{names} {verb} {why}"),
        fatal: false,
    })
}

/// A list of nothing but what users set leaves out what Amazon sets.
fn only_users(group: &Group) -> Option<Problem> {
    let first = group.parameters.first()?;
    let mut sources = group.parameters.iter().map(|it| it.source.as_str());
    sources.all(|source| source == "user").then(|| Problem {
        place: first.place.clone(),
        kind: ProblemKind::Unresolved,
        parameter: None,
        message: "only what users set is listed: what Amazon sets in this group (memory and \
                  connections among it) is taken for the engine's own default; list it without \
                  --source user"
            .to_owned(),
        fatal: false,
    })
}
