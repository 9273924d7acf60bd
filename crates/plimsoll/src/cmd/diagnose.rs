//! `plimsoll diagnose`: what took a server down, from logs, the kernel's log, events
//! and the configuration that was in force.

mod bundled;
mod configured;
mod events;
mod history;

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use plimsoll_diagnose::{Handed, Reading, Source, Told, server_told};
use plimsoll_model::{CauseClass, Incident};
use plimsoll_report::{json, svg, text};

use crate::cli::{Diagnose, TextOrJson};
use crate::collect;
use crate::ended::Ended;
use crate::failure::Failure;
use crate::output;
use crate::past;
use crate::read::{each_block, opened, reason};

/// Everything that was read.
#[derive(Default)]
struct Material {
    sources: Vec<Source>,
    /// Git work trees, whose tags are deploys.
    folders: Vec<PathBuf>,
    bundles: Vec<collect::Opened>,
    /// The moment it is about.
    at: Option<Timestamp>,
    failures: Vec<Failure>,
}

/// Runs it.
pub(crate) fn run(arguments: &Diagnose) -> Result<Ended, Failure> {
    let Material {
        sources,
        folders,
        bundles,
        at,
        mut failures,
    } = material(arguments);
    if sources.is_empty() && folders.is_empty() {
        output::failures(&failures);
        return Ok(Ended::Failed);
    }
    let server = server_told(&sources);
    let mut told = Told::of(sources, at);
    let moment = told.moment();
    let mut given = configured::read(arguments, &server, moment, &mut failures);
    given
        .past
        .take()
        .into_iter()
        .for_each(|past| told.add(past));
    // What is given by hand beats what a bundle has.
    for opened in bundles.iter().filter(|_| arguments.config.is_empty()) {
        match bundled::configured(opened, arguments, &server) {
            Ok(configured) => given.configured.extend(configured),
            Err(failure) => failures.push(failure),
        }
    }
    for folder in &folders {
        match deploys(folder, moment.unwrap_or_else(Timestamp::now)) {
            Ok(tags) => told.add(tags),
            Err(failure) => failures.push(failure),
        }
    }
    let mut incident = told.explained(&given.configured);
    let layer = incident.causes.first().and_then(|cause| cause.layer);
    incident.call = layer.map(|layer| given.said.call(layer));
    let text = match arguments.format {
        TextOrJson::Text => text::diagnosis(&incident, output::screen()),
        TextOrJson::Json => json::diagnosis(&incident),
    };
    output::result(&text)?;
    if let Some(path) = &arguments.picture {
        let drawn = output::file(path, &svg::timeline(&incident), "the picture");
        failures.extend(drawn.err());
    }
    output::failures(&failures);
    Ok(ended(&incident, &failures))
}

/// Reads what the command line names.
fn material(arguments: &Diagnose) -> Material {
    let handed = [
        (&arguments.log, Handed::Log),
        (&arguments.kernel, Handed::Kernel),
        (&arguments.events, Handed::Events),
    ];
    let files = handed
        .into_iter()
        .flat_map(|(paths, handed)| paths.iter().map(move |path| (path, handed)));
    let mut material = Material {
        at: arguments.at,
        ..Material::default()
    };
    for (path, handed) in files {
        if handed == Handed::Events && path.is_dir() {
            material.folders.push(path.clone());
            continue;
        }
        match read(path, handed) {
            Ok(source) => material.sources.push(source),
            Err(failure) => material.failures.push(failure),
        }
    }
    for path in &arguments.bundle {
        match opened_bundle(path, arguments.bundle.len() > 1) {
            Ok(mut opened) => {
                material.sources.append(&mut opened.sources);
                material.failures.append(&mut opened.failures);
                material.bundles.push(opened);
            }
            Err(failure) => material.failures.push(failure),
        }
    }
    if let (Some(server), Some(typed)) = (&arguments.history, arguments.at) {
        match history::read(server, arguments.store.as_deref(), typed) {
            Ok((kept, fall)) => {
                material.sources.extend(kept);
                material.at = Some(fall);
            }
            Err(failure) => material.failures.push(failure),
        }
    }
    material
}

/// The tags of a git work tree, as deploys. What was not tagged, or not fetched, may have
/// been deployed all the same.
fn deploys(folder: &Path, moment: Timestamp) -> Result<Source, Failure> {
    let tags = past::deploys(folder, moment)?;
    let name = format!("{} (tags)", folder.display());
    Ok(events::read(&name, Handed::Noticed, &tags))
}

fn ended(incident: &Incident, failures: &[Failure]) -> Ended {
    let first = incident.causes.first();
    if !failures.is_empty() {
        Ended::Failed
    } else if first.is_some_and(|cause| cause.class != CauseClass::Benign) {
        Ended::Findings
    } else {
        Ended::Well
    }
}

/// Reads a bundle, and says what whoever gathered it could not read.
fn opened_bundle(path: &Path, is_one_of_several: bool) -> Result<collect::Opened, Failure> {
    let opened = collect::open(path, is_one_of_several)?;
    let bundle = &opened.bundle;
    for gap in &bundle.gaps {
        let line = Failure::new(format_args!(
            "{} was not gathered on {}: {}",
            gap.what, bundle.subject, gap.why
        ));
        output::note(&format!("plimsoll: {line}"));
    }
    Ok(opened)
}

/// Reads one file to its end; a compressed one is unpacked as it is read.
fn read(path: &Path, handed: Handed) -> Result<Source, Failure> {
    let name = path.display().to_string();
    let failed =
        |error: &io::Error| Failure::new(format_args!("{name}: cannot be read: {}", reason(error)));
    let reader = opened(path).map_err(|error| failed(&error))?;
    let mut reading = Reading::new(&name, handed);
    each_block(reader, |block| reading.push(block)).map_err(|error| failed(&error))?;
    Ok(reading.end())
}
