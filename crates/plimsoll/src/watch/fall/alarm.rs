//! Notices from what is read of a server anyway that it fell, or may have: it does not
//! answer any more, its process ended, the kernel killed in its group, its connection
//! was cut, its log tells of a death.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use plimsoll_diagnose::Configured;
use plimsoll_model::{Event, Metric, Reach, Sample, Source};
use plimsoll_watch::Input;
use tokio::sync::Notify;

use crate::watch::lock::lock;

/// What is noticed within so long of a fall is the same fall.
const SAME: SignedDuration = SignedDuration::from_secs(60);
/// Events that the daemon noticed by itself and are kept.
const NOTICED_MAX: usize = 32;

/// A fall, or what may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::watch) struct Fall {
    /// When it was noticed.
    pub(in crate::watch) at: Timestamp,
    /// Whether it fell; else what is asked decides.
    pub(in crate::watch) is_sure: bool,
}

/// Rings where a server fell.
#[derive(Debug, Default)]
pub(in crate::watch) struct Alarm {
    state: Mutex<State>,
    bell: Notify,
}

/// What was noticed of a server.
#[derive(Debug, Default)]
pub(super) struct State {
    /// From when to when it answered, the last time that it did.
    pub(super) answered: Option<(Timestamp, Timestamp)>,
    /// The same at the fall.
    before: Option<(Timestamp, Timestamp)>,
    is_up: bool,
    /// When its process was found ended.
    pub(super) ended: Option<Timestamp>,
    /// How it was found when it did not answer any more.
    pub(super) reach: Option<(Timestamp, Reach)>,
    /// What the kernel counted in its group last.
    kills: Option<f64>,
    /// The newest fall.
    fall: Option<Fall>,
    is_ringing: bool,
    /// What the daemon noticed by itself.
    pub(super) noticed: VecDeque<Event>,
    /// The configuration that was read last.
    pub(super) configured: Option<Arc<Configured>>,
    /// The groups that its process is in.
    pub(super) groups: Vec<String>,
}

impl Alarm {
    /// Takes what was read of the server.
    pub(in crate::watch) fn notice(&self, input: &Input) {
        let mut state = lock(&self.state);
        let rung = match input {
            Input::Reached { at, reach } => state.reached(*at, reach),
            // A connection was opened anew while the one before was thought well.
            Input::Identity { .. } if state.is_up => state.ring(Timestamp::now(), false),
            Input::Sample(sample) => state.sampled(sample),
            Input::Identity { .. }
            | Input::Missed { .. }
            | Input::Paced { .. }
            | Input::Configured(_)
            | Input::Happened(_) => false,
        };
        drop(state);
        if rung {
            self.bell.notify_one();
        }
    }

    /// Its process was found ended.
    pub(in crate::watch) fn ended(&self, at: Timestamp) {
        let mut state = lock(&self.state);
        if state.answered.is_none() {
            return;
        }
        state.ended = Some(at);
        if state.ring(at, true) {
            self.bell.notify_one();
        }
    }

    /// It says another start than before.
    pub(in crate::watch) fn restarted(&self) {
        self.suspect(Timestamp::now());
    }

    /// Something tells of a death: its log, a new start.
    pub(super) fn suspect(&self, at: Timestamp) {
        let mut state = lock(&self.state);
        if state.answered.is_some() && state.ring(at, false) {
            self.bell.notify_one();
        }
    }

    /// Waits for the next fall.
    pub(super) async fn rung(&self) -> Fall {
        loop {
            {
                let mut state = lock(&self.state);
                if let Some(fall) = state.fall.filter(|_| state.is_ringing) {
                    state.is_ringing = false;
                    return fall;
                }
            }
            self.bell.notified().await;
        }
    }

    /// A fall as it is known now: what was suspected may be sure since.
    pub(super) fn over(&self, fall: Fall) -> Fall {
        let mut state = lock(&self.state);
        let is_sure = state.fall.is_some_and(|it| it.is_sure);
        if state.fall.is_some_and(|it| it.at == fall.at) {
            state.is_ringing = false;
        }
        Fall { is_sure, ..fall }
    }

    /// Keeps what the daemon noticed by itself apart from what it was told.
    pub(super) fn noticed(&self, event: &Event) {
        let noticed = &mut lock(&self.state).noticed;
        noticed.push_back(event.clone());
        if noticed.len() > NOTICED_MAX {
            noticed.pop_front();
        }
    }

    /// The configuration from now on, and the groups of its process; the configuration
    /// before.
    pub(super) fn in_force(
        &self,
        configured: Arc<Configured>,
        groups: Vec<String>,
    ) -> Option<Arc<Configured>> {
        let mut state = lock(&self.state);
        state.groups = groups;
        state.configured.replace(configured)
    }

