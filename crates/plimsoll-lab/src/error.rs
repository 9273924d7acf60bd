//! What can go wrong in the lab, told to the person who runs it.

use std::path::{Path, PathBuf};

/// A failure of the lab itself, or of a server it was asked to start.
#[derive(Debug, thiserror::Error)]
pub enum LabError {
    /// No server of that name on this machine.
    #[error("{name} is not installed in {root}: run `cargo xtask servers {name}`", root = root.display())]
    NotInstalled {
        /// The name asked for.
        name: String,
        /// Where servers are looked for.
        root: PathBuf,
    },
    /// Servers refuse root and this machine has no other user for them.
    #[error(
        "cannot make the user {user} that servers run as: {why}; make it by hand with `{by_hand}`"
    )]
    User {
        /// Its name.
        user: &'static str,
        /// What failed.
        why: String,
        /// The command that makes it.
        by_hand: String,
    },
    /// The file system or the kernel refused.
    #[error("cannot {what} {path}: {source}", path = path.display())]
    Io {
        /// The act, as a verb.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A program that prepares or runs a server ended unsuccessfully.
    #[error("{program} ended with {status}:\n{said}")]
    Program {
        /// Its path.
        program: String,
        /// Its exit status.
        status: String,
        /// The last lines it said.
        said: String,
    },
    /// The server ended by itself before it took a session.
    #[error("{name} ended while starting ({status}); its log:\n{log}")]
    Ended {
        /// The server.
        name: String,
        /// Its exit status.
        status: String,
        /// How many of its processes the kernel killed for the limit.
        oom_kills: u64,
        /// The last lines of its log.
        log: String,
    },
    /// A limit of time passed.
    #[error("{name}: {what} took more than {limit_seconds} s; its log:\n{log}")]
    TooSlow {
        /// The server.
        name: String,
        /// What was waited for.
        what: &'static str,
        /// The limit.
        limit_seconds: u64,
        /// The last lines of its log.
        log: String,
    },
    /// The server refused a statement or cut the session.
    #[error("{message}; in: {sql}")]
    Sql {
        /// What the server or the client library said.
        message: String,
        /// The beginning of the statement.
        sql: String,
    },
    /// No memory cgroup can be made here.
    #[error("no memory cgroup: {0}")]
    Cgroup(String),
}

impl LabError {
    /// For `map_err` on an act upon a path.
    pub(crate) fn io(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { what, path, source }
    }
}

/// The end of a log or of a program's words: enough to see why it stopped.
pub(crate) fn tail(text: &str) -> String {
    const LINES: usize = 12;
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n")
}
