//! One file, or one witness, as it was read: what was heard in it, how its times are
//! meant and who speaks in it. Does not know how it was read.

use jiff::Timestamp;
use plimsoll_model::LogRead;

use crate::record::{Speaker, When};
use crate::signal::{Said, ServerSignal, Signal};

/// How the times of a file are to be understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Clock {
    /// With their zones.
    #[default]
    Utc,
    /// Without: taken for UTC.
    Zoneless,
    /// Without a year: taken in the year 2000, for UTC.
    Yearless,
    /// Since the machine's start.
    SinceBoot,
}

impl From<When> for Clock {
    fn from(when: When) -> Self {
        match when {
            When::Utc(_) => Self::Utc,
            When::Zoneless(_) => Self::Zoneless,
            When::Yearless(_) => Self::Yearless,
            When::SinceBoot(_) => Self::SinceBoot,
        }
    }
}

/// One file that was read.
#[derive(Debug)]
pub struct Source {
    /// What it was and how much of it was understood.
    pub(crate) read: LogRead,
    /// What was heard in it, in its order.
    pub(crate) signals: Vec<Signal>,
    /// How its times are meant.
    pub(crate) clock: Clock,
    /// Who speaks in it.
    pub(crate) speakers: Vec<Speaker>,
}

impl Source {
    /// It was followed from one moment to another: that it was silent then is known too.
    #[must_use]
    pub fn followed(mut self, from: Timestamp, to: Timestamp) -> Self {
        self.read.span = [from, to].into_iter().fold(self.read.span, widen);
        self
    }

    /// Whether it tells of a server that went down, or of a process of one.
    pub fn tells_of_a_fall(&self) -> bool {
        let mut said = self.signals.iter().map(|signal| &signal.said);
        said.any(|said| {
            matches!(
                said,
                Said::Server(
                    ServerSignal::ProcessDied { .. }
                        | ServerSignal::Crashed { .. }
                        | ServerSignal::CrashFound
                )
            )
        })
    }
}

/// The earliest and the latest of some times.
#[expect(clippy::unnecessary_wraps, reason = "spans are folded from none")]
pub(crate) fn widen(
    span: Option<(Timestamp, Timestamp)>,
    at: Timestamp,
) -> Option<(Timestamp, Timestamp)> {
    Some(span.map_or((at, at), |(from, to)| (from.min(at), to.max(at))))
}
