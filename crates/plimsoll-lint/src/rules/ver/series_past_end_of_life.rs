//! A series that its makers no longer mend.

use plimsoll_model::{Confidence, Engine, Fork, Severity, Version};

use plimsoll_conf::catalogue::Series;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A server of a series whose makers' support has ended.
    ///
    /// ## Why it matters
    ///
    /// Holes and faults that are found from then on are published and not mended in it. The
    /// way out, an upgrade to another series, takes weeks of preparation, which are missing
    /// on the day that one matters.
    ///
    /// ## Example
    ///
    /// MySQL 8.0 after April 2026, PostgreSQL 14 after November 2026.
    ///
    /// ## What to do instead
    ///
    /// Plan the upgrade: `plimsoll check --from 8.0 --server-version 8.4` says what it would
    /// break. Until then, know who still mends it: some distributions and clouds sell longer
    /// support, and makers of forks keep a calendar of their own.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL versioning policy
    /// - MySQL product support EOL announcements
    /// - MariaDB maintenance policy
    /// - the dates of the catalogue's releases, of the day that the finding names
    SERIES_PAST_END_OF_LIFE {
        postgresql: Some("PG-VER-001"),
        mysql: Some("MY-VER-001"),
        name: "series-past-end-of-life",
        worst: Warning,
        controls: ["CIS PostgreSQL: Installation and Patches", "CIS MySQL: Installation and Planning", "SOC 2 CC7.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let Some(version) = input.config.version.get() else {
        return Answer::needs("version");
    };
    if input.version().is_none() {
        return ended_long_ago(input, *version).into();
    }
    let Some(today) = input.terms.today else {
        return Answer::needs("today");
    };
    let release = input.releases.of(input.series());
    let Some(end) = release.and_then(|release| release.end_of_life) else {
        return Answer::QUIET;
    };
    if today <= end {
        return Answer::QUIET;
    }
    let message = format!(
        "{} {} is past the end of its life ({end}): what is found now is not mended in it",
        input.config.engine.title(),
        input.series()
    );
    judged(input, message)
        .fact(
            "end of life",
            end.to_string(),
            format!("releases as of {}", input.releases.as_of),
        )
        .into()
}

/// A version older than the newest series that no series of the catalogue
/// stands for: all of those have ended, innovation and short-term ones too.
fn ended_long_ago(input: &Input<'_>, version: Version) -> Option<Found> {
    let engine = input.config.engine;
    let whole = match engine {
        Engine::Postgresql => true,
        Engine::Mysql | Engine::Mariadb => version.minor.is_some(),
    };
    if !whole || version > Series::newest(engine).version() {
        return None;
    }
    let message = format!(
        "{} {version} is of a series whose support ended before those that are kept: \
         what is found now is not mended in it",
        engine.title()
    );
    Some(judged(input, message))
}

/// A fork has a calendar of its own, and what may be lost need not be mended.
fn judged(input: &Input<'_>, message: String) -> Found {
    match input.config.fork {
        Fork::None if input.terms.disposable => Found::info(message),
        Fork::None => Found::new(Severity::Warning, Confidence::High, message),
        Fork::Percona | Fork::Aurora => Found::info(message).sure(Confidence::Medium),
    }
}
