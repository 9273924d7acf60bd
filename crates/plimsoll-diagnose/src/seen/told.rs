//! One thing that the figures say, as a signal with its line. Knows no figure.

use jiff::Timestamp;
use plimsoll_model::LogLine;

use crate::signal::{Said, Signal, WatchSignal};

/// What the lines are called that are no file's.
pub(super) const FILE: &str = "watch";

/// One thing that the figures say.
pub(super) struct Told {
    pub(super) said: WatchSignal,
    pub(super) at: Timestamp,
    pub(super) until: Timestamp,
    pub(super) text: String,
}

impl Told {
    pub(super) fn at(said: WatchSignal, at: Timestamp, text: String) -> Self {
        Self {
            said,
            at,
            until: at,
            text,
        }
    }

    pub(super) fn signal(self, line: u64) -> Signal {
        Signal {
            said: Said::Watch(self.said),
            at: Some(self.at),
            until: Some(self.until),
            times: 1,
            line: LogLine {
                file: FILE.to_owned(),
                line,
                at: Some(self.at),
                text: self.text,
            },
        }
    }
}

/// A time of the day, in UTC.
pub(super) fn clock(at: Timestamp) -> String {
    at.strftime("%H:%M:%S UTC").to_string()
}
