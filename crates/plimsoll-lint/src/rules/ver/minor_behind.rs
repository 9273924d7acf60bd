//! A server that lacks fixes which its series already has.

use plimsoll_model::{Confidence, Fork};

use plimsoll_conf::catalogue::{CveSeverity, Fixes, Release};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A minor release behind the newest of its series. A warning where it lacks the fix of a
    /// hole rated high or critical.
    ///
    /// ## Why it matters
    ///
    /// Minor releases bring nothing but fixes: of holes, of wrong results, of lost data.
    /// Their announcements tell everyone what can be done to servers that have not taken
    /// them.
    ///
    /// ## Example
    ///
    /// PostgreSQL 16.4 when 16.16 is out.
    ///
    /// ## What to do instead
    ///
    /// Take the newest minor: new programs and a restart, the data stays as it is. Read its
    /// release notes first; now and then an index has to be rebuilt.
    ///
    /// ## Sources
    ///
    /// - Release notes of the engines and their security pages
    /// - PostgreSQL versioning policy, on minor releases
    /// - the ratings are CVSS as the makers publish them, where they do
    MINOR_BEHIND {
        postgresql: Some("PG-VER-003"),
        mysql: Some("MY-VER-003"),
        name: "minor-behind",
        worst: Warning,
        controls: ["CIS PostgreSQL: Installation and Patches", "CIS MySQL: Installation and Planning", "SOC 2 CC7.1"],
        look: Look::Ask(look),
    }
}

/// Holes named in the message.
const NAMED_MAX: usize = 3;

fn look(input: &Input<'_>) -> Answer {
    let Some(version) = input.version() else {
        return Answer::QUIET;
    };
    let Some(release) = input.releases.of(input.series()) else {
        return Answer::QUIET;
    };
    let behind = release.minors_behind(&version).unwrap_or(0);
    if behind == 0 {
        return Answer::QUIET;
    }
    let missing: Vec<&Fixes> = release.fixes_after(&version).collect();
    let grave = grave(&missing);
    let message = format!(
        "{} {version} is {behind} minor {} behind {}{}",
        input.config.engine.title(),
        if behind == 1 { "release" } else { "releases" },
        release.newest,
        lacks(&missing, &grave)
    );
    // What has ended is said by a rule of its own, which weighs more.
    let quiet = ended(input, release) || input.terms.disposable;
    let found = match input.config.fork {
        Fork::None if !grave.is_empty() && !quiet => Found::warning(message),
        Fork::None => Found::info(message),
        Fork::Percona | Fork::Aurora => Found::info(message).sure(Confidence::Medium),
    };
    found
        .fact(
            "newest",
            release.newest.to_string(),
            format!("releases as of {}", input.releases.as_of),
        )
        .into()
}

fn ended(input: &Input<'_>, release: &Release) -> bool {
    let day = input.terms.today.unwrap_or(input.releases.as_of);
    release.ended(day) == Some(true)
}

/// Holes rated high or critical, newest first.
fn grave<'a>(missing: &[&'a Fixes]) -> Vec<&'a str> {
    let cves = missing.iter().rev().flat_map(|fixes| fixes.cves.iter());
    cves.filter(|cve| cve.severity >= Some(CveSeverity::High))
        .map(|cve| cve.id.as_ref())
        .collect()
}

fn lacks(missing: &[&Fixes], grave: &[&str]) -> String {
    let holes: usize = missing.iter().map(|fixes| fixes.cves.len()).sum();
    if holes == 0 {
        return String::new();
    }
    let named = grave
        .iter()
        .take(NAMED_MAX)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    let more = if grave.len() > NAMED_MAX { ", …" } else { "" };
    match grave.len() {
        0 => format!("; it lacks the fixes of {holes} security holes"),
        _ => format!(
            "; it lacks the fixes of {holes} security holes, grave ones among them ({named}{more})"
        ),
    }
}
