//! Memory against the limit: what one session takes, the line at which the server goes
//! under, and when it does if what grows goes on. Learned minute by minute.

mod crowd;
mod forecast;
mod minute;
mod trail;

use plimsoll_model::{Forecast, Known, LearnedLine, Metric};

use crate::input::Cap;
use crate::moment::{Moment, timestamp};
use crate::robust::median;
use crate::seen::Seen;
use crowd::Crowd;
pub(crate) use crowd::Exact;
use crowd::Session;
use forecast::{Setting, growth};
use minute::{Filling, Minute};
use trail::Trail;

/// Minutes that are kept one by one, and quarters of an hour: two days and two hours.
const MINUTES_MAX: usize = 60;
const QUARTERS_MAX: usize = 200;
/// Minutes that say where the server stands now.
const NOW_MINUTES: usize = 15;
/// Minutes after a start that are not looked at: sessions and caches come back.
const SETTLING_MINUTES: u32 = 5;
/// How often is learned once there is an hour to learn from.
const LEARN_MINUTES: u32 = 5;
/// The most of ten minutes above the most of a usual one, in standard deviations of a
/// minute's most: what the largest of ten of Gumbel's distribution is expected at
/// (ln 10 × √6 ÷ π).
const PEAKS: f32 = 1.8;
/// The standard deviation of normal figures by the median of how far they lie from
/// their own median.
const MAD_TO_DEVIATION: f32 = 1.4826;
/// What still fills up grew by more than this share over the minutes that are kept.
const FILLS_SHARE: f32 = 0.01;

/// What was learned of a server's memory.
#[derive(Debug)]
pub(crate) struct Memory {
    filling: Filling,
    minutes: Trail,
    quarters: Trail,
    crowd: Crowd,
    life: Life,
    session: Result<Session, String>,
    growth: Result<forecast::Growth, String>,
}

/// A server from one start, or change of its settings, to the next.
#[derive(Clone, Copy, Debug, Default)]
struct Life {
    number: u16,
    /// Whether it began with a start that was noticed.
    is_start: bool,
    /// Its first minute here, and what was anonymous then.
    first: Option<(u32, f32)>,
    sessions_most: f32,
}

impl Memory {
    pub(crate) fn new() -> Self {
        let not_yet = "no minute is over yet".to_owned();
        Self {
            filling: Filling::default(),
            minutes: Trail::new(MINUTES_MAX, 1),
            quarters: Trail::new(QUARTERS_MAX, 15),
            crowd: Crowd::default(),
            life: Life::default(),
            session: Err(not_yet.clone()),
            growth: Err(not_yet),
        }
    }

    /// Whether no minute was ever over.
    pub(crate) const fn is_new(&self) -> bool {
        self.life.number == 0 && self.life.first.is_none()
    }

    /// The server started anew.
    pub(crate) fn restarted(&mut self) {
        self.life = Life {
            number: self.life.number.wrapping_add(1),
            is_start: true,
            ..Life::default()
        };
        self.filling = Filling::default();
    }

    /// The server's settings moved: what its sessions took by those before says nothing
    /// of what they take now. The most that there were stay where they are kept.
    pub(crate) fn reconfigured(&mut self) {
        self.life.number = self.life.number.wrapping_add(1);
        self.filling = Filling::default();
        self.crowd = Crowd::default();
        self.session = self.crowd.session();
        self.growth = Err("no minute is over since its settings moved".to_owned());
    }

    /// Takes the newest figures.
    pub(crate) fn take(&mut self, seen: &Seen, at: Moment, limit: Option<u64>, caps: &[Cap]) {
        let Some(minute) = self.remember(seen, at, caps, Exact::Yes) else {
            return;
        };
        // What one more of many minutes changes is not worth what telling it costs.
        let first = self.life.first.map_or(minute.at, |(first, _)| first);
        let is_young = minute.at.saturating_sub(first) < 3600;
        if is_young || (minute.at / 60).is_multiple_of(LEARN_MINUTES) {
            self.learn(limit, caps);
        }
    }

    /// Takes figures without learning of them yet; the minute comes back that they end.
    pub(crate) fn remember(
        &mut self,
        seen: &Seen,
        at: Moment,
        caps: &[Cap],
        exact: Exact,
    ) -> Option<Minute> {
        let minute = self.filling.add(seen, at, self.life.number)?;
        self.lives(&minute).then(|| {
            self.minutes.push(minute);
            self.quarters.push(minute);
            self.compare(&minute, caps, exact);
            minute
        })
    }

    /// Takes means of several minutes: what sessions took in them. All else asks for
    /// single ones.
    pub(crate) fn remember_long(&mut self, seen: &Seen, at: Moment, caps: &[Cap]) {
        let mean = Minute::of(seen, at, self.life.number);
        if let Some(mean) = mean.filter(|mean| self.lives(mean)) {
            self.compare(&mean, caps, Exact::No);
        }
    }

