//! The configuration that a bundle brought, read as it stood on its machine: its files
//! by the paths that they had there, and nothing of this machine.

use std::path::PathBuf;

use plimsoll_conf::{Entry, Files, Instance, Outcome, Request, detect, in_force, read};
use plimsoll_diagnose::{Configured, Server};
use plimsoll_model::{Config, Engine, Known, Load, ServerFacts, Version};

use crate::cli::Diagnose;
use crate::collect::Opened;
use crate::config::target::Target;
use crate::facts;
use crate::failure::Failure;

/// Files that a reading may ask for.
const TURNS_MAX: usize = 1_000;

/// The configurations of a bundle; with what flags and its figures say of its machine.
pub(super) fn configured(
    opened: &Opened,
    arguments: &Diagnose,
    told: &Server,
) -> Result<Vec<Configured>, Failure> {
    let facts = facts::over(figures(opened), &arguments.facts, &Target::default())?;
    let mut files = Files::new();
    for text in &opened.configs {
        let bytes = text.bytes.as_slice().into();
        files.insert(PathBuf::from(&text.from), Entry::File(bytes));
    }
    let mains = opened.configs.iter().filter_map(|text| {
        let path = PathBuf::from(&text.from);
        let is_auto = text.from.ends_with("postgresql.auto.conf");
        let engine = detect(&path, &text.bytes).filter(|_| !is_auto)?;
        config(path, engine, &files, &facts, told)
    });
    let mains: Vec<Config> = mains.collect();
    // What another one includes is not one of its own.
    let is_part = |one: &Config| {
        let main = one.files.first();
        mains.iter().any(|other| {
            let mut rest = other.files.iter().skip(1);
            main.is_some_and(|main| rest.any(|file| file == main))
        })
    };
    let own = mains.iter().filter(|one| !is_part(one));
    let configured = own.map(|config| Configured {
        settings: in_force(config),
        config: config.clone(),
        facts: facts.clone(),
        load: Load::default(),
        profile: arguments.load.profile.unwrap_or_default(),
        arrivals: None,
    });
    Ok(configured.collect())
}

fn config(
    main: PathBuf,
    engine: Engine,
    files: &Files,
    facts: &ServerFacts,
    told: &Server,
) -> Option<Config> {
    let is_its = |told: Engine| told.reads_my_cnf() == engine.reads_my_cnf();
    let engine = told.engine.filter(|told| is_its(*told)).unwrap_or(engine);
    let version = told.version.as_deref().and_then(Version::parse);
    let request = Request {
        engine,
        version,
        main,
        arguments: Vec::new(),
        instance: Instance {
            memory_bytes: facts.ceiling_bytes().get().copied(),
            cpus: facts.cpus.get().copied(),
        },
    };
    let mut files = files.clone();
    if let Some(beside) = request.beside().filter(|path| files.get(path).is_none()) {
        files.insert(beside, Entry::Missing);
    }
    for _ in 0..TURNS_MAX {
        let needs = match read(&request, &files) {
            Outcome::Config(mut config) => {
                if let Some(version) = version {
                    config.version = Known::Known(version, "the server's log".to_owned());
                }
                return Some(*config);
            }
            Outcome::Need(needs) => needs,
        };
        for need in needs {
            files.insert(need.path, Entry::Missing);
        }
    }
    None
}

/// The limit of the one server's group, and the machine's memory.
fn figures(opened: &Opened) -> ServerFacts {
    const LIMITS: [&str; 2] = ["/memory.max", "/memory.limit_in_bytes"];
    let mut facts = ServerFacts::default();
    let texts = || {
        let texts = opened.facts.iter();
        texts.map(|text| (text, String::from_utf8_lossy(&text.bytes)))
    };
    let mut servers = texts().filter(|(_, text)| text.starts_with("# /proc/"));
    if let (Some((of, text)), None) = (servers.next(), servers.next()) {
        let mut lines = text.lines().peekable();
        let mut limits = Vec::new();
        while let Some(line) = lines.next() {
            let is_limit = line.starts_with("# ") && LIMITS.iter().any(|it| line.ends_with(it));
            let value = lines
                .peek()
                .and_then(|value| value.trim().parse::<u64>().ok());
            limits.extend(value.filter(|_| is_limit));
        }
        if let Some(bytes) = limits.into_iter().min() {
            facts.limit_bytes = Known::Known(bytes, of.name.clone());
        }
    }
    let memory = texts().find_map(|(of, text)| {
        let rest = text.strip_prefix("MemTotal:")?;
        let kilobytes = rest.split_whitespace().next()?.parse::<u64>().ok()?;
        Some((of.name.clone(), kilobytes.checked_mul(1024)?))
    });
    if let Some((name, bytes)) = memory {
        facts.memory_bytes = Known::Known(bytes, name);
    }
    facts
}
