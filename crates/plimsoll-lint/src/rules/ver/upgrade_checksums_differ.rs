//! A new cluster with checksums for an old one without.

use plimsoll_model::{Confidence, Version};

use super::upgrade::Upgrade;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// With `--from`: an upgrade to version 18 or later from one before it.
    ///
    /// ## Why it matters
    ///
    /// `initdb` of version 18 makes clusters with data checksums unless told otherwise;
    /// before, it made them without. `pg_upgrade` refuses two clusters of which only one has
    /// them. No file says which the old one has.
    ///
    /// ## Example
    ///
    /// From 16 to 18 with `pg_upgrade`, the old cluster as it was once set up.
    ///
    /// ## What to do instead
    ///
    /// `SHOW data_checksums` on the old server. Where it is off: `pg_checksums --enable` on
    /// it while it is stopped, which is better, or `initdb --no-data-checksums` for the new
    /// one.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL 18 release notes, "Migration to Version 18"
    /// - PostgreSQL manual, `pg_upgrade`
    UPGRADE_CHECKSUMS_DIFFER {
        postgresql: Some("PG-VER-015"),
        mysql: None,
        name: "upgrade-checksums-differ",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let Some(upgrade) = Upgrade::of(input) else {
        return Answer::QUIET;
    };
    let first = Version::major(18);
    if upgrade.from.version() >= first || upgrade.to.version() < first {
        return Answer::QUIET;
    }
    let message = "initdb of 18 turns data checksums on: if SHOW data_checksums says off today, \
                   pg_upgrade will refuse until one of the two clusters is changed";
    Found::info(message).sure(Confidence::Medium).into()
}
