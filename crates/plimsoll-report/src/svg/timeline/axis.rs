//! Moments to places from left to right, with what is long and empty cut out.
//! Knows nothing of what is drawn there.

use jiff::Timestamp;

use super::super::writer::{Anchor, Svg};

/// A gap is cut out where it is longer than all that would be left without it …
const CUT_SHARE: i64 = 2;
/// … and at least this long.
const CUT_SECONDS_MIN: i64 = 600;
/// Gaps that are cut out, the longest.
const CUTS_MAX: usize = 4;
/// Room for one of them.
const CUT_WIDTH: f64 = 52.0;
/// Room that every stretch has, before the rest is shared out.
const STRETCH_MIN: f64 = 64.0;
/// Room for a tick's label.
const TICK_WIDTH: f64 = 72.0;
/// Room between a stretch's ends and its first and last moments.
const INSET: f64 = 12.0;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Seconds from tick to tick.
const STEPS: [i64; 17] = [
    1,
    2,
    5,
    10,
    15,
    30,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
];

/// Time from left to right.
pub(super) struct Axis {
    stretches: Vec<Stretch>,
}

/// A part of it that is drawn to scale.
struct Stretch {
    from: Timestamp,
    to: Timestamp,
    moments: usize,
    left: f64,
    width: f64,
}

impl Axis {
    /// Room for these moments, which are in order, between `left` and `left + width`.
    pub(super) fn of(moments: &[Timestamp], left: f64, width: f64) -> Self {
        let mut axis = Self {
            stretches: stretches(moments),
        };
        axis.share_out(left, width);
        axis
    }

    /// Longer and fuller stretches get more of the room.
    fn share_out(&mut self, left: f64, width: f64) {
        let count = self.stretches.len() as f64;
        let room = (width - count * STRETCH_MIN - (count - 1.0) * CUT_WIDTH).max(0.0);
        let seconds: f64 = self.stretches.iter().map(Stretch::length).sum();
        let moments: usize = self.stretches.iter().map(|it| it.moments).sum();
        let mut at = left;
        for stretch in &mut self.stretches {
            let by_moments = stretch.moments as f64 / moments.max(1) as f64;
            let by_length = if seconds > 0.0 {
                stretch.length() / seconds
            } else {
                by_moments
            };
            stretch.left = at;
            stretch.width = STRETCH_MIN + room * f64::midpoint(by_length, by_moments);
            at += stretch.width + CUT_WIDTH;
        }
    }

    /// Where a moment is; one in a cut stands at the cut's edge.
    pub(super) fn place(&self, moment: Timestamp) -> f64 {
        let within = self.stretches.iter().find(|it| moment <= it.to);
        within
            .or(self.stretches.last())
            .map_or(0.0, |it| it.place(moment))
    }

    /// A line through every stretch, broken at the cuts.
    pub(super) fn rule(&self, svg: &mut Svg, y: f64) {
        for stretch in &self.stretches {
            svg.line(stretch.left, y, stretch.left + stretch.width, y, "rule");
        }
    }

    /// Ticks with their times between `top` and `bottom`, their dates, and how long
    /// each cut is.
    pub(super) fn draw(&self, svg: &mut Svg, top: f64, bottom: f64) {
        let mut date = String::new();
        for (index, stretch) in self.stretches.iter().enumerate() {
            for (at, label) in stretch.ticks() {
                svg.line(at, top, at, bottom + 4.0, "tick");
                svg.text(at, bottom + 18.0, Anchor::Middle, "faint", &label);
            }
            let day = stretch.from.strftime("%Y-%m-%d").to_string();
            if day != date {
                let at = stretch.left;
                svg.text(at, bottom + 36.0, Anchor::Start, "faint", &day);
                date = day;
            }
            if let Some(next) = self.stretches.get(index + 1) {
                let cut = next.from.as_second() - stretch.to.as_second();
                let middle = stretch.left + stretch.width + CUT_WIDTH / 2.0;
                let label = format!("{} later", length(cut));
                svg.text(middle, bottom + 4.0, Anchor::Middle, "faint", "⋯");
                svg.text(middle, top + 10.0, Anchor::Middle, "faint", &label);
            }
        }
    }
}

impl Stretch {
    /// In whole seconds.
    fn seconds(&self) -> i64 {
        self.to.as_second() - self.from.as_second()
    }

    /// In seconds.
    fn length(&self) -> f64 {
        self.to.duration_since(self.from).as_secs_f64()
    }

