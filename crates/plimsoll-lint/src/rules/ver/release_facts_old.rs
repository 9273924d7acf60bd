//! What Plimsoll knows of releases is older than the server, or half a year old.

use super::months::in_months;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// Facts about releases that are more than six months old, or older than the server
    /// checked.
    ///
    /// ## Why it matters
    ///
    /// Ends of life, newest minors and security fixes are told by them. Nothing newer is
    /// known here: that no finding says "behind" or "ended" then means little.
    ///
    /// ## Example
    ///
    /// A Plimsoll installed a year ago; PostgreSQL 16.20 where 16.16 was the newest known.
    ///
    /// ## What to do instead
    ///
    /// A newer Plimsoll.
    ///
    /// ## Sources
    ///
    /// - The day is that of the catalogue's releases (`as_of`)
    RELEASE_FACTS_OLD {
        postgresql: Some("PG-VER-004"),
        mysql: Some("MY-VER-004"),
        name: "release-facts-old",
        worst: Info,
        look: Look::Ask(look),
    }
}

const MONTHS: u8 = 6;

fn look(input: &Input<'_>) -> Answer {
    let as_of = input.releases.as_of;
    let Some(version) = input.version() else {
        return Answer::QUIET;
    };
    let newest = input
        .releases
        .of(input.series())
        .map(|release| release.newest);
    let newer = newest.filter(|newest| version > *newest && version.minor.is_some());
    let aged = input
        .terms
        .today
        .filter(|today| in_months(as_of, MONTHS) < *today);
    let message = match (newer, aged) {
        (Some(newest), _) => format!(
            "the facts about releases are of {as_of} and know nothing newer than {newest}: \
             whether {version} lacks a fix is not judged"
        ),
        (None, Some(today)) => format!(
            "the facts about releases are of {as_of}, today is {today}: \
             newer minors and fixes are not known here"
        ),
        (None, None) => return Answer::QUIET,
    };
    Found::info(message).into()
}
