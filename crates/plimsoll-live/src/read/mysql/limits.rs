//! How long is waited and how much is taken from one server.

use std::time::Duration;

/// The limits of one reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For the server to answer and let in, where the address gives no time.
    pub connect_max: Duration,
    /// For one statement, kept by the server.
    pub statement_max: Duration,
    /// For all questions together.
    pub answer_max: Duration,
    /// For a password command.
    pub password_command_max: Duration,
    /// What the server may send for all of them.
    pub bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_max: Duration::from_secs(5),
            statement_max: Duration::from_secs(5),
            answer_max: Duration::from_secs(30),
            password_command_max: Duration::from_secs(10),
            bytes_max: 16 << 20,
        }
    }
}
