//! Nearest series, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A version that the catalogue does not have, or that was only half given: the nearest
    /// series was taken.
    ///
    /// ## Why it matters
    ///
    /// Names, ranges and defaults may differ from those of the real server, so checks that
    /// hang on the series are passed over.
    ///
    /// ## Example
    ///
    /// `--server-version 8` for MySQL, or a version newer than this Plimsoll.
    ///
    /// ## What to do instead
    ///
    /// Give the version in full: `--server-version 8.0.36`.
    ///
    /// ## Sources
    ///
    /// - The catalogue's list of series
    NEAREST_SERIES {
        postgresql: Some("PG-READ-025"),
        mysql: Some("MY-READ-025"),
        name: "nearest-series",
        worst: Info,
        look: Look::Problem(ProblemKind::NearestSeries, Severity::Info),
    }
}
