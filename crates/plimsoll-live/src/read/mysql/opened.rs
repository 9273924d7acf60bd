//! What stands behind a connection: the library's, and the task that passes its
//! packets on.

use mysql_async::Conn;
use tokio::task::JoinHandle;

use super::unreachable::Trouble;
use crate::read::allowance::Allowance;
use crate::read::one_line::one_line;

/// The library's connection and what stands behind it.
pub(super) struct Opened {
    pub(super) library: Conn,
    pub(super) passing: Passing,
    pub(super) allowance: Allowance,
}

/// The task that passes packets; without this it ends.
pub(super) struct Passing(pub(super) JoinHandle<std::io::Result<()>>);

impl Passing {
    /// Waits until what was said last has been passed on.
    pub(super) async fn finish(mut self) {
        let _as_it_may = (&mut self.0).await;
    }

    /// Whether the server closed the connection, or the network did.
    pub(super) fn is_over(&self) -> bool {
        self.0.is_finished()
    }

    /// Why it ended by itself, where the server sent what no server sends.
    pub(super) async fn ended(&mut self) -> Option<Trouble> {
        if !self.is_over() {
            return None;
        }
        match (&mut self.0).await {
            Ok(Err(error)) if error.kind() == std::io::ErrorKind::InvalidData => {
                Some(Trouble::NotMysql(one_line(&error.to_string())))
            }
            _ => None,
        }
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        self.0.abort();
    }
}
