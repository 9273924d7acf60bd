//! The configuration that a case's server was started with: written beside its logs in
//! the folder `config`, with what is known of its host in a plimsoll.toml, and read from
//! there as a user's own would be.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use plimsoll_conf::document::{self, Data, Node};
use plimsoll_conf::{Entry, Files, Outcome, Request, in_force, read};
use plimsoll_diagnose::Configured;
use plimsoll_model::{Bytes, Engine, Known, Load, Profile, ServerFacts, Version};

use super::scenario::Scenario;

/// Name of the folder.
pub(crate) const FOLDER: &str = "config";
/// What is known of the host.
const FACTS: &str = "plimsoll.toml";
/// Readings ask for a few files more, all of which are not there.
const ROUNDS_MAX: usize = 8;

const fn main_file(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgresql => "postgresql.conf",
        Engine::Mysql | Engine::Mariadb => "my.cnf",
    }
}

/// Writes what a scenario's server was started with into its case.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write(case: &Path, scenario: &Scenario, version: &str) -> Result<()> {
    let folder = case.join(FOLDER);
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    let engine = scenario.engine();
    let settings = scenario.logging.settings(engine).into_iter();
    let settings = settings.chain(scenario.settings.iter().copied());
    let settings = settings.map(|(name, value)| line(engine, name, value));
    let head = if engine.reads_my_cnf() {
        "[mysqld]\n"
    } else {
        ""
    };
    let text = head.to_owned() + &settings.collect::<String>();
    save(&folder.join(main_file(engine)), &text)?;
    let mut facts = format!("[target]\nengine = \"{engine}\"\nversion = \"{version}\"\n");
    let limit = scenario.limit_mb;
    facts.extend(limit.map(|limit| format!("limit = \"{limit}MiB\"\n")));
    save(&folder.join(FACTS), &facts)
}

fn save(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn line(engine: Engine, name: &str, value: &str) -> String {
    match engine {
        Engine::Postgresql => format!("{name} = '{}'\n", value.replace('\'', "''")),
        Engine::Mysql | Engine::Mariadb => format!("{name}={value}\n"),
    }
}

/// The configuration beside a case; none where there is none.
///
/// # Errors
/// When it is there and cannot be read.
pub(crate) fn of_case(case: &Path, engine: Engine) -> Result<Option<Configured>> {
    let folder = case.join(FOLDER);
    if !folder.exists() {
        return Ok(None);
    }
    let told = folder.join(FACTS);
    let bytes = std::fs::read(&told).with_context(|| format!("cannot read {}", told.display()))?;
    let root = document::parse(&told.display().to_string(), &bytes)
        .map_err(|problem| anyhow::anyhow!("{}: {}", problem.place, problem.message))?;
    let version = text(&root, "version").and_then(Version::parse);
    let limit = text(&root, "limit").and_then(Bytes::parse);
    let main = folder.join(main_file(engine));
    let bytes = std::fs::read(&main).with_context(|| format!("cannot read {}", main.display()))?;
    let mut files = Files::new();
    files.insert(main.clone(), Entry::File(bytes.into()));
    let request = Request {
        engine,
        version,
        main,
        arguments: Vec::new(),
        instance: plimsoll_conf::Instance::default(),
    };
    for _ in 0..ROUNDS_MAX {
        match read(&request, &files) {
            Outcome::Config(config) => {
                return Ok(Some(Configured {
                    settings: in_force(&config),
                    config: *config,
                    facts: ServerFacts {
                        limit_bytes: limit.map_or_else(Known::not_given, |limit| {
                            Known::Known(limit.0, FACTS.to_owned())
                        }),
                        ..ServerFacts::default()
                    },
                    load: Load::default(),
                    profile: Profile::default(),
                    arrivals: None,
                }));
            }
            Outcome::Need(needs) => {
                for need in needs {
                    files.insert(need.path, Entry::Missing);
                }
            }
        }
    }
    bail!("{}: it asks for ever more files", folder.display())
}

/// A text of the section `[target]`.
fn text<'n>(root: &'n Node, name: &str) -> Option<&'n str> {
    let field = |node: &'n Node, name: &str| match &node.data {
        Data::Table(fields) => fields.iter().find(|it| it.name == name).map(|it| &it.node),
        Data::Null
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Real(_)
        | Data::List(_)
        | Data::Text(_) => None,
    };
    match &field(field(root, "target")?, name)?.data {
        Data::Text(text) => Some(text),
        Data::Null
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Real(_)
        | Data::List(_)
        | Data::Table(_) => None,
    }
}
