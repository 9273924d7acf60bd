//! What a `MySQL` or `MariaDB` server is asked for a sample, as data. They are
//! bound to what the questions of an audit are, and each is asked only where its
//! answer can matter: what is dear to ask for waits until something cheap says
//! that there is something to see.
//!
//! Sources: manuals of `MySQL` 5.7 to 9.x, "Server Status Variables", "Performance
//! Schema", "`INFORMATION_SCHEMA` InnoDB Tables"; of `MariaDB`, "Server Status
//! Variables", "Information Schema Tables". Run by the tests on `MariaDB` 10.11,
//! 11.8 and `MySQL` 9.7; for the other versions the manuals alone are followed.

mod replication;
mod sessions;
mod settings;
mod status;
mod waits;
mod work;

use plimsoll_model::Engine;

use crate::read::Question;

pub(in crate::read::mysql) use replication::taking;
pub(super) use replication::{BINARY_LOGS, CHANNELS, OF_LOGS, OF_REPLICAS, REPLICAS};
pub(super) use settings::MARK;
pub(super) use waits::{METADATA, ROWS};
pub(super) use work::{DATABASES, OF_DATABASES, WORK};

/// A question, and the servers that it is for besides their version.
#[derive(Debug)]
pub(super) struct Ask {
    /// What is asked.
    pub(super) question: Question,
    /// When.
    pub(super) step: Step,
    /// Only where the performance schema counts (true), or does not (false).
    pub(super) counted: Option<bool>,
}

/// When a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Once a connection.
    Opening,
    /// In every sample.
    Always,
    /// While a session of somebody works or has a transaction.
    Busy,
    /// While a session waits for a lock of rows.
    RowWaits,
    /// While a session waits for another lock.
    OtherWaits,
    /// While replicas read from this server.
    Replicas,
    /// In every sample of what is dear.
    Seldom,
    /// To tell whether settings in force may have moved.
    Mark,
}

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

/// One that every server is asked, in every sample.
const fn always(question: Question) -> Ask {
    Ask {
        question,
        step: Step::Always,
        counted: None,
    }
}

/// For what is of the performance schema and of `InnoDB` both.
const BOTH_GRANT: Option<&str> =
    Some("GRANT PROCESS ON *.* TO {role}; GRANT SELECT ON performance_schema.* TO {role}");

/// Questions whose answers say values by name: pairs, or one row.
pub(super) const BY_NAME: [&str; 6] = [
    settings::OPENING,
    status::STATUS,
    sessions::TRANSACTIONS,
    sessions::SESSIONS,
    WORK,
    work::PURGE,
];

/// Columns of an answer whose rows each are one figure.
pub(super) const PAIR: &[&str] = &["name", "value"];

#[cfg(test)]
mod tests;
