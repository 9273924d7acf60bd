//! An upgrade from a version that the catalogue does not have.

use plimsoll_conf::catalogue::{Exactness, Series};

use super::upgrade::crosses;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// With `--from`: a version that the catalogue does not have, or that is only half given.
    ///
    /// ## Why it matters
    ///
    /// Which parameters and built-in values change is told by comparing the series of both
    /// versions. With one end unknown nothing is compared: silence does not mean that nothing
    /// changes.
    ///
    /// ## Example
    ///
    /// `--from 9.6` for PostgreSQL, `--from 8` for MySQL.
    ///
    /// ## What to do instead
    ///
    /// Give it in full (`--from 8.0`). For one older than the catalogue read the release
    /// notes of every series between.
    ///
    /// ## Sources
    ///
    /// - The catalogue's list of series
    UPGRADE_FROM_UNKNOWN_SERIES {
        postgresql: Some("PG-VER-012"),
        mysql: Some("MY-VER-012"),
        name: "upgrade-from-unknown-series",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let engine = input.config.engine;
    let Some(from) = input.terms.from.filter(|from| !crosses(engine, *from)) else {
        return Answer::QUIET;
    };
    let (nearest, exactness) = Series::nearest(engine, &from);
    if exactness == Exactness::Exact {
        return Answer::QUIET;
    }
    let message = format!(
        "--from {from} is no series of {} that is known here (the nearest is {nearest}): \
         what the upgrade changes was not compared",
        engine.title()
    );
    Found::info(message).into()
}
