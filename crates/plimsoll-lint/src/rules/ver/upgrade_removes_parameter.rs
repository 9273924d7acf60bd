//! Parameters of this file that are gone after the upgrade.

use plimsoll_model::{Problem, ProblemKind};

use plimsoll_conf::catalogue;

use super::upgrade::{Upgrade, lacks_target};
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// With `--from`: every parameter set here that today's version knows and the new one
    /// does not, with what took its place.
    ///
    /// ## Why it matters
    ///
    /// Today's server reads the file. The new one stops at the first of these names, after
    /// the data was already moved.
    ///
    /// ## Example
    ///
    /// `query_cache_size` from MySQL 5.7 to 8.0; `wal_keep_segments` from PostgreSQL 12 to
    /// 13; `expire_logs_days` from MySQL 8.0 to 8.4.
    ///
    /// ## What to do instead
    ///
    /// Take them out, or write what took their place, in the copy of the file that the new
    /// server gets; today's keeps the old one.
    ///
    /// ## Sources
    ///
    /// - Release notes of the engines
    /// - the catalogue's series, read off running servers
    UPGRADE_REMOVES_PARAMETER {
        postgresql: Some("PG-VER-006"),
        mysql: Some("MY-VER-006"),
        name: "upgrade-removes-parameter",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if lacks_target(input) {
        return Answer::needs("version");
    }
    let Some(upgrade) = Upgrade::of(input) else {
        return Answer::QUIET;
    };
    let gone: Vec<(&Problem, &str)> = input
        .config
        .problems
        .iter()
        .filter(|problem| {
            matches!(
                problem.kind,
                ProblemKind::RemovedParameter | ProblemKind::RenamedParameter
            )
        })
        .filter_map(|problem| Some((problem, problem.parameter.as_deref()?)))
        .filter(|(_, name)| catalogue::resolve(upgrade.from, name).is_some())
        .collect();
    let Some((first, _)) = gone.first() else {
        return Answer::QUIET;
    };
    let list: Vec<String> = gone
        .iter()
        .map(
            |(problem, name)| match catalogue::renamed(upgrade.to, name) {
                Some(now) => format!("{name} at {} (now {})", problem.place, now.name),
                None => format!("{name} at {}", problem.place),
            },
        )
        .collect();
    let message = format!(
        "{} does not know what {} reads here: {}",
        upgrade.to,
        upgrade.from,
        list.join(", ")
    );
    let mut found = Found::warning(message);
    found.location = Some(first.place.clone());
    for (problem, name) in gone {
        if !found.parameters.iter().any(|known| known == name) {
            found.parameters.push(name.to_owned());
        }
        let now = catalogue::renamed(upgrade.to, name).map_or("gone", |now| now.name);
        found = found.fact(name, now, problem.place.to_string());
    }
    found.into()
}
