//! A number of sessions and where it was seen. The largest counts, and says so:
//! what was seen once can come again, and an average was exceeded at some moment.

use plimsoll_model::Row;

use super::seen::Past;

/// The most sessions that were seen open, or active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) sessions: u64,
    /// Where it was seen.
    from: String,
}

impl Figure {
    /// What is there at this moment.
    pub(super) fn now(sessions: u64) -> Self {
        Self {
            sessions,
            from: "at this moment; a peak may be more".to_owned(),
        }
    }

    /// This one, or another that is larger.
    pub(super) fn or(self, sessions: u64, from: impl FnOnce() -> String) -> Self {
        if sessions <= self.sessions {
            return self;
        }
        let from = from();
        Self { sessions, from }
    }

    /// This one, or what earlier audits saw.
    pub(super) fn or_past(self, past: Option<&Past>, sessions: impl Fn(&Past) -> u64) -> Self {
        let Some(past) = past else { return self };
        let since = &past.since;
        self.or(sessions(past), || match past.audits {
            1 => format!("what the audit of {since} saw"),
            audits => format!("the most that {audits} audits saw since {since}"),
        })
    }

    /// This one, or an average that the server counts, in that column of its
    /// answer. The peak was at least the next whole number. An average of one or
    /// less proves nothing: whoever asks the server is in it.
    pub(super) fn or_average(self, row: Option<Row<'_>>, column: &str) -> Self {
        let average = row.and_then(|row| Some((row.number(column)?, row.text("since")?)));
        match average.filter(|(average, _)| *average > 1.0) {
            Some((average, since)) => self.or(average.ceil() as u64, || {
                format!("their average since {since}; a peak may be more")
            }),
            None => self,
        }
    }

    /// In words: `98 sessions open: at this moment`.
    pub(super) fn said(&self, what: &str) -> String {
        format!("{} sessions {what}: {}", self.sessions, self.from)
    }
}