    /// Notes a minute of this life; whether it is looked at.
    fn lives(&mut self, minute: &Minute) -> bool {
        let (first, _) = *self.life.first.get_or_insert((minute.at, minute.anon));
        self.life.sessions_most = self.life.sessions_most.max(minute.sessions);
        !self.life.is_start || minute.at.saturating_sub(first) >= SETTLING_MINUTES * 60
    }

    fn compare(&mut self, minute: &Minute, caps: &[Cap], exact: Exact) {
        let own = minute.own() - pool_bytes(minute, caps);
        self.crowd.add(minute, self.life.sessions_most, own, exact);
    }

    /// Learns of what was taken.
    pub(crate) fn learn(&mut self, limit: Option<u64>, caps: &[Cap]) {
        self.session = self.crowd.session();
        if let Some(limit) = limit {
            self.growth = self.growth(limit, caps);
        }
    }

    /// The line, or what is missing to draw it.
    pub(crate) fn line(&self, limit: Option<u64>, caps: &[Cap]) -> Known<LearnedLine> {
        match self.try_line(limit, caps) {
            Ok(line) => Known::Known(line, "learned".to_owned()),
            Err(why) => Known::Unknown(why),
        }
    }

    fn try_line(&self, limit: Option<u64>, caps: &[Cap]) -> Result<LearnedLine, String> {
        let limit = limit.ok_or("no limit is known")? as f32;
        let session = self.session.as_ref().map_err(Clone::clone)?;
        let minutes = self.minutes.of_life(self.life.number);
        let now = &minutes[minutes.len().saturating_sub(NOW_MINUTES)..];
        let expected = expected_fill(&minutes, caps, session.shared)
            .ok_or("no minute is over since the server started")?;
        let full = full_fill(&minutes, caps, session.shared).max(expected);
        let (base, sessions) = self.reached(session, 1, limit - expected, now, caps)?;
        let (_, high) = self.reached(session, 0, limit - expected, now, caps)?;
        let (_, low) = self.reached(session, 2, limit - full, now, caps)?;
        Ok(LearnedLine {
            sessions,
            sessions_high: high.max(sessions),
            sessions_low: low.min(sessions),
            base_bytes: (base + expected).max(0.0) as u64,
            session_bytes: session.whole()[1] as u64,
            samples: session.minutes as u64,
        })
    }

    /// What is held without sessions and what fills up, and the sessions at which so many
    /// bytes are reached, were a session as small, usual or large as it may be.
    fn reached(
        &self,
        session: &Session,
        percentile: usize,
        bytes: f32,
        now: &[Minute],
        caps: &[Cap],
    ) -> Result<(f32, u64), String> {
        let (given_back, kept) = (session.given_back[percentile], session.kept[percentile]);
        let most = self.life.sessions_most;
        let seen = now.iter().filter(|minute| minute.sessions.is_finite());
        let base = seen.map(|minute| {
            minute.own() - pool_bytes(minute, caps) - given_back * minute.sessions - kept * most
        });
        let base = median(&mut base.collect::<Vec<f32>>()).ok_or("sessions are not seen")?;
        let peaks = self.peaks();
        let each = given_back + session.shared;
        let beyond = crossing(bytes - base, each + kept, peaks);
        let within = crossing(bytes - base - kept * most, each, peaks);
        let sessions = if beyond < most && each > 0.0 {
            within
        } else {
            beyond
        };
        Ok((base, sessions.max(0.0) as u64))
    }

    /// How far the most of ten minutes lies above their mean, for one session: that of
    /// many that do not act together lies above it by the root of their number.
    fn peaks(&self) -> f32 {
        let minutes = self.minutes.of_life(self.life.number);
        let above = minutes.iter().filter(|minute| minute.sessions >= 1.0);
        let above = above.map(|minute| (minute.own_most - minute.own()) / minute.sessions.sqrt());
        let mut above: Vec<f32> = above.collect();
        let usual = median(&mut above).unwrap_or(0.0);
        let mut apart: Vec<f32> = above.iter().map(|it| (it - usual).abs()).collect();
        usual + PEAKS * MAD_TO_DEVIATION * median(&mut apart).unwrap_or(0.0)
    }

    fn growth(&self, limit: u64, caps: &[Cap]) -> Result<forecast::Growth, String> {
        let minutes = self.minutes.of_life(self.life.number);
        let last = *minutes
            .last()
            .ok_or("no minute is over since the server started")?;
        let pool = cap(caps, Metric::MemoryAnonBytes);
        let is_pool_seen = last.pool_used.is_finite();
        let grown = self.life.first.map_or(0.0, |(_, anon)| last.anon - anon);
        if pool > 0.0 && !is_pool_seen && (0.0..pool).contains(&grown) {
            return Err("what grew is still within what the pool may take".to_owned());
        }
        let setting = Setting {
            limit: limit as f32,
            room: limit as f32 - last.demand() - still_to_fill(&minutes, caps, self.shared()),
            session_bytes: self
                .session
                .as_ref()
                .map_or(0.0, |session| session.given_back[1]),
            shared_bytes: self.shared(),
            is_shmem_capped: cap(caps, Metric::MemoryShmemBytes) > 0.0,
            pool_bytes: if is_pool_seen { pool } else { 0.0 },
        };
        growth(&setting, &minutes, &self.quarters.of_life(self.life.number))
    }

