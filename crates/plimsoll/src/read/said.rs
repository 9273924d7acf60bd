//! What every plimsoll.toml on the way to a main file says of it.

use std::path::Path;

use plimsoll_conf::Entry;
use plimsoll_model::Engine;

use super::found::{Main, bytes_of, shown};
use crate::cli::Source;
use crate::config::{self, Settings};
use crate::failure::Failure;

/// What every plimsoll.toml says from the folder checked down to the main
/// file's own: the nearer one in the place of the farther one, and the policy
/// in the place of both. Rules of all of them add up.
pub(super) fn said(
    main: &Main,
    source: &Source,
    policy: Option<&Settings>,
) -> Result<Settings, Failure> {
    let mut all = Settings::default();
    for folder in folders(main) {
        let path = folder.join(config::FILE);
        let entry = main.reader.entry(&path);
        if entry == Entry::Missing {
            continue;
        }
        let bytes = bytes_of(entry, &path)?;
        let mut here = config::read(&shown(&path), &bytes, false)
            .map_err(|problems| Failure::of_problems(&problems))?;
        let load = here.target.load.take();
        here.target.load = load.map(|load| folder.join(load));
        contradicts(source, here.target.engine, &path)?;
        all = all.under(here);
    }
    Ok(match policy {
        Some(policy) => all.under(policy.clone()),
        None => all,
    })
}

/// From the folder checked down to the main file's own.
fn folders(main: &Main) -> Vec<&Path> {
    // What comes by standard input lies in no folder.
    if main.path.as_os_str() == "-" {
        return Vec::new();
    }
    let mut folders = Vec::new();
    for folder in main.path.ancestors().skip(1) {
        folders.push(folder);
        if main.reader.is_root(folder) {
            folders.reverse();
            return folders;
        }
    }
    // The path goes through a link: its own folder alone is sure.
    folders.truncate(1);
    folders
}

fn contradicts(source: &Source, told: Option<Engine>, path: &Path) -> Result<(), Failure> {
    match (source.engine, told) {
        (Some(asked), Some(told)) if asked != told => Err(Failure::new(format_args!(
            "--engine {asked} contradicts {}, which says {told}; leave one out",
            shown(path)
        ))),
        _ => Ok(()),
    }
}
