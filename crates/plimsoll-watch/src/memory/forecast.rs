//! When a limit is met if what grows goes on: only of memory that nothing caps, and
//! only of growth that holds on by every test here. A day's wave grows for hours too.

use plimsoll_model::Metric;

use super::minute::Minute;
use crate::robust::{median, quantile};

/// Points that growth is told from.
const POINTS_MIN: usize = 20;
/// A forecast reaches so many times as far as the growth was seen.
const REACH: f32 = 8.0;
/// Growth below this share of the limit is nothing.
const GROWTH_SHARE_MIN: f32 = 0.01;
/// What the later half must grow by as a share of the earlier half's growth: what fills
/// up slows down.
const STEADY_SHARE: f32 = 0.6;
/// Above the most of before by this share of how far it varied: what a wave does not do.
const NEW_GROUND_SHARE: f32 = 0.25;
/// A day's wave is the same after so many hours.
const DAY_HOURS: f32 = 24.0;

/// What the forecast knows of a server besides its points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// The limit, and what is left of it once all that is capped is full.
    pub(crate) limit: f32,
    pub(crate) room: f32,
    /// What one session takes, where it was learned: what sessions explain does not grow.
    pub(crate) session_bytes: f32,
    /// What of it is shared memory.
    pub(crate) shared_bytes: f32,
    /// Whether shared memory is capped.
    pub(crate) is_shmem_capped: bool,
    /// Size of the pool within anonymous memory whose used share is seen.
    pub(crate) pool_bytes: f32,
}

/// Growth that holds on: bytes an hour at the 5th, 50th and 95th percentile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Growth {
    pub(crate) per_hour: [f32; 3],
    pub(crate) grows: Metric,
}

/// The parts that may grow.
const PARTS: [Metric; 4] = [
    Metric::MemoryAnonBytes,
    Metric::MemoryShmemBytes,
    Metric::MemoryKernelBytes,
    Metric::MemorySwapBytes,
];

impl Setting {
    fn part(&self, point: &Minute, part: Metric) -> f32 {
        let or_zero = |figure: f32| if figure.is_nan() { 0.0 } else { figure };
        match part {
            Metric::MemoryShmemBytes if self.is_shmem_capped => 0.0,
            Metric::MemoryShmemBytes => point.shmem - self.shared_bytes * or_zero(point.sessions),
            Metric::MemoryKernelBytes => point.kernel,
            Metric::MemorySwapBytes => point.swap,
            _ => {
                let sessions = self.session_bytes * or_zero(point.sessions);
                point.anon - sessions - self.pool_bytes * or_zero(point.pool_used)
            }
        }
    }

    fn uncapped(&self, point: &Minute) -> f32 {
        PARTS.iter().map(|part| self.part(point, *part)).sum()
    }
}

/// Growth that holds on: over the last hour, over hours, or from day to day. The
/// reason where there is none.
pub(crate) fn growth(
    setting: &Setting,
    minutes: &[Minute],
    quarters: &[Minute],
) -> Result<Growth, String> {
    let day = over_days(setting, quarters);
    let hours = day.or_else(|| over_hours(setting, quarters));
    let last = hours.or_else(|| over_last_hour(setting, minutes, quarters));
    last.ok_or_else(|| {
        let seen = span_hours(quarters).max(span_hours(minutes));
        if minutes.len() < POINTS_MIN {
            return format!(
                "{} minutes since the server started seen; {POINTS_MIN} are needed",
                minutes.len()
            );
        }
        format!(
            "nothing that the configuration does not cap grew steadily in the {seen:.1} hours seen"
        )
    })
}

/// Every hour above the same hour of the day before.
fn over_days(setting: &Setting, points: &[Minute]) -> Option<Growth> {
    if span_hours(points) < 2.0 * DAY_HOURS {
        return None;
    }
    judged(setting, points, |a, b| {
        (a.hours_to(b) - DAY_HOURS).abs() < 0.1
    })
}

/// Growth through all hours that were seen.
fn over_hours(setting: &Setting, points: &[Minute]) -> Option<Growth> {
    let far = span_hours(points) / 3.0;
    let is_steady = steady(setting, points);
    let growth = judged(setting, points, |a, b| a.hours_to(b) >= far)?;
    is_steady.then_some(growth)
}

/// Growth through the last hour, beyond all that was before.
fn over_last_hour(setting: &Setting, minutes: &[Minute], quarters: &[Minute]) -> Option<Growth> {
    let first = minutes.first()?;
    let before = quarters.iter().filter(|point| point.at < first.at);
    let before: Vec<f32> = before.map(|point| setting.uncapped(point)).collect();
    let range = before.iter().fold((f32::MAX, f32::MIN), |range, it| {
        (range.0.min(*it), range.1.max(*it))
    });
    let now = setting.uncapped(minutes.last()?);
    let is_new = before.is_empty() || now > range.1 + NEW_GROUND_SHARE * (range.1 - range.0);
    let growth = over_hours(setting, minutes)?;
    is_new.then_some(growth)
}

/// The growth between all points that are to be compared, if nearly all of them grow,
/// it comes to something, and the limit is within reach.
fn judged(
    setting: &Setting,
    points: &[Minute],
    are_compared: impl Fn(&Minute, &Minute) -> bool,
) -> Option<Growth> {
    if points.len() < POINTS_MIN {
        return None;
    }
    let slopes = |figure: &dyn Fn(&Minute) -> f32| {
        let mut slopes = Vec::new();
        for (index, a) in points.iter().enumerate() {
            let later = points[index + 1..].iter().filter(|b| are_compared(a, b));
            slopes.extend(later.map(|b| (figure(b) - figure(a)) / a.hours_to(b)));
        }
        slopes
    };
    let mut whole = slopes(&|point| setting.uncapped(point));
    let per_hour = [0.05, 0.5, 0.95].map(|share| quantile(&mut whole, share));
    let per_hour = [per_hour[0]?, per_hour[1]?, per_hour[2]?];
    let span = span_hours(points);
    let comes_to_something = per_hour[1] * span >= GROWTH_SHARE_MIN * setting.limit;
    let is_in_reach = setting.room <= per_hour[1] * span * REACH;
    if per_hour[0] <= 0.0 || !comes_to_something || !is_in_reach {
        return None;
    }
    let most = PARTS.map(|part| {
        let mut slopes = slopes(&|point| setting.part(point, part));
        (part, median(&mut slopes).unwrap_or(0.0))
    });
    let grows = most.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?.0;
    Some(Growth { per_hour, grows })
}

/// Whether it does not slow down as what fills up does.
fn steady(setting: &Setting, points: &[Minute]) -> bool {
    let third = points.len() / 3;
    let level = |points: &[Minute]| {
        let mut figures: Vec<f32> = points.iter().map(|it| setting.uncapped(it)).collect();
        median(&mut figures).unwrap_or(0.0)
    };
    let [first, second, last] = [
        level(&points[..third]),
        level(&points[third..points.len() - third]),
        level(&points[points.len() - third..]),
    ];
    last - second >= STEADY_SHARE * (second - first)
}

fn span_hours(points: &[Minute]) -> f32 {
    let ends = points.first().zip(points.last());
    ends.map_or(0.0, |(first, last)| first.hours_to(last))
}