    fn place(&self, moment: Timestamp) -> f64 {
        let length = self.length();
        let room = self.width - 2.0 * INSET;
        if length <= 0.0 {
            return self.left + self.width / 2.0;
        }
        let share = moment.duration_since(self.from).as_secs_f64() / length;
        self.left + INSET + share.clamp(0.0, 1.0) * room
    }

    /// Where its ticks stand, and what each says; at least one.
    fn ticks(&self) -> Vec<(f64, String)> {
        let fit = ((self.width / TICK_WIDTH) as i64).max(1);
        let step = self.step(fit);
        let format = match step {
            ..MINUTE => "%H:%M:%S",
            MINUTE..DAY => "%H:%M",
            DAY.. => "%m-%d",
        };
        let first = self.from.as_second().div_euclid(step) * step;
        let ticks = (0..=fit + 1)
            .filter_map(|index| Timestamp::from_second(first + index * step).ok())
            .filter(|at| self.from <= *at && *at <= self.to)
            .map(|at| (self.place(at), at.strftime(format).to_string()));
        let ticks: Vec<_> = ticks.collect();
        if ticks.is_empty() {
            let label = self.from.strftime("%H:%M:%S").to_string();
            return vec![(self.place(self.from), label)];
        }
        ticks
    }

    /// The shortest step at which `fit` labels have room.
    fn step(&self, fit: i64) -> i64 {
        let seconds = self.seconds();
        let fits = |step: &i64| seconds / step < fit;
        let days = || (seconds / fit / DAY + 1) * DAY;
        STEPS.into_iter().find(fits).unwrap_or_else(days)
    }
}

/// The stretches between the longest gaps, their places still to be given.
fn stretches(moments: &[Timestamp]) -> Vec<Stretch> {
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else {
        return Vec::new();
    };
    let gap = |index: usize| moments[index].as_second() - moments[index - 1].as_second();
    let mut gaps: Vec<usize> = (1..moments.len()).collect();
    gaps.sort_by_key(|index| std::cmp::Reverse(gap(*index)));
    let mut left = last.as_second() - first.as_second();
    let cut = gaps.into_iter().take(CUTS_MAX).take_while(|index| {
        let gap = gap(*index);
        let is_cut = gap >= CUT_SECONDS_MIN && gap * CUT_SHARE > left;
        left -= gap;
        is_cut
    });
    let mut begins: Vec<usize> = std::iter::once(0).chain(cut).collect();
    begins.sort_unstable();
    let ends = begins.iter().skip(1).copied().chain([moments.len()]);
    let bounds: Vec<(usize, usize)> = begins.iter().copied().zip(ends).collect();
    let stretches = bounds.into_iter().map(|(begin, end)| Stretch {
        from: moments[begin],
        to: moments[end - 1],
        moments: end - begin,
        left: 0.0,
        width: 0.0,
    });
    stretches.collect()
}

/// A length of time in its largest unit.
fn length(seconds: i64) -> String {
    match seconds {
        ..HOUR => format!("{} min", seconds / MINUTE),
        HOUR..DAY => format!("{} h", seconds / HOUR),
        DAY.. => format!("{} d", seconds / DAY),
    }
}

#[cfg(test)]
mod tests {
    use super::{Axis, Timestamp};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_716_300_000 + seconds).unwrap()
    }

    #[test]
    fn an_empty_night_is_cut_out_and_order_stays() {
        let moments = [at(0), at(60), at(60_000), at(60_010), at(60_100)];
        let axis = Axis::of(&moments, 100.0, 800.0);
        assert_eq!(axis.stretches.len(), 2);
        let places = moments.map(|it| axis.place(it));
        assert!(places.is_sorted(), "{places:?}");
        assert!(places[0] > 100.0 && places[4] < 900.0, "{places:?}");
        assert!(places[4] - places[2] > 200.0, "{places:?}");
    }

    #[test]
    fn ticks_have_room_and_are_there() {
        for length in [0, 1, 59, 3_600, 86_400, 40_000_000, 200_000_000_000] {
            let moments = [at(0), at(length)];
            let axis = Axis::of(&moments, 0.0, 800.0);
            for stretch in &axis.stretches {
                let ticks = stretch.ticks();
                assert!((1..=12).contains(&ticks.len()), "{length}: {ticks:?}");
            }
        }
    }

    #[test]
    fn what_happened_within_a_second_has_all_the_room() {
        let moments = [at(0), at(0) + jiff::SignedDuration::from_millis(400)];
        let axis = Axis::of(&moments, 0.0, 800.0);
        assert!(axis.place(moments[1]) > 700.0);
    }

    #[test]
    fn no_moment_is_no_panic() {
        let axis = Axis::of(&[], 0.0, 800.0);
        assert!(axis.place(at(0)).is_finite());
    }
}
