//! A way back that the data does not have.

use plimsoll_model::{Engine, Version};

use super::upgrade::crosses;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// With `--from`: a server older than the one that has the data now.
    ///
    /// ## Why it matters
    ///
    /// A PostgreSQL of another series refuses the data directory ("database files are
    /// incompatible with server"). MySQL and MariaDB do not support it across series, nor
    /// MySQL 8.0 from one of its minors to an earlier one: the new server's dictionary, redo
    /// log and system tables are not read by the old.
    ///
    /// ## Example
    ///
    /// Back from 18 to 17 after an upgrade; from MySQL 8.0.36 to 8.0.34.
    ///
    /// ## What to do instead
    ///
    /// A logical dump into a new server of the older version, a restore of the backup from
    /// before the upgrade, or a replica of the old version kept for this, where replication
    /// to it is possible.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Upgrading a PostgreSQL Cluster"
    /// - MySQL manual, section "Downgrading MySQL"
    /// - MariaDB documentation, "Downgrading between Major Versions of MariaDB"
    DOWNGRADE {
        postgresql: Some("PG-VER-009"),
        mysql: Some("MY-VER-009"),
        name: "downgrade",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let (Some(from), Some(to)) = (input.terms.from, input.version()) else {
        return Answer::QUIET;
    };
    if crosses(input.config.engine, from) || !goes_back(input.config.engine, from, to) {
        return Answer::QUIET;
    }
    let message = format!(
        "data of {title} {from} cannot go back to {title} {to}: it takes a dump or the backup from before",
        title = input.config.engine.title()
    );
    Found::warning(message)
        .fact("from", from.to_string(), "--from")
        .into()
}

fn goes_back(engine: Engine, from: Version, to: Version) -> bool {
    match engine {
        Engine::Postgresql => from.major > to.major,
        Engine::Mysql | Engine::Mariadb => {
            let (Some(from_minor), Some(to_minor)) = (from.minor, to.minor) else {
                return from.major > to.major;
            };
            let series = (from.major, from_minor).cmp(&(to.major, to_minor));
            // Only 8.0 changes its files within the series.
            let minors = engine == Engine::Mysql
                && (to.major, to_minor) == (8, 0)
                && to.patch.is_some()
                && from.patch > to.patch;
            series.is_gt() || series.is_eq() && minors
        }
    }
}
