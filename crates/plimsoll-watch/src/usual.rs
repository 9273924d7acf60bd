//! What is usual for a server: its statements' latency, its throughput, its sessions, by
//! the hour of the week once it is known, else by the hour of the day, else over all
//! that was seen. Only with enough behind it is anything called unusual.

use plimsoll_model::Unusual;

use crate::moment::{Moment, timestamp};
use crate::robust::quantile;

const MINUTE: i64 = 60_000;
const HOUR_MINUTES: i64 = 60;
const WEEK_HOURS: usize = 168;
/// Minutes that an hour must have to be kept.
const MINUTES_MIN: usize = 30;
/// Hours that must be known before anything is unusual.
const HOURS_MIN: usize = 12;
/// What a new hour counts beside those of the weeks before.
const NEW_SHARE: f32 = 0.3;
/// How many standard deviations away is far, and how few are near again.
const FAR: f32 = 5.0;
const NEAR: f32 = 2.5;
/// Far is besides at least this share of what is usual away: where nothing ever varied,
/// every trifle is many deviations.
const FAR_SHARE: f32 = 0.5;
const NEAR_SHARE: f32 = 0.25;
/// Minutes in a row that are far before it is said, and near before it is taken back.
const ROW_MIN: u32 = 3;
/// What stays unusual for so long is what is usual now.
const STAYS_HOURS: i64 = 24;
/// Minutes of a long mean, and how much nearer their usual figure such means lie than
/// minutes that have nothing to do with each other (the root of their number). Where
/// they have, what is usual is told wider than it is, and less is called unusual.
const LONG_MINUTES: usize = 5;
const LONG_NARROWER: f32 = 2.236;
/// Standard deviations between the 5th and the 95th percentile of normal figures.
const RANGE_DEVIATIONS: f32 = 3.29;

/// One figure of a server and what is usual for it.
#[derive(Debug)]
pub(crate) struct Usual {
    what: &'static str,
    unit: &'static str,
    /// Figures of the hour that is not over, a minute each.
    minutes: Vec<f32>,
    /// Whether some of them are means of five minutes.
    is_long: bool,
    hour: i64,
    minute: Option<Summing>,
    /// By the hour of the week, from Thursday midnight UTC (1970 began so).
    /// Each with its 5th, 50th and 95th percentile; NaN where it was not seen.
    hours: Vec<[f32; 3]>,
    now: f32,
    /// Since when it is unusual, and how many minutes in a row said otherwise.
    unusual: Option<Moment>,
    row: u32,
}

#[derive(Clone, Copy, Debug)]
struct Summing {
    minute: i64,
    sum: f64,
    count: u32,
}

impl Usual {
    pub(crate) const fn new(what: &'static str, unit: &'static str) -> Self {
        Self {
            what,
            unit,
            minutes: Vec::new(),
            is_long: false,
            hour: 0,
            minute: None,
            hours: Vec::new(),
            now: 0.0,
            unusual: None,
            row: 0,
        }
    }

    /// Takes a figure.
    pub(crate) fn take(&mut self, at: Moment, figure: f64) {
        let minute = at.div_euclid(MINUTE);
        match &mut self.minute {
            Some(summing) if summing.minute == minute => {
                summing.sum += figure;
                summing.count += 1;
            }
            summing => {
                let over = summing.replace(Summing {
                    minute,
                    sum: figure,
                    count: 1,
                });
                // One that lies later says that the clock went back.
                if let Some(over) = over.filter(|over| over.minute < minute) {
                    self.finish(over);
                }
            }
        }
    }

    /// Takes the mean of five minutes, of which the single ones are not known any more.
    pub(crate) fn take_long(&mut self, at: Moment, mean: f64) {
        self.begin_hour(at.div_euclid(MINUTE * HOUR_MINUTES));
        self.is_long = true;
        for _ in 0..LONG_MINUTES {
            self.push(mean as f32);
        }
    }

    fn finish(&mut self, over: Summing) {
        let hour = over.minute.div_euclid(HOUR_MINUTES);
        self.begin_hour(hour);
        self.now = (over.sum / f64::from(over.count)) as f32;
        self.judge(over.minute.saturating_mul(MINUTE), hour);
        self.push(self.now);
    }

    fn begin_hour(&mut self, hour: i64) {
        if hour != self.hour {
            self.keep_hour();
            self.hour = hour;
        }
    }

    fn push(&mut self, figure: f32) {
        if self.minutes.len() < HOUR_MINUTES as usize {
            self.minutes.reserve_exact(HOUR_MINUTES as usize);
            self.minutes.push(figure);
        }
    }

    fn keep_hour(&mut self) {
        let mut minutes = std::mem::take(&mut self.minutes);
        let is_long = std::mem::take(&mut self.is_long);
        // What is far from usual becomes it only where it stays.
        let since = self.unusual.unwrap_or(Moment::MAX);
        let hours = self.hour.saturating_sub(since / MINUTE / HOUR_MINUTES);
        if minutes.len() < MINUTES_MIN || (0..STAYS_HOURS).contains(&hours) {
            return;
        }
        self.hours.resize(WEEK_HOURS, [f32::NAN; 3]);
        let slot = &mut self.hours[slot(self.hour)];
        let mut new = [0.05, 0.5, 0.95].map(|share| quantile(&mut minutes, share).unwrap_or(0.0));
        if is_long {
            new = new.map(|it| new[1] + LONG_NARROWER * (it - new[1]));
        }
        *slot = if slot[0].is_nan() {
            new
        } else {
            [0, 1, 2].map(|index| slot[index] + NEW_SHARE * (new[index] - slot[index]))
        };
    }

