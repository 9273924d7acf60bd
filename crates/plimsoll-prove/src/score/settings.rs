//! The settings of a run as values in force: written as the server's own file
//! and read as a user's would be.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use plimsoll_conf::{Entry, Files, Outcome, Request, in_force, read};
use plimsoll_model::{Engine, InForce, Version};
use serde_json::Value;

/// Readings ask for a few files more, all of which are not there.
const ROUNDS_MAX: usize = 8;

/// The values in force of a run.
pub(super) fn of_run(engine: Engine, version: Version, settings: &Value) -> Result<InForce> {
    let main = match engine {
        Engine::Postgresql => "postgresql.conf",
        Engine::Mysql | Engine::Mariadb => "my.cnf",
    };
    let mut files = Files::new();
    files.insert(
        main,
        Entry::File(text(engine, settings)?.into_bytes().into()),
    );
    let request = Request {
        engine,
        version: Some(version),
        main: main.into(),
        arguments: Vec::new(),
        instance: plimsoll_conf::Instance::default(),
    };
    for _ in 0..ROUNDS_MAX {
        match read(&request, &files) {
            Outcome::Config(config) => {
                if let Some(problem) = config.problems.iter().find(|problem| problem.fatal) {
                    bail!("its settings: {}", problem.message);
                }
                return Ok(in_force(&config));
            }
            Outcome::Need(needs) => {
                for need in needs {
                    files.insert(need.path, Entry::Missing);
                }
            }
        }
    }
    bail!("its settings ask for ever more files")
}

/// The settings as a file; MySQL's and MariaDB's are numbers of bytes.
fn text(engine: Engine, settings: &Value) -> Result<String> {
    let mut text = String::new();
    if engine.reads_my_cnf() {
        text.push_str("[mysqld]\n");
    }
    for (name, value) in settings.as_object().context("no settings")? {
        let value = match value {
            Value::String(value) => value.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(on) => u8::from(*on).to_string(),
            _ => bail!("{name} has no value"),
        };
        let _ = match engine {
            Engine::Postgresql => writeln!(text, "{name} = '{value}'"),
            Engine::Mysql | Engine::Mariadb => writeln!(text, "{name}={value}"),
        };
    }
    Ok(text)
}
