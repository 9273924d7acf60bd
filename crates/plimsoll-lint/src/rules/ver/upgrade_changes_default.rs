//! Defaults that this file relies on and that change with the upgrade.

use plimsoll_conf::{catalogue, in_force, shown};

use super::changed_defaults;
use super::upgrade::{Upgrade, at, lacks_target};
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// With `--from`: a parameter that matters, that this file does not set, and whose
    /// built-in value is another in the new version. A warning where the new value can refuse
    /// clients, change what is stored or fill a disk; else an info.
    ///
    /// ## Why it matters
    ///
    /// The file stays as it is and the server behaves otherwise. Which of the hundreds of
    /// changes can hurt is what the release notes do not say; here each comes with why.
    ///
    /// ## Example
    ///
    /// `innodb_io_capacity` from 200 to 10000 and `innodb_flush_method` from `fsync` to
    /// `O_DIRECT` with MySQL 8.4; `hash_mem_multiplier` from 1 to 2 with PostgreSQL 15;
    /// `innodb_snapshot_isolation` on with MariaDB 11.8.
    ///
    /// ## What to do instead
    ///
    /// Decide which of the two you want and write it into the file: the new value after a
    /// look at what it does here, or the old one, to change one thing at a time.
    ///
    /// ## Sources
    ///
    /// - The built-in values of the catalogue, read off running servers
    /// - release notes: PostgreSQL 13 to 18, "Migration to Version"
    /// - MySQL 8.0, 8.4 and 9.7, "What Is New"
    /// - MariaDB, "Upgrading from … to …"
    UPGRADE_CHANGES_DEFAULT {
        postgresql: Some("PG-VER-007"),
        mysql: Some("MY-VER-007"),
        name: "upgrade-changes-default",
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
    let old = upgrade.before(input);
    let new = in_force(&at(input.config, upgrade.to));
    let found = changed_defaults::of(input.config.engine)
        .filter(|row| !input.is_set(row.name) && input.has(row.name))
        .filter_map(|row| {
            let after = shown(&new, row.name)?;
            let before = shown(&old, row.name);
            if before.as_ref() == Some(&after) {
                return None;
            }
            let known = catalogue::lookup(input.config.engine, row.name)
                .is_some_and(|parameter| parameter.at(upgrade.from).is_some());
            if !known && !row.when_new {
                return None;
            }
            let was = match &before {
                Some(before) => format!("goes from {before} to {after} with {}", upgrade.to),
                None if known => format!("is {after} with {}", upgrade.to),
                None => format!("is new since {}; it is {after}", upgrade.from),
            };
            let message = format!("{} is not set here and {was}: {}", row.name, row.why);
            let found = if row.breaks {
                Found::warning(message)
            } else {
                Found::info(message)
            };
            let change = format!("{} → {after}", before.as_deref().unwrap_or("(none)"));
            let source = format!("built in, {} and {}", upgrade.from, upgrade.to);
            let mut found = found.fact(row.name, change, source);
            found.parameters.push(row.name.to_owned());
            Some(found)
        });
    Answer::Found(found.collect())
}
