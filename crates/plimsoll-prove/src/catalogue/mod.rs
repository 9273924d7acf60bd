//! Reads parameters off the servers on this machine, a JSON document a server
//! on standard output, for `cargo xtask catalogue` to merge.
//!
//! It says what a server says, and leaves out what that server worked out from
//! this machine or from how it was built.

mod help;
mod mysql;
mod postgresql;

use anyhow::{Context as _, Result};
use clap::Args;
use plimsoll_lab::Installed;
use plimsoll_model::Engine;
use serde_json::{Map, Value, json};

/// Which servers.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// Names (`postgresql-16`); without any, one server of every series here.
    names: Vec<String>,
}

/// What a server said, and its own version.
struct Reading {
    version: String,
    rows: Vec<Row>,
}

/// One parameter, in the words of `catalogue/*.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Row {
    name: String,
    module: Option<String>,
    kind: &'static str,
    unit: Option<String>,
    context: &'static str,
    argument: Option<&'static str>,
    default: Option<String>,
    min: Option<String>,
    max: Option<String>,
    block: Option<String>,
    values: Vec<String>,
    synonyms: Vec<(String, String)>,
}

/// Reads every server asked for and prints what each said.
pub(crate) fn main(options: &Options) -> Result<()> {
    for server in servers(options)? {
        let mut reading = match server.engine {
            Engine::Postgresql => postgresql::read(&server),
            Engine::Mysql | Engine::Mariadb => mysql::read(&server),
        }
        .with_context(|| format!("cannot read {}", server.name))?;
        reading.rows.sort_by(|a, b| a.name.cmp(&b.name));
        let document = json!({
            "engine": server.engine.as_str(),
            "series": server.series.to_string(),
            "read_from": format!("server {}", reading.version),
            "rows": reading.rows.iter().map(Row::json).collect::<Vec<_>>(),
        });
        println!("{document}");
    }
    Ok(())
}

fn servers(options: &Options) -> Result<Vec<Installed>> {
    if !options.names.is_empty() {
        let found = options.names.iter().map(|name| Installed::find(name));
        return Ok(found.collect::<Result<_, _>>()?);
    }
    let mut all = Installed::all();
    all.retain(|server| server.name == format!("{}-{}", server.engine, server.series));
    Ok(all)
}

impl Row {
    fn json(&self) -> Value {
        let mut fields = Map::new();
        let texts = [
            ("name", Some(self.name.as_str())),
            ("module", self.module.as_deref()),
            ("kind", Some(self.kind)),
            ("unit", self.unit.as_deref()),
            ("context", Some(self.context)),
            ("argument", self.argument),
            ("default", self.default.as_deref()),
            ("min", self.min.as_deref()),
            ("max", self.max.as_deref()),
            ("block", self.block.as_deref()),
        ];
        for (key, value) in texts {
            if let Some(value) = value {
                fields.insert(key.to_owned(), json!(value));
            }
        }
        fields.insert("values".to_owned(), json!(self.values));
        let synonyms: Map<String, Value> = self
            .synonyms
            .iter()
            .map(|(from, to)| (from.clone(), json!(to)))
            .collect();
        fields.insert("synonyms".to_owned(), Value::Object(synonyms));
        Value::Object(fields)
    }
}
