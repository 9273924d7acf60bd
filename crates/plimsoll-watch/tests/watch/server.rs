//! A simulated server: shared memory and a pool that fill up, sessions whose memory
//! differs and changes, and a base that may leak. Seeded, and read as a real one is.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plimsoll_model::{Event, Metric, Reading, Sample, Source, Watched};
use plimsoll_watch::{Cap, Configured, Input, Slice, Stretch, Target};

pub(crate) const MB: f64 = 1024.0 * 1024.0;
pub(crate) const HOUR: i64 = 3600;
/// When every simulation begins: a Monday at midnight.
const BEGIN: i64 = 1_700_438_400;

/// A generator of numbers that is the same everywhere (xorshift64*).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// From 0 to 1.
    pub(crate) fn share(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn about(&mut self, mean: f64, spread: f64) -> f64 {
        mean * (1.0 + spread * (self.share() + self.share() - 1.0))
    }
}

/// How a server takes memory.
#[derive(Clone)]
pub(crate) struct Kind {
    pub(crate) base: f64,
    /// What an idle session takes, and by how much they differ.
    pub(crate) idle: f64,
    pub(crate) idle_spread: f64,
    /// What a working one takes more, and which share works.
    pub(crate) work: f64,
    pub(crate) work_spread: f64,
    pub(crate) active: f64,
    /// Shared memory and the pool within anonymous memory once full.
    pub(crate) shmem: f64,
    pub(crate) pool: f64,
    /// How long either takes to be nearly full (a time constant).
    pub(crate) fill_hours: f64,
    /// Whether what an idle session took is kept when it ends: small pieces of the heap of
    /// one process. Large ones, which work takes, go back.
    pub(crate) keeps: bool,
    /// The kernel's part of a session.
    pub(crate) kernel: f64,
    pub(crate) leak_per_hour: f64,
    pub(crate) limit: f64,
}

impl Default for Kind {
    fn default() -> Self {
        Self {
            base: 60.0 * MB,
            idle: 2.0 * MB,
            idle_spread: 0.3,
            work: 16.0 * MB,
            work_spread: 0.5,
            active: 0.2,
            shmem: 512.0 * MB,
            pool: 0.0,
            fill_hours: 0.5,
            keeps: false,
            kernel: 0.4 * MB,
            leak_per_hour: 0.0,
            limit: 2048.0 * MB,
        }
    }
}

/// A server that runs, and the target that watches it.
pub(crate) struct Simulated {
    pub(crate) kind: Kind,
    pub(crate) target: Target,
    pub(crate) dice: Dice,
    pub(crate) second: i64,
    started: i64,
    most: u64,
    /// What a history was told of it, in the order that it was.
    pub(crate) kept: Vec<Vec<Slice>>,
    pub(crate) events: Vec<Event>,
}

