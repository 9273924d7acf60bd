//! A question of a sample, and when it is asked.

use crate::read::Question;

/// A question, and the servers that it is for besides their version.
#[derive(Debug)]
pub(in crate::read::mysql::sample) struct Ask {
    /// What is asked.
    pub(in crate::read::mysql::sample) question: Question,
    /// When.
    pub(in crate::read::mysql::sample) step: Step,
    /// Only where the performance schema counts (true), or does not (false).
    pub(in crate::read::mysql::sample) counted: Option<bool>,
}

/// When a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read::mysql::sample) enum Step {
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

/// One that every server is asked, in every sample.
pub(super) const fn always(question: Question) -> Ask {
    Ask {
        question,
        step: Step::Always,
        counted: None,
    }
}

/// For what is of the performance schema and of `InnoDB` both.
pub(super) const BOTH_GRANT: Option<&str> =
    Some("GRANT PROCESS ON *.* TO {role}; GRANT SELECT ON performance_schema.* TO {role}");

/// Columns of an answer whose rows each are one figure.
pub(in crate::read::mysql::sample) const PAIR: &[&str] = &["name", "value"];
