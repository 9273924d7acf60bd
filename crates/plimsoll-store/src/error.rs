//! What can go wrong with a store, told to the person who runs it: what, where,
//! what to do. Whatever it is, nothing was half written.

/// An act on a store that failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot {act} in the history at {place}: {fault}")]
pub struct StoreError {
    /// What was to be done, as a verb.
    pub act: &'static str,
    /// Where: the file, or the server without its password.
    pub place: String,
    /// Why not.
    pub fault: Fault,
}

/// Why an act failed. All but [`Fault::Unsettled`] wrote nothing at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The disk, the quota or the database's own limit is reached.
    #[error("no room is left ({0}); nothing was written: free some, or keep less history")]
    Full(String),
    /// Another process holds it.
    #[error(
        "another process has held it for {waited_ms} ms; nothing was written: try again when that one is done"
    )]
    Locked {
        /// How long it was waited for.
        waited_ms: u64,
    },
    /// This user may read it at most.
    #[error(
        "this user cannot write there ({0}); nothing was written: give the user that runs this the right to, or name another place"
    )]
    ReadOnly(String),
    /// Something else stands there.
    #[error(
        "what stands there is not such a history ({0}) and was left as it is: name another place"
    )]
    NotOurs(String),
    /// A newer Plimsoll made it.
    #[error(
        "its tables are of version {found} and this Plimsoll knows them up to {known}; it was left as it is: run the newer one"
    )]
    Newer {
        /// The version of its tables.
        found: u64,
        /// The newest version known here.
        known: u64,
    },
    /// It cannot be read as what it was.
    #[error(
        "it is damaged ({0}) and was left as it is: bring it back from a copy, or move it away to begin anew"
    )]
    Corrupt(String),
    /// The server cannot be reached, or was lost.
    #[error(
        "its server is out of reach ({0}); nothing was written: see that it runs and try again"
    )]
    Unreachable(String),
    /// The server was lost before it said whether it committed.
    #[error(
        "its server was lost while it committed ({0}): look into the history before trying again, it may be there"
    )]
    Unsettled(String),
    /// The server refuses this user.
    #[error("its server refuses this ({0}); nothing was written: see what the user there may do")]
    Refused(String),
    /// What was asked for cannot be kept, or is none of what there is.
    #[error("{0}")]
    Unfit(String),
    /// Something that should not happen, in the words of who met it.
    #[error("{0}; nothing was written")]
    Failed(String),
}

impl Fault {
    /// An error with its causes on one line: control characters and endless
    /// texts come from strangers.
    pub(crate) fn said(error: &dyn std::error::Error) -> String {
        const CHARS_MAX: usize = 300;
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(next) = cause {
            text = format!("{text}: {next}");
            cause = next.source();
        }
        let plain = text.chars().take(CHARS_MAX);
        plain
            .map(|it| if it.is_control() { ' ' } else { it })
            .collect()
    }
}
