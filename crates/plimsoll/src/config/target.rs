//! The section `[target]` of plimsoll.toml: what is known of the server whose
//! configuration lies in the same folder. Flags beat it.

use std::path::{Path, PathBuf};

use plimsoll_conf::document::{Data, Fields, Node};
use plimsoll_model::{Engine, Known, Place, Problem, ProblemKind, Profile, Storage};

use crate::typed::{self, ServerVersion};

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
    /// `env`: what the team calls it (`prod`).
    pub(crate) env: Option<String>,
    /// `group`: the servers it is one of.
    pub(crate) group: Option<String>,
    /// `owner`: who answers for it, in the team's words.
    pub(crate) owner: Option<String>,
    /// `disposable`, else by `env`: whether its data may be lost.
    pub(crate) disposable: Option<bool>,
    /// `facts`: as `--fact` takes them, and where each stands.
    pub(crate) facts: Vec<(String, String, String)>,
    /// `load`: a load file, from this folder.
    pub(crate) load: Option<PathBuf>,
    /// `sessions`.
    pub(crate) sessions: Option<u64>,
    /// `profile`.
    pub(crate) profile: Option<Profile>,
}

/// Reads the section.
pub(super) fn read_section(section: &Node, problems: &mut Vec<Problem>) -> Target {
    let Some(mut fields) = Fields::of(section, "[target]", problems) else {
        return Target::default();
    };
    let target = read_fields(&mut fields);
    fields.finish();
    target
}

/// Reads the fields that are known of a target, among others of a section.
pub(super) fn read_fields(fields: &mut Fields<'_, '_>) -> Target {
    let env = fields.text("env").map(|(env, _)| env.to_owned());
    let by_env = env.as_deref().map(is_disposable);
    Target {
        env,
        group: fields.text("group").map(|(group, _)| group.to_owned()),
        owner: fields.text("owner").map(|(owner, _)| owner.to_owned()),
        disposable: fields.switch("disposable").or(by_env),
        engine: parsed(fields, "engine", typed::engine).map(|(engine, _)| engine),
        version: parsed(fields, "version", typed::version)
            .map(|(version, place)| (version, place.to_string())),
        memory: known(parsed(fields, "memory", typed::size)),
        limit: known(parsed(fields, "limit", typed::size)),
        swap: known(parsed(fields, "swap", typed::size_or_none)),
        storage: known(parsed(fields, "storage", typed::storage)),
        cpus: cpus(fields),
        facts: facts(fields),
        load: fields.text("load").map(|(path, _)| PathBuf::from(path)),
        sessions: fields.count("sessions"),
        profile: parsed(fields, "profile", typed::profile).map(|(profile, _)| profile),
    }
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

/// Whether an environment's data may be lost, by its name.
fn is_disposable(env: &str) -> bool {
    const NAMES: [&str; 5] = ["dev", "development", "test", "testing", "ci"];
    NAMES.iter().any(|name| name.eq_ignore_ascii_case(env))
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

impl Target {
    /// This one, the file that it names taken from a folder.
    pub(crate) fn below(mut self, folder: &Path) -> Self {
        self.load = self.load.map(|load| folder.join(load));
        self
    }

    /// This one, with what another says in the place of what it says.
    pub(crate) fn under(self, other: &Self) -> Self {
        fn known<T: Clone>(own: Known<T>, other: &Known<T>) -> Known<T> {
            if other.get().is_some() {
                other.clone()
            } else {
                own
            }
        }
        Self {
            engine: other.engine.or(self.engine),
            version: other.version.clone().or(self.version),
            memory: known(self.memory, &other.memory),
            limit: known(self.limit, &other.limit),
            swap: known(self.swap, &other.swap),
            cpus: known(self.cpus, &other.cpus),
            storage: known(self.storage, &other.storage),
            env: other.env.clone().or(self.env),
            group: other.group.clone().or(self.group),
            owner: other.owner.clone().or(self.owner),
            disposable: other.disposable.or(self.disposable),
            facts: [self.facts, other.facts.clone()].concat(),
            load: other.load.clone().or(self.load),
            sessions: other.sessions.or(self.sessions),
            profile: other.profile.or(self.profile),
        }
    }
}
