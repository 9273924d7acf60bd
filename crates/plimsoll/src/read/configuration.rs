//! A configuration from its main file: of which server it is, and all that it includes.

use plimsoll_conf::{
    Entry, Files, Instance, Outcome, Request, contradiction, detect, is_parameter_group, read,
    settle_fork,
};
use plimsoll_model::{Config, Engine, Fork, Known, ServerFacts};

use super::found::{Main, shown};
use super::reader::Reader;
use super::version;
use crate::cli::Source;
use crate::config::target::Target;
use crate::failure::Failure;

/// A reading that asks for more files than this reads no configuration.
const FILES_MAX: usize = 10_000;

/// What its files set, and the files that were read.
pub(super) fn config(
    main: Main,
    mut files: Files,
    source: &Source,
    target: &Target,
    facts: &ServerFacts,
) -> Result<(Config, Files), Failure> {
    let engine = engine(&main, source, target)?;
    let flag = source.server_version;
    let flag = flag.map(|version| (version, "--server-version".to_owned()));
    let told = flag.or_else(|| target.version.clone());
    let seen = version::seen(engine, &main.path, &main.bytes, &main.reader);
    let by_place = seen.as_ref().map(|seen| seen.version);
    let mut request = Request {
        engine,
        version: told.as_ref().map(|(told, _)| told.version).or(by_place),
        main: main.path.clone(),
        arguments: source
            .set
            .iter()
            .map(|(name, value)| format!("--{name}={value}"))
            .collect(),
        instance: Instance {
            memory_bytes: facts.ceiling_bytes().get().copied(),
            cpus: facts.cpus.get().copied(),
        },
    };
    // A server passes over an option file that anyone may write, the main one
    // too.
    let ignored = engine.reads_my_cnf()
        && !is_parameter_group(&main.bytes)
        && main.reader.my_cnf_entry(&main.path) == Entry::WorldWritable;
    let entry = if ignored {
        Entry::WorldWritable
    } else {
        Entry::File(main.bytes)
    };
    files.insert(main.path.clone(), entry);
    if let Some(beside) = request.beside().filter(|path| files.get(path).is_none()) {
        let entry = main.reader.entry(&beside);
        files.insert(beside, entry);
    }
    let mut config = fulfilled(&request, &mut files, &main.reader)?;
    let seen = seen.or_else(|| version::of_data_directory(&config));
    match (told, seen) {
        (Some((told, source)), seen) => {
            config.version = Known::Known(told.version, source);
            if config.fork == Fork::None {
                settle_fork(&mut config, told.fork);
            }
            let other = seen.and_then(|seen| contradiction(&config, seen.version, seen.place));
            config.problems.splice(0..0, other);
        }
        (None, Some(seen)) => {
            if request.version.is_none() {
                request.version = Some(seen.version);
                config = fulfilled(&request, &mut files, &main.reader)?;
            }
            config.version = Known::Known(seen.version, seen.source);
        }
        (None, None) => {}
    }
    Ok((config, files))
}

fn engine(main: &Main, source: &Source, target: &Target) -> Result<Engine, Failure> {
    let path = shown(&main.path);
    let told = source.engine.or(target.engine);
    let seen = detect(&main.path, &main.bytes);
    match (told, seen) {
        (Some(told), Some(seen)) if told.reads_my_cnf() != seen.reads_my_cnf() => {
            Err(Failure::new(format_args!(
                "{path}: this is a configuration of {}, not of {}; correct the engine or the path",
                seen.title(),
                told.title()
            )))
        }
        (Some(told), _) => Ok(told),
        (None, Some(seen)) => Ok(seen),
        (None, None) => Err(Failure::new(format_args!(
            "{path}: cannot tell which server reads this file; add --engine postgresql, mysql or mariadb"
        ))),
    }
}

/// Reads what a reading needs until it has all.
pub(super) fn fulfilled(
    request: &Request,
    files: &mut Files,
    reader: &Reader,
) -> Result<Config, Failure> {
    let mut count = 0;
    loop {
        let needs = match read(request, files) {
            Outcome::Config(config) => return Ok(*config),
            Outcome::Need(needs) => needs,
        };
        count += needs.len();
        let stuck = needs.iter().all(|need| files.get(&need.path).is_some());
        if stuck || count > FILES_MAX {
            return Err(Failure::new(format_args!(
                "{}: its includes lead to more than {FILES_MAX} files; check them",
                shown(&request.main)
            )));
        }
        for need in needs {
            let entry = if request.engine.reads_my_cnf() {
                reader.my_cnf_entry(&need.path)
            } else {
                reader.entry(&need.path)
            };
            files.insert(need.path, entry);
        }
    }
}
