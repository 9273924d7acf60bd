//! How a run ended, whatever was asked: what every command says of itself.

use std::process::ExitCode;

/// How a run ended; the worst of several counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ended {
    /// Done, and nothing to report.
    Well,
    /// Done, and what was asked about is not well.
    Findings,
    /// Could not do it, or not all of it.
    Failed,
}

impl From<Ended> for ExitCode {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Well => Self::from(0),
            Ended::Findings => Self::from(1),
            Ended::Failed => Self::from(2),
        }
    }
}