    fn seen(&self) -> impl Iterator<Item = [f32; 3]> + '_ {
        self.hours.iter().copied().filter(|hour| !hour[0].is_nan())
    }

    /// What is usual at an hour.
    fn usual(&self, hour: i64) -> Option<[f32; 3]> {
        if self.seen().count() < HOURS_MIN {
            return None;
        }
        let this = slot(hour);
        if !self.hours[this][0].is_nan() {
            return Some(self.hours[this]);
        }
        let of_day = self.hours.iter().skip(this % 24).step_by(24);
        let of_day = of_day.copied().filter(|hour| !hour[0].is_nan());
        let mut hours: Vec<[f32; 3]> = of_day.collect();
        if hours.is_empty() {
            hours = self.seen().collect();
        }
        let share = |index: usize, share: f32| {
            let mut figures: Vec<f32> = hours.iter().map(|hour| hour[index]).collect();
            quantile(&mut figures, share)
        };
        // Of several hours as wide as the widest of them.
        Some([share(0, 0.0)?, share(1, 0.5)?, share(2, 1.0)?])
    }

    fn judge(&mut self, at: Moment, hour: i64) {
        let Some([low, usual, high]) = self.usual(hour) else {
            return;
        };
        let deviation = (high - low) / RANGE_DEVIATIONS;
        let away = (self.now - usual).abs();
        let (times, share) = if self.unusual.is_some() {
            (NEAR, NEAR_SHARE)
        } else {
            (FAR, FAR_SHARE)
        };
        let is_away = away > (times * deviation).max(share * usual.abs());
        if is_away == self.unusual.is_some() {
            self.row = 0;
            return;
        }
        self.row += 1;
        if self.row >= ROW_MIN {
            self.row = 0;
            let since = at.saturating_sub(i64::from(ROW_MIN - 1) * MINUTE);
            self.unusual = is_away.then_some(since);
        }
    }

    /// The figure, where it is unusual; nothing once it was not seen for some minutes.
    pub(crate) fn unusual(&self, now: Moment) -> Option<Unusual> {
        let since = self.unusual?;
        let newest = self.minute?.minute.saturating_mul(MINUTE);
        if now.saturating_sub(newest) > i64::from(ROW_MIN + 1) * MINUTE {
            return None;
        }
        let [low, usual, high] = self.usual(self.hour)?;
        Some(Unusual {
            what: self.what.to_owned(),
            now: f64::from(self.now),
            usual: f64::from(usual),
            usual_range: (f64::from(low), f64::from(high)),
            unit: self.unit,
            since: timestamp(since),
        })
    }

    pub(crate) fn size_bytes(&self) -> usize {
        self.minutes.capacity() * size_of::<f32>() + self.hours.capacity() * size_of::<[f32; 3]>()
    }
}

fn slot(hour: i64) -> usize {
    hour.rem_euclid(WEEK_HOURS as i64) as usize
}

#[cfg(test)]
mod tests {
    use super::{MINUTE, Usual};

    fn feed(usual: &mut Usual, minutes: std::ops::Range<i64>, figure: impl Fn(i64) -> f64) {
        for minute in minutes {
            usual.take(minute * MINUTE, figure(minute));
        }
    }

    fn unusual(usual: &Usual) -> Option<plimsoll_model::Unusual> {
        usual.unusual(usual.minute?.minute * MINUTE)
    }

    fn by_day(minute: i64) -> f64 {
        let hour = minute / 60 % 24;
        let day = if (8..18).contains(&hour) { 100.0 } else { 10.0 };
        day + (minute % 7) as f64
    }

    #[test]
    fn a_jump_is_unusual_after_three_minutes_and_not_for_one() {
        let mut usual = Usual::new("sessions", "sessions");
        feed(&mut usual, 0..2 * 1440, by_day);
        feed(&mut usual, 2880..2882, |_| 300.0);
        assert_eq!(unusual(&usual), None);
        feed(&mut usual, 2882..2890, |_| 300.0);
        let told = unusual(&usual).unwrap();
        assert_eq!((told.now, told.since.as_second()), (300.0, 2880 * 60));
        assert!((10.0..17.0).contains(&told.usual), "{told:?}");
        feed(&mut usual, 2890..2900, by_day);
        assert_eq!(unusual(&usual), None);
    }

    #[test]
    fn what_every_day_brings_is_usual_from_the_second_day_on() {
        let mut usual = Usual::new("sessions", "sessions");
        feed(&mut usual, 0..1440, by_day);
        for minute in 1440..20 * 1440 {
            feed(&mut usual, minute..minute + 1, by_day);
            assert_eq!(unusual(&usual), None, "minute {minute}");
        }
    }

    #[test]
    fn nothing_is_unusual_before_half_a_day_is_known() {
        let mut usual = Usual::new("sessions", "sessions");
        feed(&mut usual, 0..600, |_| 1.0);
        feed(&mut usual, 600..660, |_| 1000.0);
        assert_eq!(unusual(&usual), None);
    }
}
