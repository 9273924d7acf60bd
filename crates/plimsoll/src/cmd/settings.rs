//! `plimsoll settings PATH…`: what is in force and where it comes from.

use std::path::Path;

use plimsoll_conf::catalogue::{self, Series};
use plimsoll_model::Config;
use plimsoll_report::{SettingsTarget, json, text};

use crate::audit;
use crate::cli::{FactFlags, Settings, TextOrJson};
use crate::ended::Ended;
use crate::failure::Failure;
use crate::output;
use crate::read::configs;

/// Runs it. A configuration that the server would refuse is not well.
pub(crate) fn run(arguments: &Settings) -> Result<Ended, Failure> {
    let (mut targets, mut failures) = (Vec::new(), Vec::new());
    for path in &arguments.paths {
        for target in shown(path, arguments) {
            match target {
                Ok(target) => targets.push(target),
                Err(failure) => failures.push(failure),
            }
        }
    }
    let several = arguments.paths.len() > 1 || targets.len() > 1;
    let text = match arguments.format {
        TextOrJson::Json if targets.is_empty() && !several => String::new(),
        TextOrJson::Json => json::settings(&targets, several),
        TextOrJson::Text => text::settings(&targets, output::palette()),
    };
    output::result(&text)?;
    output::failures(&failures);
    let mut problems = targets.iter().flat_map(|target| &target.config.problems);
    Ok(if !failures.is_empty() {
        Ended::Failed
    } else if problems.any(|problem| problem.fatal) {
        Ended::Findings
    } else {
        Ended::Well
    })
}

/// What is in force by the files at a path, or in the running server there.
fn shown(path: &Path, arguments: &Settings) -> Vec<Result<SettingsTarget, Failure>> {
    let all = arguments.all;
    if audit::is_address(path) {
        let servers = audit::at(path, &FactFlags::default()).into_iter();
        return servers.map(|server| server?.settings(all)).collect();
    }
    let read = configs(path, &arguments.source).into_iter();
    read.map(|read| read.map(|(path, config)| target(path, config, all)))
        .collect()
}

fn target(path: String, config: Config, all: bool) -> SettingsTarget {
    let mut settings: Vec<_> = config.settings.values().cloned().collect();
    if all {
        settings.extend(plimsoll_conf::defaults(&config));
        settings.sort_by(|one, other| one.name.cmp(&other.name));
    }
    let (series, _) = Series::nearest(config.engine, &config.series);
    let names = settings.iter().map(|setting| setting.name.clone());
    let aliases = names.filter_map(|name| {
        let of = catalogue::lookup(config.engine, &name)?.alias_in(series)?;
        Some((name, of.to_owned()))
    });
    SettingsTarget {
        aliases: aliases.collect(),
        path,
        config,
        settings,
    }
}
