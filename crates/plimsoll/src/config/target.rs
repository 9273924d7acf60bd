//! The section `[target]` of plimsoll.toml: what is known of the server whose
//! configuration lies in the same folder. Flags beat it.

use std::path::PathBuf;

use plimsoll_conf::document::{self, Data, Fields, Node};
use plimsoll_model::{Engine, Known, Place, Problem, ProblemKind, Profile, Storage};

use crate::cli::{self, ServerVersion};

/// Name of the file.
pub(crate) const FILE: &str = "plimsoll.toml";

/// What the section says; what it leaves out is not known.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Target {
    /// `engine`.
    pub(crate) engine: Option<Engine>,
    /// `version`, and where it stands.
    pub(crate) version: Option<(ServerVersion, String)>,
    /// `memory`.
    pub(crate) memory: Known<u64>,
    /// `limit`.
    pub(crate) limit: Known<u64>,
    /// `swap`.
    pub(crate) swap: Known<u64>,
    /// `cpus`.
    pub(crate) cpus: Known<u32>,
    /// `storage`.
    pub(crate) storage: Known<Storage>,
    /// `disposable`, or an `env` of development or test: its data may be lost.
    pub(crate) disposable: bool,
    /// `facts`: as `--fact` takes them, and where each stands.
    pub(crate) facts: Vec<(String, String, String)>,
    /// `load`: a load file, from this folder.
    pub(crate) load: Option<PathBuf>,
    /// `sessions`.
    pub(crate) sessions: Option<u64>,
    /// `profile`.
    pub(crate) profile: Option<Profile>,
}

/// Reads a plimsoll.toml.
///
/// # Errors
/// Every mistake in it, at its place.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Target, Vec<Problem>> {
    let root = document::parse(file, bytes).map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    let mut target = Target::default();
    if let Some(mut fields) = Fields::of(&root, FILE, &mut problems) {
        let section = fields.take("target");
        fields.finish();
        if let Some(section) = section {
            target = read_section(section, &mut problems);
        }
    }
    problems.sort_by_key(|problem| (problem.place.line, problem.place.column));
    if problems.is_empty() {
        Ok(target)
    } else {
        Err(problems)
    }
}

fn read_section(section: &Node, problems: &mut Vec<Problem>) -> Target {
    let Some(mut fields) = Fields::of(section, "[target]", problems) else {
        return Target::default();
    };
    let target = Target {
        engine: parsed(&mut fields, "engine", cli::engine).map(|(engine, _)| engine),
        version: parsed(&mut fields, "version", cli::version)
            .map(|(version, place)| (version, place.to_string())),
        memory: known(parsed(&mut fields, "memory", cli::size)),
        limit: known(parsed(&mut fields, "limit", cli::size)),
        swap: known(parsed(&mut fields, "swap", cli::size_or_none)),
        storage: known(parsed(&mut fields, "storage", cli::storage)),
        cpus: cpus(&mut fields),
        disposable: disposable(&mut fields),
        facts: facts(&mut fields),
        load: fields.text("load").map(|(path, _)| PathBuf::from(path)),
        sessions: fields.count("sessions"),
        profile: parsed(&mut fields, "profile", cli::profile).map(|(profile, _)| profile),
    };
    fields.finish();
    target
}

/// A text that must mean something.
fn parsed<'n, T>(
    fields: &mut Fields<'n, '_>,
    name: &'static str,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Option<(T, &'n Place)> {
    let (text, place) = fields.text(name)?;
    match parse(text) {
        Ok(value) => Some((value, place)),
        Err(why) => {
            let message = format!("{name} is \"{text}\": {why}");
            fields.say(place, ProblemKind::BadValue, message);
            None
        }
    }
}

fn known<T>(parsed: Option<(T, &Place)>) -> Known<T> {
    parsed.map_or_else(Known::not_given, |(value, place)| {
        Known::Known(value, place.to_string())
    })
}

fn cpus(fields: &mut Fields<'_, '_>) -> Known<u32> {
    let Some(node) = fields.take("cpus") else {
        return Known::not_given();
    };
    if let Data::Int(count @ 1..=0xffff_ffff) = node.data {
        return Known::Known(count as u32, node.place.to_string());
    }
    fields.not_a(node, "cpus", "a whole number from 1 on");
    Known::not_given()
}

/// `disposable = true`, or an environment whose data may be lost.
fn disposable(fields: &mut Fields<'_, '_>) -> bool {
    let env = parsed(fields, "env", environment);
    let told = fields.take("disposable").and_then(|node| match node.data {
        Data::Bool(told) => Some(told),
        Data::Null
        | Data::Int(_)
        | Data::Real(_)
        | Data::Text(_)
        | Data::List(_)
        | Data::Table(_) => {
            fields.not_a(node, "disposable", "true or false");
            None
        }
    });
    told.unwrap_or(env.is_some_and(|(disposable, _)| disposable))
}

/// Whether an environment's data may be lost.
fn environment(name: &str) -> Result<bool, String> {
    match name {
        "dev" | "test" => Ok(true),
        "staging" | "prod" => Ok(false),
        _ => Err("give dev, test, staging or prod".to_owned()),
    }
}

fn facts(fields: &mut Fields<'_, '_>) -> Vec<(String, String, String)> {
    let Some(node) = fields.take("facts") else {
        return Vec::new();
    };
    let Data::Table(table) = &node.data else {
        fields.not_a(node, "facts", "a table");
        return Vec::new();
    };
    let mut facts = Vec::new();
    for field in table {
        let place = field.place.to_string();
        match &field.node.data {
            Data::Text(text) => facts.push((field.name.clone(), text.clone(), place)),
            Data::Int(number) => facts.push((field.name.clone(), number.to_string(), place)),
            Data::Null | Data::Bool(_) | Data::Real(_) | Data::List(_) | Data::Table(_) => {
                fields.not_a(&field.node, "a fact", "a text or a whole number");
            }
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn every_mistake_is_said_at_once() {
        let text =
            b"[target]\nengine = \"oracle\"\nlimit = \"0\"\ncpus = 0\nlod = \"x\"\n[watch]\n";
        let problems = read("plimsoll.toml", text).unwrap_err();
        let said: Vec<String> = problems
            .iter()
            .map(|problem| format!("{} {}", problem.place, problem.message))
            .collect();
        expect_test::expect![[r#"
            plimsoll.toml:2 engine is "oracle": give postgresql, mysql or mariadb
            plimsoll.toml:3 limit is "0": 0 bytes is no limit; leave it out where there is none
            plimsoll.toml:4 cpus must be a whole number from 1 on, not a whole number
            plimsoll.toml:5 [target] has no field `lod`; did you mean `load`?
            plimsoll.toml:6 plimsoll.toml has no field `watch`"#]]
        .assert_eq(&said.join("\n"));
    }

    #[test]
    fn an_empty_file_says_nothing() {
        assert_eq!(read("plimsoll.toml", b""), Ok(super::Target::default()));
    }
}
