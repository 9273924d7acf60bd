//! A series with less than half a year left.

use super::months::in_months;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A series whose makers' support ends within six months.
    ///
    /// ## Why it matters
    ///
    /// An upgrade to another series is a project: trying the application, the extensions, the
    /// replicas, the way back. Half a year is what it takes where nobody hurries.
    ///
    /// ## Example
    ///
    /// PostgreSQL 14 in June 2026.
    ///
    /// ## What to do instead
    ///
    /// Set the day. `plimsoll check --from 14 --server-version 18` says what it would break.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL versioning policy
    /// - MySQL product support EOL announcements
    /// - MariaDB maintenance policy
    END_OF_LIFE_NEAR {
        postgresql: Some("PG-VER-002"),
        mysql: Some("MY-VER-002"),
        name: "end-of-life-near",
        worst: Info,
        controls: ["SOC 2 CC7.1"],
        look: Look::Ask(look),
    }
}

const MONTHS: u8 = 6;

fn look(input: &Input<'_>) -> Answer {
    let (Some(today), Some(_)) = (input.terms.today, input.version()) else {
        return Answer::QUIET;
    };
    let release = input.releases.of(input.series());
    let Some(end) = release.and_then(|release| release.end_of_life) else {
        return Answer::QUIET;
    };
    if end < today || in_months(today, MONTHS) < end {
        return Answer::QUIET;
    }
    let message = format!(
        "the support of {} {} ends on {end}: plan its upgrade now",
        input.config.engine.title(),
        input.series()
    );
    Found::info(message)
        .fact(
            "end of life",
            end.to_string(),
            format!("releases as of {}", input.releases.as_of),
        )
        .into()
}
