//! An upgrade in place over a series that may not be skipped.

use plimsoll_model::{Engine, Version};

use super::upgrade::crosses;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// With `--from`: an upgrade of MySQL in place that leaves out a series it has to pass
    /// through.
    ///
    /// ## Why it matters
    ///
    /// Each series of MySQL upgrades only the data dictionary and the system tables of the
    /// one before it. A newer server refuses the directory ("Invalid MySQL server upgrade"),
    /// often after the old programs are gone.
    ///
    /// ## Example
    ///
    /// From 5.7 to 8.4: through 8.0. From 8.0 to 9.7: through 8.4.
    ///
    /// ## What to do instead
    ///
    /// One series after the other, each with its own checks (`util.checkForServerUpgrade()`
    /// of MySQL Shell) and started once; or a logical dump into a new server.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "Upgrade Paths"
    UPGRADE_SKIPS_SERIES {
        postgresql: None,
        mysql: Some("MY-VER-008"),
        name: "upgrade-skips-series",
        worst: Warning,
        look: Look::Ask(look),
    }
}

/// The series that an upgrade in place has to pass through, in their order.
const STEPS: [Version; 4] = [
    Version::new(5, 7),
    Version::new(8, 0),
    Version::new(8, 4),
    Version::new(9, 7),
];

fn look(input: &Input<'_>) -> Answer {
    let (Some(from), Some(to)) = (input.terms.from, input.config.version.get()) else {
        return Answer::QUIET;
    };
    let whole = from.minor.is_some() && to.minor.is_some();
    let mysql = match input.config.engine {
        Engine::Mysql => !crosses(Engine::Mysql, from),
        Engine::Mariadb | Engine::Postgresql => false,
    };
    if !(whole && mysql) {
        return Answer::QUIET;
    }
    let reached = |version: Version| STEPS.iter().filter(|step| **step <= version).count();
    let (start, end) = (reached(from), reached(*to));
    if end <= start + 1 {
        return Answer::QUIET;
    }
    let through: Vec<String> = STEPS[start..end - 1]
        .iter()
        .map(Version::to_string)
        .collect();
    let message = format!(
        "MySQL {from} cannot be upgraded to {to} in place: it has to go through {}",
        through.join(" and then ")
    );
    Found::warning(message)
        .fact("from", from.to_string(), "--from")
        .into()
}
