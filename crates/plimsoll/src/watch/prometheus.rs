//! The host of a server as the user's Prometheus has it. That it cannot be asked says
//! nothing of the server.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use plimsoll_live::read::host::prometheus::{
    Limits, Newest, Prometheus, PrometheusSampler, Trouble,
};
use plimsoll_model::{Reach, Source};
use plimsoll_watch::Input;
use tokio::sync::watch;
use tokio::time::Instant;

use super::beat::{Look, Looked};
use super::pause::Pause;
use super::price::Local;

/// How often a Prometheus has something new until that is seen: its own default.
const PACE: SignedDuration = SignedDuration::from_secs(60);
/// After so many times as long without anything new that is said.
const PACES: i32 = 3;

/// One server's host.
pub(super) struct PrometheusLook {
    sampler: PrometheusSampler,
    /// Where its folders are told.
    local: watch::Receiver<Option<Local>>,
    every: Duration,
    pace: SignedDuration,
    pause: Pause,
    why: String,
}

impl PrometheusLook {
    /// One that was not asked yet.
    pub(super) fn new(
        prometheus: Prometheus,
        local: watch::Receiver<Option<Local>>,
        every: Duration,
        name: &str,
    ) -> Self {
        Self {
            sampler: PrometheusSampler::new(prometheus, Limits::default()),
            local,
            every,
            pace: PACE,
            pause: Pause::of(name),
            why: String::new(),
        }
    }

    fn told(&mut self, newest: Newest) -> Looked {
        match newest {
            Newest::Sample { sample, pace } => {
                let every = SignedDuration::try_from(self.every).unwrap_or(PACE);
                self.pace = pace.unwrap_or(PACE).max(every);
                Looked::Told(vec![
                    Input::Paced {
                        source: Source::Host,
                        every_seconds: self.pace.as_secs_f64(),
                    },
                    Input::Sample(sample),
                ])
            }
            Newest::Same(age) if age > self.pace * PACES => {
                let why = format!(
                    "Prometheus has nothing newer than of {} s ago",
                    age.as_secs()
                );
                Looked::Missed(why, None)
            }
            Newest::Same(_) => Looked::Nothing,
        }
    }

    fn failed(&mut self, trouble: Trouble) -> Looked {
        let reach = if trouble.is_login {
            Reach::LoginRefused(trouble.why.clone())
        } else {
            Reach::Down(trouble.why.clone())
        };
        self.pause.lengthen(Instant::now(), &reach);
        self.why.clone_from(&trouble.why);
        Looked::Missed(trouble.why, None)
    }
}

impl Look for PrometheusLook {
    async fn look(&mut self, _: Timestamp) -> Looked {
        if self.pause.lasts(Instant::now()) {
            return Looked::Missed(format!("not tried again yet: {}", self.why), None);
        }
        let folders = self.local.borrow().clone().map(|local| local.folders);
        let newest = self.sampler.newest(&folders.unwrap_or_default()).await;
        match newest {
            Ok(newest) => {
                self.pause.end();
                self.told(newest)
            }
            Err(trouble) => self.failed(trouble),
        }
    }

    fn silent(&mut self, waited: Duration) -> Option<Reach> {
        let why = format!("Prometheus did not answer within {} s", waited.as_secs());
        let is_login = false;
        let _told = self.failed(Trouble { why, is_login });
        None
    }
}
