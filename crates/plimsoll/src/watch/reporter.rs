//! The host of a server as a daemon on its machine reads it: what that one had a moment
//! ago is a sample here, dated as it was there.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use plimsoll_live::read::host::prometheus::Trouble;
use plimsoll_model::{Brought, MetricKind, Reach, Reading, Sample, Source};
use plimsoll_watch::Input;

use super::beat::{Look, Looked};
use super::pause::Pause;
use crate::reporter::{Daemon, Reporter};

/// The least and the most that one look may take: `beat.rs`, and less.
const LOOK_MIN: Duration = Duration::from_millis(1600);
const LOOK_MAX: Duration = Duration::from_secs(8);
/// After so many of its intervals without anything new that is said.
const PACES: f64 = 3.0;
/// A clock that was set back by more begins anew.
const BACK: SignedDuration = SignedDuration::from_secs(60);

/// One server's host.
pub(super) struct ReporterLook {
    reporter: Reporter,
    every: Duration,
    last: Option<Timestamp>,
    pause: Pause,
    why: String,
}

impl ReporterLook {
    /// One that was not asked yet.
    pub(super) fn new(daemon: Daemon, every: Duration, name: &str) -> Self {
        Self {
            reporter: Reporter::of(daemon),
            every,
            last: None,
            pause: Pause::of(name),
            why: String::new(),
        }
    }

    fn told(&mut self, brought: Brought, took: Duration) -> Looked {
        let seconds = brought.every_seconds.max(self.every.as_secs_f64());
        let Some(at) = brought.last else {
            let why = brought.why.as_deref();
            let why = why.unwrap_or("it does not know the server's process yet");
            return Looked::Missed(format!("the daemon there: {why}"), None);
        };
        let is_known = |last: &Timestamp| *last >= at && last.duration_since(at) < BACK;
        let is_known = self.last.as_ref().is_some_and(is_known);
        let age = Timestamp::now().duration_since(at).as_secs_f64();
        let is_old = age > seconds * PACES;
        // The first answer may be of hours ago, too: that is none of now.
        if is_known || is_old {
            return match brought.why {
                Some(why) => Looked::Missed(format!("the daemon there: {why}"), None),
                None if is_old => {
                    let why = format!("the daemon there has nothing newer than of {age:.0} s ago");
                    Looked::Missed(why, None)
                }
                None => Looked::Nothing,
            };
        }
        let before = self.last.replace(at);
        let sample = Sample {
            at,
            source: Source::Host,
            took_seconds: took.as_secs_f64(),
            readings: readings(brought.readings, before, at),
            blockers: Vec::new(),
            gaps: brought.gaps,
        };
        Looked::Told(vec![
            Input::Paced {
                source: Source::Host,
                every_seconds: seconds,
            },
            Input::Sample(sample),
        ])
    }

    fn failed(&mut self, trouble: Trouble) -> Looked {
        let reach = if trouble.is_login {
            Reach::LoginRefused(trouble.why.clone())
        } else {
            Reach::Down(trouble.why.clone())
        };
        self.pause.lengthen(tokio::time::Instant::now(), &reach);
        self.why.clone_from(&trouble.why);
        Looked::Missed(trouble.why, None)
    }
}

/// Figures of its newest sample; sums that it asks for seldomer, once each.
fn readings(
    all: Vec<(Timestamp, Reading)>,
    before: Option<Timestamp>,
    at: Timestamp,
) -> Vec<Reading> {
    let is_news = |(time, it): &(Timestamp, Reading)| {
        let is_sum = it.metric.kind() == MetricKind::Counter;
        *time == at || is_sum && before.is_some_and(|before| *time > before)
    };
    let news = all.into_iter().filter(is_news);
    news.map(|(_, reading)| reading).collect()
}

impl Look for ReporterLook {
    async fn look(&mut self, _: Timestamp) -> Looked {
        if self.pause.lasts(tokio::time::Instant::now()) {
            return Looked::Missed(format!("not tried again yet: {}", self.why), None);
        }
        let begun = Instant::now();
        let longest = (self.every * 4 / 5).clamp(LOOK_MIN, LOOK_MAX);
        match self.reporter.brought(longest).await {
            Ok(brought) => {
                self.pause.end();
                self.told(brought, begun.elapsed())
            }
            Err(trouble) => self.failed(trouble),
        }
    }

    fn silent(&mut self, _: Duration) -> Option<Reach> {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::{SignedDuration, Timestamp};
    use plimsoll_live::read::http::Url;
    use plimsoll_model::Brought;

    use super::{Daemon, Looked, ReporterLook};

    /// What it brought last so many seconds ago.
    fn brought(seconds: i64) -> Brought {
        Brought {
            every_seconds: 1.0,
            last: Some(Timestamp::now() - SignedDuration::from_secs(seconds)),
            why: None,
            readings: Vec::new(),
            gaps: Vec::new(),
        }
    }

    #[test]
    fn a_first_answer_of_hours_ago_is_no_sample() {
        let daemon = Daemon {
            url: Url::parse("http://db1").unwrap(),
            name: "shop".to_owned(),
            login: None,
            authorities: None,
        };
        let mut look = ReporterLook::new(daemon, Duration::from_secs(2), "shop");
        let mut told = |seconds| look.told(brought(seconds), Duration::ZERO);
        let Looked::Missed(why, None) = told(7200) else {
            panic!("it was taken");
        };
        assert_eq!(why, "the daemon there has nothing newer than of 7200 s ago");
        assert!(matches!(told(1), Looked::Told(_)));
    }
}
