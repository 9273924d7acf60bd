//! A minute of a server's memory, and how the newest figures become one.

use crate::moment::Moment;
use crate::seen::Seen;

const MINUTE: i64 = 60_000;

/// A minute: bytes where nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Minute {
    /// When it began, in seconds since 1970.
    pub(crate) at: u32,
    /// Which life of the server it belongs to: counted up by every start.
    pub(crate) life: u16,
    pub(crate) anon: f32,
    pub(crate) shmem: f32,
    pub(crate) kernel: f32,
    pub(crate) swap: f32,
    /// Sessions; NaN where they are not seen.
    pub(crate) sessions: f32,
    /// The most that was anonymous and the kernel's at one moment.
    pub(crate) own_most: f32,
    /// The used share of the buffer pool; NaN where it is not seen.
    pub(crate) pool_used: f32,
}

impl Minute {
    /// Of figures that are means already; without memory there is none.
    pub(crate) fn of(seen: &Seen, at: Moment, life: u16) -> Option<Self> {
        let mut filling = Filling::default();
        filling.add(seen, at, life);
        filling.finish(i64::MAX, life)
    }

    /// Hours from this one to another.
    pub(crate) fn hours_to(&self, other: &Self) -> f32 {
        (f64::from(other.at) - f64::from(self.at)) as f32 / 3600.0
    }

    /// Anonymous and the kernel's: what sessions take is among it.
    pub(crate) fn own(&self) -> f32 {
        self.anon + self.kernel
    }

    /// All that meets a limit, with what only swap keeps from it.
    pub(crate) fn demand(&self) -> f32 {
        self.anon + self.shmem + self.kernel + self.swap
    }
}

/// Figures of a minute that is not over.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Filling {
    minute: i64,
    count: u32,
    anon: f64,
    shmem: f64,
    kernel: f64,
    swap: f64,
    own_most: f64,
    sessions: f64,
    pool_used: f64,
}

impl Filling {
    /// Adds the newest figures; the minute before comes back once another has begun.
    /// Without memory there is nothing to add.
    pub(crate) fn add(&mut self, seen: &Seen, at: Moment, life: u16) -> Option<Minute> {
        let (anon, shmem) = seen.anon.zip(seen.shmem)?;
        let minute = at.div_euclid(MINUTE);
        let over = (minute != self.minute).then(|| self.finish(minute, life));
        let kernel = seen.kernel.unwrap_or(0.0);
        self.count += 1;
        self.anon += anon;
        self.shmem += shmem;
        self.kernel += kernel;
        self.swap += seen.swap.unwrap_or(0.0);
        self.own_most = self.own_most.max(seen.anon_most.unwrap_or(anon) + kernel);
        // A figure that one of the minute's samples lacks is not known of the minute.
        self.sessions += seen.sessions.unwrap_or(f64::NAN);
        self.pool_used += seen.pool_used.unwrap_or(f64::NAN);
        over.flatten()
    }

    /// Ends the minute where another has begun; one that lies later says that the clock
    /// went back, and is left out.
    fn finish(&mut self, next: i64, life: u16) -> Option<Minute> {
        let full = std::mem::take(self);
        self.minute = next;
        let mean = |sum: f64| (sum / f64::from(full.count)) as f32;
        let at = full.minute.saturating_mul(60).clamp(0, i64::from(u32::MAX));
        (full.count > 0 && full.minute < next).then(|| Minute {
            at: at as u32,
            life,
            anon: mean(full.anon),
            shmem: mean(full.shmem),
            kernel: mean(full.kernel),
            swap: mean(full.swap),
            sessions: mean(full.sessions),
            own_most: full.own_most as f32,
            pool_used: mean(full.pool_used),
        })
    }
}
