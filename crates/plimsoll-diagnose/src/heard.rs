//! What was heard in one file, kept within limits: the same thing said again is
//! counted, not kept. Knows no format and no wording.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::LogLine;

use crate::record::Record;
use crate::redact;
use crate::signal::{Kind, Said, Signal};

/// Signals of one kind that are kept; further ones are counted.
pub(crate) const OF_A_KIND_MAX: usize = 1_000;

/// How many of the last signals are looked through for the same one.
const LOOK_BACK: usize = 16;

/// How far apart the same thing may be said and still be one signal.
const APART_MAX: SignedDuration = SignedDuration::from_secs(60);

/// What was heard.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// In the order of the file.
    pub(crate) signals: Vec<Signal>,
    /// How many were left out.
    pub(crate) left_out: u64,
    kept: HashMap<Kind, usize>,
}

impl Heard {
    /// Keeps what a record said, or counts it with the same thing said before.
    pub(crate) fn push(&mut self, said: Said, record: &Record<'_>, file: &str, line: u64) {
        let at = record.when.map(super::record::When::taken);
        if let Some(before) = self.same(&said, at) {
            before.times += 1;
            before.until = at.or(before.until);
            return;
        }
        let kept = self.kept.entry(said.kind()).or_default();
        if *kept >= OF_A_KIND_MAX {
            self.left_out += 1;
            return;
        }
        *kept += 1;
        self.signals.push(Signal {
            said,
            at,
            until: at,
            times: 1,
            line: LogLine {
                file: file.to_owned(),
                line,
                at,
                text: redact::entry(record),
            },
        });
    }

    fn same(&mut self, said: &Said, at: Option<Timestamp>) -> Option<&mut Signal> {
        let from = self.signals.len().saturating_sub(LOOK_BACK);
        self.signals[from..].iter_mut().rev().find(|signal| {
            let near = match (signal.until, at) {
                (Some(before), Some(now)) => now.duration_since(before).abs() <= APART_MAX,
                (None, None) => true,
                _ => false,
            };
            near && signal.repeats(said)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{Heard, OF_A_KIND_MAX};
    use crate::record::{Record, Speaker};
    use crate::signal::{Said, ServerSignal};

    #[test]
    fn many_of_one_kind_leave_room_for_others() {
        let record = Record::plain(Speaker::Postgresql, Cow::Borrowed("x"));
        let mut heard = Heard::default();
        for bytes in 0..=OF_A_KIND_MAX as u64 {
            let said = Said::Server(ServerSignal::TemporaryFile { bytes });
            heard.push(said, &record, "server.log", bytes);
        }
        assert_eq!((heard.signals.len(), heard.left_out), (OF_A_KIND_MAX, 1));
        heard.push(
            Said::Server(ServerSignal::CrashFound),
            &record,
            "server.log",
            1,
        );
        assert_eq!(
            (heard.signals.len(), heard.left_out),
            (OF_A_KIND_MAX + 1, 1)
        );
    }
}
