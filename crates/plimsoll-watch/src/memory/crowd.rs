//! What a server held at how many sessions, and what one session takes by that.
//!
//! A server's base drifts: pools fill, caches warm, versions of its statements change.
//! So minutes are compared in pairs, near ones more than far ones, and each pair's
//! difference in bytes by its difference in sessions; the weighted median of these slopes
//! is what one session takes (Theil and Sen's estimator). Part of it is kept where
//! sessions end (one process with glibc's allocator) and only grows with more sessions
//! than there ever were: pairs that differ in sessions alone tell what is given back, pairs
//! that differ in the most there were tell what is kept. Shared memory is looked at
//! apart: buffers that fill up never shrink, what parallel workers share goes with its
//! sessions; so pairs of which the later has fewer sessions tell how much of it is theirs.

use super::minute::Minute;
use crate::robust::weighted;

/// Minutes that are kept.
const KEPT_MAX: usize = 96;
/// Groups by sessions, of which none is to be lost to another: what 200 sessions took
/// last night says more than the thousandth hour with ten.
const GROUPS: usize = 16;
/// Minutes that a slope needs.
const KEPT_MIN: usize = 8;
/// How many sessions two minutes differ by, at least, to be compared.
const APART_MIN: f32 = 3.0;
/// The same as a share of how far sessions have varied.
const APART_SHARE: f32 = 0.5;
/// How far sessions must have varied, as a share of the most there were.
const VARIED_SHARE: f32 = 0.2;
/// Minutes that lie so many hours apart count half.
const HALF_APART_HOURS: f32 = 6.0;
/// Minutes so many hours ago count half.
const HALF_AGED_HOURS: f32 = 72.0;
/// Sessions count as the most there ever were from this share of it.
const FRONTIER_SHARE: f32 = 0.95;
/// The most there were counts as the same where it differs by less than this share of
/// what sessions differ by.
const SAME_SHARE: f32 = 0.1;

/// What a history's figures are exact to, as a share; and how many times that what
/// minutes are compared by must be for them to say something.
const ROUNDED_SHARE: f32 = 1.0 / 4000.0;
const ROUNDED_TIMES: f32 = 4.0;

/// Whether figures are as they were read, or as a history rounds them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exact {
    Yes,
    No,
}

/// A minute at so many sessions.
#[derive(Clone, Copy, Debug)]
struct Level {
    minute: u32,
    life: u16,
    exact: Exact,
    sessions: f32,
    /// The most sessions since the server started.
    most: f32,
    /// Anonymous and the kernel's, without what the pool holds.
    own: f32,
    shmem: f32,
}

/// What one session takes: bytes at the 5th, the 50th and the 95th percentile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Session {
    /// What it gives back when it ends.
    pub(crate) given_back: [f32; 3],
    /// What it takes where there are more than there ever were, and its server keeps.
    pub(crate) kept: [f32; 3],
    /// What of it is shared memory; in none of the above.
    pub(crate) shared: f32,
    /// Minutes that this rests on.
    pub(crate) minutes: usize,
}

impl Session {
    /// All together.
    pub(crate) fn whole(&self) -> [f32; 3] {
        [0, 1, 2].map(|index| self.given_back[index] + self.kept[index] + self.shared)
    }
}

/// Minutes by their sessions.
#[derive(Debug, Default)]
pub(crate) struct Crowd {
    levels: Vec<Level>,
}

impl Crowd {
    /// Adds a minute: its sessions, the most since the start, and its bytes.
    pub(crate) fn add(&mut self, minute: &Minute, most: f32, own: f32, exact: Exact) {
        let level = Level {
            minute: minute.at / 60,
            life: minute.life,
            exact,
            sessions: minute.sessions,
            most,
            own,
            shmem: minute.shmem,
        };
        if !(level.sessions.is_finite() && level.own.is_finite()) {
            return;
        }
        if self.levels.len() >= KEPT_MAX {
            self.make_room();
        } else if self.levels.len() == self.levels.capacity() {
            self.levels.reserve_exact(16);
        }
        self.levels.push(level);
    }

    /// Forgets the oldest minute of the fullest group. Those at the most sessions there
    /// ever were have groups of their own: only they tell what is kept.
    fn make_room(&mut self) {
        let (least, most) = range(&self.levels);
        let width = ((most - least) / GROUPS as f32).max(1.0);
        let group = |level: &Level| {
            let is_frontier = level.sessions >= FRONTIER_SHARE * level.most;
            let number = ((level.sessions - least) / width) as usize;
            number.min(GROUPS) * 2 + usize::from(is_frontier)
        };
        let mut sizes = [0_usize; (GROUPS + 1) * 2];
        for level in &self.levels {
            sizes[group(level)] += 1;
        }
        // Of equal ones the last: the oldest minute comes first.
        let of_fullest = self
            .levels
            .iter()
            .rev()
            .max_by_key(|level| sizes[group(level)]);
        let fullest = of_fullest.map(group);
        let oldest = self
            .levels
            .iter()
            .position(|level| Some(group(level)) == fullest);
        self.levels.remove(oldest.unwrap_or(0));
    }

