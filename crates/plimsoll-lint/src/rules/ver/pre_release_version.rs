//! A build from before its series was fit for use.

use plimsoll_model::Engine;

use plimsoll_conf::catalogue::Series;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A version from before the first general release of its series.
    ///
    /// ## Why it matters
    ///
    /// The makers publish betas and candidates under the numbers of the series. Data files
    /// and system tables may still change between them, without a way to upgrade; what was
    /// mended since is in none of them.
    ///
    /// ## Example
    ///
    /// MySQL 8.0.4, MariaDB 10.11.1.
    ///
    /// ## What to do instead
    ///
    /// The newest minor of the series, set up anew from a dump where the release notes know
    /// no way.
    ///
    /// ## Sources
    ///
    /// - MySQL 8.0 and 5.7 release notes (first general releases 8.0.11 and 5.7.9)
    /// - MariaDB release notes (10.6.3, 10.11.2, 11.4.2, 11.8.2)
    PRE_RELEASE_VERSION {
        postgresql: None,
        mysql: Some("MY-VER-005"),
        name: "pre-release-version",
        worst: Warning,
        look: Look::Ask(look),
    }
}

/// The last number of each series' first general release.
fn first_general(series: Series) -> Option<u16> {
    let name = series.to_string();
    match (series.engine(), name.as_str()) {
        (Engine::Mysql, "5.7") => Some(9),
        (Engine::Mysql, "8.0") => Some(11),
        (Engine::Mariadb, "10.6") => Some(3),
        (Engine::Mariadb, "10.11" | "11.4" | "11.8") => Some(2),
        (Engine::Mysql | Engine::Mariadb | Engine::Postgresql, _) => None,
    }
}

fn look(input: &Input<'_>) -> Answer {
    let (Some(version), Some(first)) = (input.version(), first_general(input.series())) else {
        return Answer::QUIET;
    };
    if version.patch.is_none_or(|patch| patch >= first) {
        return Answer::QUIET;
    }
    let series = input.series();
    let message = format!(
        "{} {version} is a preview: the first release of {series} for use was {series}.{first}",
        input.config.engine.title()
    );
    Found::warning(message).into()
}
