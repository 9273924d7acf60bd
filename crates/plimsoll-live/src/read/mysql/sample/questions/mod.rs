//! What a `MySQL` or `MariaDB` server is asked for a sample, as data. They are
//! bound to what the questions of an audit are, and each is asked only where its
//! answer can matter: what is dear to ask for waits until something cheap says
//! that there is something to see.
//!
//! Sources: manuals of `MySQL` 5.7 to 9.x, "Server Status Variables", "Performance
//! Schema", "`INFORMATION_SCHEMA` InnoDB Tables"; of `MariaDB`, "Server Status
//! Variables", "Information Schema Tables". Run by the tests on `MariaDB` 10.11,
//! 11.8 and `MySQL` 9.7; for the other versions the manuals alone are followed.

mod ask;
mod replication;
mod sessions;
mod settings;
mod status;
mod waits;
mod work;

use plimsoll_model::Engine;

pub(super) use ask::{Ask, PAIR, Step};
pub(in crate::read::mysql) use replication::taking;
pub(super) use replication::{BINARY_LOGS, CHANNELS, OF_LOGS, OF_REPLICAS, REPLICAS};
pub(super) use settings::MARK;
pub(super) use waits::{METADATA, ROWS};
pub(super) use work::{DATABASES, OF_DATABASES, WORK};

/// All questions of a sample to that engine.
pub(super) fn all(engine: Engine) -> Vec<&'static Ask> {
    let tables: [&[Ask]; 6] = match engine {
        Engine::Postgresql => return Vec::new(),
        Engine::Mysql => [
            settings::MYSQL,
            status::MYSQL,
            sessions::MYSQL,
            work::MYSQL,
            waits::MYSQL,
            replication::MYSQL,
        ],
        Engine::Mariadb => [
            settings::MARIADB,
            status::MARIADB,
            sessions::MARIADB,
            work::MARIADB,
            waits::MARIADB,
            replication::MARIADB,
        ],
    };
    tables.into_iter().flatten().collect()
}

/// Questions whose answers say values by name: pairs, or one row.
pub(super) const BY_NAME: [&str; 6] = [
    settings::OPENING,
    status::STATUS,
    sessions::TRANSACTIONS,
    sessions::SESSIONS,
    WORK,
    work::PURGE,
];

#[cfg(test)]
mod tests;