    /// What one session takes, or what is missing to tell. Minutes of a history that
    /// rounds away what sessions take are left out.
    pub(crate) fn session(&self) -> Result<Session, String> {
        let (session, apart) = learned(&self.levels)?;
        let differ = session.whole()[1] * apart;
        let is_lost = |level: &Level| {
            let rounded = level.own.max(level.shmem) * ROUNDED_SHARE;
            level.exact == Exact::No && differ < ROUNDED_TIMES * rounded
        };
        if !self.levels.iter().any(is_lost) {
            return Ok(session);
        }
        let kept = self.levels.iter().filter(|level| !is_lost(level));
        let kept: Vec<Level> = kept.copied().collect();
        learned(&kept).map(|(session, _)| session)
    }

    pub(crate) fn size_bytes(&self) -> usize {
        self.levels.capacity() * size_of::<Level>()
    }
}

fn range(levels: &[Level]) -> (f32, f32) {
    let sessions = levels.iter().map(|level| level.sessions);
    sessions.fold((f32::MAX, 0.0), |range, it| {
        (range.0.min(it), range.1.max(it))
    })
}

/// What one session takes by these minutes, and by how many sessions they are compared.
fn learned(levels: &[Level]) -> Result<(Session, f32), String> {
    let minutes = levels.len();
    if minutes < KEPT_MIN {
        return Err(format!(
            "{minutes} minutes with memory and sessions seen; {KEPT_MIN} are needed"
        ));
    }
    let (least, most) = range(levels);
    let needed = (most * VARIED_SHARE).max(APART_MIN).ceil();
    if most - least < needed {
        return Err(format!(
            "sessions have not varied by more than {} yet; {needed} are needed",
            most - least
        ));
    }
    let apart = (APART_SHARE * (most - least)).max(APART_MIN);
    let session = fit(levels, apart)
        .ok_or("no two minutes of one start of the server differ enough in sessions")?;
    if session.whole()[0] <= 0.0 {
        return Err("memory does not follow the number of sessions clearly".to_owned());
    }
    Ok((session, apart))
}

fn fit(levels: &[Level], apart: f32) -> Option<Session> {
    let shares = [0.05, 0.5, 0.95];
    let pairs = pairs(levels, apart);
    let differ = pairs.iter().filter(|pair| pair.sessions.abs() >= apart);
    let is_same = |pair: &&Pair| pair.most.abs() <= SAME_SHARE * pair.sessions.abs();
    let by_sessions = |pair: &Pair| pair.slope(pair.sessions, pair.own);
    let mut alone: Vec<_> = differ.clone().filter(is_same).map(by_sessions).collect();
    // Until sessions have come and gone nobody can tell what is given back.
    let mut whole: Vec<_> = differ.map(by_sessions).collect();
    let given_back = weighted(&mut alone, shares).or_else(|| weighted(&mut whole, shares))?;
    let grew = pairs.iter().filter(|pair| pair.most.abs() >= apart);
    let kept = grew.map(|pair| pair.slope(pair.most, pair.own - given_back[1] * pair.sessions));
    let kept = weighted(&mut kept.collect::<Vec<_>>(), [0.2, 0.5, 0.95]);
    Some(Session {
        given_back,
        kept: kept.filter(|kept| kept[0] > 0.0).unwrap_or_default(),
        shared: shared(&pairs, apart),
        minutes: levels.len(),
    })
}

/// Minutes of one life that differ enough in sessions, now or at most.
fn pairs(levels: &[Level], apart: f32) -> Vec<Pair> {
    let newest = levels.iter().map(|level| level.minute).max().unwrap_or(0);
    let hours = |minutes: u32| minutes as f32 / 60.0;
    let mut pairs = Vec::new();
    for (index, a) in levels.iter().enumerate() {
        for b in levels[index + 1..].iter().filter(|b| b.life == a.life) {
            let between = hours(a.minute.abs_diff(b.minute)) / HALF_APART_HOURS;
            let ago = hours(newest - a.minute.max(b.minute)) / HALF_AGED_HOURS;
            let pair = Pair {
                sessions: b.sessions - a.sessions,
                most: b.most - a.most,
                own: b.own - a.own,
                shmem: b.shmem - a.shmem,
                weight: 1.0 / (1.0 + between) / (1.0 + ago),
            };
            if pair.sessions.abs().max(pair.most.abs()) >= apart {
                pairs.push(pair);
            }
        }
    }
    pairs
}

/// The part of shared memory that goes with its sessions: nothing where it did not
/// clearly fall as they did.
fn shared(pairs: &[Pair], apart: f32) -> f32 {
    let fell = pairs.iter().filter(|pair| pair.sessions <= -apart);
    let mut slopes: Vec<_> = fell
        .map(|pair| pair.slope(pair.sessions, pair.shmem))
        .collect();
    let slopes = weighted(&mut slopes, [0.2, 0.5, 0.8]).filter(|slopes| slopes[0] > 0.0);
    slopes.map_or(0.0, |slopes| slopes[1])
}

/// How the later of two minutes differs from the earlier, and what comparing them counts.
#[derive(Clone, Copy, Debug)]
struct Pair {
    sessions: f32,
    most: f32,
    own: f32,
    shmem: f32,
    weight: f32,
}

impl Pair {
    /// So many bytes by a count, with what that counts: a difference says the more, the
    /// larger it is.
    fn slope(&self, count: f32, bytes: f32) -> (f32, f32) {
        (bytes / count, self.weight * count.abs())
    }
}