    /// What was noticed, for as long as nothing is waited for.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut lock(&self.state))
    }
}

impl State {
    /// From when to when it answered before the fall; what it answered since is another
    /// start's.
    pub(super) fn answered_before_fall(&self) -> Option<(Timestamp, Timestamp)> {
        let fall = self.fall?.at;
        let is_before = |(_, to): &(Timestamp, Timestamp)| *to <= fall;
        self.answered.filter(is_before).or(self.before)
    }

    fn reached(&mut self, at: Timestamp, reach: &Reach) -> bool {
        match reach {
            Reach::Up => {
                let from = match self.answered {
                    Some((from, _)) if self.is_up => from,
                    _ => at,
                };
                self.answered = Some((from, at));
                self.is_up = true;
                false
            }
            Reach::Down(_) | Reach::NotReady(_) => {
                let was_up = std::mem::replace(&mut self.is_up, false);
                if was_up {
                    self.reach = Some((at, reach.clone()));
                }
                was_up && self.ring(at, true)
            }
            // It hangs, is full or does not let Plimsoll in: it did not go down.
            Reach::NoSlot(_) | Reach::LoginRefused(_) | Reach::Silent(_) | Reach::Unfit(_) => false,
        }
    }

    fn sampled(&mut self, sample: &Sample) -> bool {
        if sample.source != Source::Host {
            return false;
        }
        let mut kills = sample.readings.iter();
        let Some(kills) = kills.find(|it| it.metric == Metric::OomKillsTotal) else {
            return false;
        };
        let before = self.kills.replace(kills.value);
        before.is_some_and(|before| kills.value > before)
            && self.answered.is_some()
            && self.ring(sample.at, false)
    }

    /// Notes a fall; whether somebody has to look.
    fn ring(&mut self, at: Timestamp, is_sure: bool) -> bool {
        // As samples are kept, to be held against them.
        let at = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at);
        match &mut self.fall {
            Some(fall) if at.duration_since(fall.at).abs() < SAME => {
                // The look that is under way, or the one behind it, sees it.
                let is_news = is_sure && !fall.is_sure;
                fall.is_sure |= is_sure;
                self.is_ringing |= is_news;
                is_news
            }
            _ => {
                self.fall = Some(Fall { at, is_sure });
                self.before = self.answered;
                self.is_ringing = true;
                if self.reach.as_ref().is_some_and(|(found, _)| *found < at) {
                    self.reach = None;
                }
                if self.ended.is_some_and(|ended| ended < at) {
                    self.ended = None;
                }
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use plimsoll_model::{Engine, Reach};
    use plimsoll_watch::Input;

    use super::Alarm;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    fn reached(alarm: &Alarm, seconds: i64, reach: Reach) {
        let at = at(seconds);
        alarm.notice(&Input::Reached { at, reach });
    }

    fn is_ringing(alarm: &Alarm) -> Option<bool> {
        alarm.with(|state| state.fall.filter(|_| state.is_ringing).map(|it| it.is_sure))
    }

    fn down() -> Reach {
        Reach::Down("nothing listens".to_owned())
    }

    #[test]
    fn only_what_was_up_can_fall() {
        let alarm = Alarm::default();
        reached(&alarm, 0, down());
        alarm.ended(at(1));
        alarm.suspect(at(2));
        assert_eq!(is_ringing(&alarm), None);
        reached(&alarm, 10, Reach::Up);
        reached(&alarm, 20, Reach::Silent(String::new()));
        assert_eq!(is_ringing(&alarm), None);
        reached(&alarm, 30, down());
        assert_eq!(is_ringing(&alarm), Some(true));
    }

    #[test]
    fn one_fall_that_is_noticed_in_several_ways_is_one() {
        let alarm = Alarm::default();
        reached(&alarm, 0, Reach::Up);
        alarm.suspect(at(3));
        let identity = Input::Identity {
            engine: Engine::Postgresql,
            version_text: String::new(),
        };
        assert_eq!(is_ringing(&alarm), Some(false));
        reached(&alarm, 5, Reach::NotReady(String::new()));
        assert_eq!(is_ringing(&alarm), Some(true));
        let first = alarm.with(|state| state.fall.unwrap());
        assert_eq!(first.at, at(3));
        let over = alarm.over(first);
        assert!(over.is_sure && is_ringing(&alarm).is_none());
        // It is not up: a new connection is none that was cut.
        alarm.notice(&identity);
        reached(&alarm, 15, Reach::Up);
        let later = at(3) + SignedDuration::from_secs(120);
        alarm.ended(later);
        assert_eq!(alarm.with(|state| state.fall.unwrap().at), later);
    }
}