    /// When the limit is met, or why nobody can tell.
    pub(crate) fn forecast(
        &self,
        limit: Option<u64>,
        caps: &[Cap],
        now: Moment,
    ) -> Known<Forecast> {
        match self.try_forecast(limit, caps, now) {
            Ok(forecast) => Known::Known(forecast, "growth seen".to_owned()),
            Err(why) => Known::Unknown(why),
        }
    }

    fn try_forecast(
        &self,
        limit: Option<u64>,
        caps: &[Cap],
        now: Moment,
    ) -> Result<Forecast, String> {
        let limit = limit.ok_or("no limit is known")? as f32;
        let growth = self.growth.as_ref().map_err(Clone::clone)?;
        let minutes = self.minutes.of_life(self.life.number);
        let last = minutes
            .last()
            .ok_or("no minute is over since the server started")?;
        let rest = still_to_fill(&minutes, caps, self.shared());
        let room = (limit - last.demand() - rest).max(0.0);
        let after = |per_hour: f32| {
            let millis = f64::from(room) / f64::from(per_hour) * 3_600_000.0;
            timestamp(now.max(i64::from(last.at) * 1000 + millis as i64))
        };
        let [flattest, usual, steepest] = growth.per_hour;
        Ok(Forecast {
            at: after(usual),
            earliest: after(steepest),
            latest: Some(after(flattest)),
            grows: growth.grows,
            bytes_per_hour: usual as u64,
        })
    }

    fn shared(&self) -> f32 {
        self.session.as_ref().map_or(0.0, |session| session.shared)
    }

    pub(crate) fn size_bytes(&self) -> usize {
        self.minutes.size_bytes() + self.quarters.size_bytes() + self.crowd.size_bytes()
    }
}

/// The sessions at which so many bytes are met by what each takes and by the peaks of
/// all, which grow with the root of their number.
fn crossing(bytes: f32, each: f32, peaks: f32) -> f32 {
    if bytes <= 0.0 || each <= 0.0 {
        return 0.0;
    }
    let root = (peaks * peaks + 4.0 * each * bytes).sqrt() - peaks;
    (root / (2.0 * each)).powi(2)
}

fn cap(caps: &[Cap], metric: Metric) -> f32 {
    let caps = caps.iter().filter(|cap| cap.metric == metric);
    caps.map(|cap| cap.bytes as f32).sum()
}

/// What the pool within anonymous memory holds; nothing where nobody tells.
fn pool_bytes(minute: &Minute, caps: &[Cap]) -> f32 {
    let used = minute.pool_used;
    if used.is_nan() {
        return 0.0;
    }
    used * cap(caps, Metric::MemoryAnonBytes)
}

/// What is held apart from sessions and the base: shared memory and the pool.
fn fill(minute: &Minute, caps: &[Cap], shared: f32) -> f32 {
    buffers(minute, shared) + pool_bytes(minute, caps)
}

/// Shared memory without what each session has of it.
fn buffers(minute: &Minute, shared: f32) -> f32 {
    // The larger of a figure and "not a number" is the figure.
    minute.shmem - (shared * minute.sessions).max(0.0)
}

/// The same once all that is capped is full.
fn full_fill(minutes: &[Minute], caps: &[Cap], shared: f32) -> f32 {
    let Some(last) = minutes.last() else {
        return 0.0;
    };
    let shmem = buffers(last, shared).max(cap(caps, Metric::MemoryShmemBytes));
    let pool = if last.pool_used.is_nan() {
        0.0
    } else {
        cap(caps, Metric::MemoryAnonBytes)
    };
    shmem + pool
}

/// What all that is capped may still grow by.
fn still_to_fill(minutes: &[Minute], caps: &[Cap], shared: f32) -> f32 {
    let now = minutes.last().map_or(0.0, |last| fill(last, caps, shared));
    (full_fill(minutes, caps, shared) - now).max(0.0)
}

/// The same as it is expected to be: full where it still fills up, else as it is.
fn expected_fill(minutes: &[Minute], caps: &[Cap], shared: f32) -> Option<f32> {
    let (first, last) = (minutes.first()?, minutes.last()?);
    let now = fill(last, caps, shared);
    let is_filling = now - fill(first, caps, shared) > FILLS_SHARE * now;
    Some(if is_filling {
        full_fill(minutes, caps, shared)
    } else {
        now
    })
}