impl Simulated {
    pub(crate) fn new(kind: Kind, seed: u64) -> Self {
        Self {
            target: target(&kind),
            kind,
            dice: Dice::new(seed),
            second: 0,
            started: 0,
            most: 0,
            kept: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Another process watches it from now on, and learns from what a history has.
    pub(crate) fn watched_anew(
        &mut self,
        history: impl Fn(&[Vec<Slice>]) -> Vec<(u32, Vec<Slice>)>,
    ) {
        self.target = target(&self.kind);
        self.second += 10;
        let [anon, shmem, kernel] = self.memory(20, 0.0);
        self.look(20, [anon, shmem, kernel]);
        let recall = self.target.recalling(self.now(), &self.events);
        let mut recall = recall.expect("it has seen next to nothing by itself");
        for (seconds, slices) in history(&self.kept) {
            recall.take(seconds, &slices);
        }
        self.target.recalled(recall);
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_second(BEGIN + self.second).expect("a moment of our time")
    }

    pub(crate) fn watched(&self) -> Watched {
        self.target.watched(self.now())
    }

    pub(crate) fn restart(&mut self) {
        self.started = self.second;
        self.most = 0;
    }

    fn filled(&self) -> f64 {
        let hours = (self.second - self.started) as f64 / HOUR as f64;
        1.0 - (-hours / self.kind.fill_hours).exp()
    }

    /// What so many sessions take at this moment.
    fn sessions_bytes(&mut self, sessions: u64) -> f64 {
        let kind = self.kind.clone();
        let one = |dice: &mut Dice| {
            let idle = dice.about(kind.idle, kind.idle_spread);
            let works = dice.share() < kind.active;
            let work = if works {
                dice.about(kind.work, kind.work_spread)
            } else {
                0.0
            };
            idle + work
        };
        let sum = (0..sessions).map(|_| one(&mut self.dice)).sum::<f64>();
        self.most = self.most.max(sessions);
        let ended = if kind.keeps { self.most - sessions } else { 0 };
        sum + kind.idle * ended as f64
    }

    /// Anonymous, shared and the kernel's memory now.
    fn memory(&mut self, sessions: u64, wave: f64) -> [f64; 3] {
        let hours = (self.second - self.started) as f64 / HOUR as f64;
        let filled = self.filled();
        let leaked = self.kind.leak_per_hour * hours;
        let base = self.kind.base + self.kind.pool * filled + leaked + wave;
        let anon = base + self.sessions_bytes(sessions);
        let kernel = 10.0 * MB + self.kind.kernel * sessions as f64;
        [anon, self.kind.shmem * filled, kernel]
    }

    /// Lets it run so long, with sessions and a wave of the base by the hour.
    pub(crate) fn run(
        &mut self,
        hours: f64,
        sessions: impl Fn(f64) -> f64,
        wave: impl Fn(f64) -> f64,
    ) {
        let until = self.second + (hours * HOUR as f64) as i64;
        while self.second < until {
            self.second += 10;
            let hour = self.second as f64 / HOUR as f64;
            let count = sessions(hour).round().max(0.0) as u64;
            let [anon, shmem, kernel] = self.memory(count, wave(hour));
            self.look(count, [anon, shmem, kernel]);
            if self.second % 600 == 0 {
                let slices = self.target.slices(self.now());
                self.kept.push(slices.into_iter().map(rounded).collect());
            }
        }
    }

    fn look(&mut self, sessions: u64, [anon, shmem, kernel]: [f64; 3]) {
        let busy = (sessions as f64 * self.kind.active).round();
        let server = vec![
            Reading::plain(
                Metric::StartedTimestampSeconds,
                (BEGIN + self.started) as f64,
            ),
            Reading::of(Metric::Sessions, "active", busy),
            Reading::of(Metric::Sessions, "idle", sessions as f64 - busy),
            Reading::of(Metric::CachePages, "data", self.filled() * 1e5),
            Reading::of(Metric::CachePages, "free", (1.0 - self.filled()) * 1e5),
        ];
        let host = vec![
            Reading::plain(Metric::MemoryAnonBytes, anon),
            Reading::plain(Metric::MemoryShmemBytes, shmem),
            Reading::plain(Metric::MemoryKernelBytes, kernel),
            Reading::plain(Metric::MemoryHeldBytes, anon + shmem + kernel),
            Reading::plain(Metric::MemorySwapBytes, 0.0),
            Reading::plain(Metric::MemoryLimitBytes, self.kind.limit),
        ];
        self.take(Source::Server, server);
        self.take(Source::Host, host);
    }

    pub(crate) fn take(&mut self, source: Source, readings: Vec<Reading>) {
        self.target.take(Input::Sample(Sample {
            at: self.now(),
            source,
            took_seconds: 0.001,
            readings,
            blockers: Vec::new(),
            gaps: Vec::new(),
        }));
    }

    /// Sessions at which this server really goes under: the fewest of which ten minutes,
    /// looked at every ten seconds, meet the limit.
    pub(crate) fn goes_under_at(&mut self, full: bool) -> u64 {
        let filled = if full { 1.0 } else { self.filled() };
        let (mut holds, mut sinks) = (0_u64, 20_000_u64);
        while sinks - holds > 1 {
            let middle = u64::midpoint(holds, sinks);
            self.most = 0;
            let kind = self.kind.clone();
            let fixed = kind.base + (kind.pool + kind.shmem) * filled + 10.0 * MB;
            let looks = (0..60)
                .map(|_| self.sessions_bytes(middle))
                .fold(0.0, f64::max);
            let held = fixed + looks + kind.kernel * middle as f64;
            if held >= kind.limit {
                sinks = middle;
            } else {
                holds = middle;
            }
        }
        sinks
    }
}

fn target(kind: &Kind) -> Target {
    let every = BTreeMap::from([(Source::Host, 10.0), (Source::Server, 10.0)]);
    let mut target = Target::new("simulated", every);
    let caps = [
        (Metric::MemoryShmemBytes, kind.shmem),
        (Metric::MemoryAnonBytes, kind.pool),
    ];
    let caps = caps.into_iter().filter(|cap| cap.1 > 0.0);
    target.take(Input::Configured(Configured {
        caps: caps
            .map(|(metric, bytes)| Cap {
                metric,
                bytes: bytes as u64,
            })
            .collect(),
        parameters: vec!["work_mem".to_owned()],
        ..Configured::default()
    }));
    target
}

/// As a history gives it back: of each figure 12 bits are kept.
fn rounded(slice: Slice) -> Slice {
    let round = |figure: f32| f32::from_bits((figure.to_bits() + (1 << 11)) & !0xfff);
    let stretches = slice.stretches.iter().map(|it| Stretch {
        at: it.at,
        min: round(it.min),
        mean: round(it.mean),
        max: round(it.max),
    });
    Slice {
        stretches: stretches.collect(),
        ..slice
    }
}

/// A day's wave from one figure at night to another by day.
pub(crate) fn daily(low: f64, high: f64) -> impl Fn(f64) -> f64 {
    move |hour| {
        let turn = (hour - 14.0) / 24.0 * std::f64::consts::TAU;
        low + (high - low) * (0.5 + 0.5 * turn.cos())
    }
}
