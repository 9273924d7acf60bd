//! The last 15 minutes of one source: a ring of moments, and for each series a ring of
//! figures beside it. A counter's ring holds what it grew by a second, not its sum:
//! nothing else of it can be shown, and a sum does not fit the four bytes of a figure.

use plimsoll_model::{Metric, MetricKind, Reading, Sample};

use crate::moment::{Moment, millis, seconds};

/// How far back a ring goes.
pub const RECENT_SECONDS: f64 = 900.0;
/// Series that one target keeps; readings beyond them are left out and said as a gap.
pub const SERIES_MAX: usize = 240;
/// Figures in all rings of one target: 4 bytes each. A server asked every second has
/// some 80 series that move.
pub const RECENT_POINTS_MAX: usize = 100_000;
/// Of those, the part that is the host's, whoever comes first: without its memory
/// nothing is known of the line.
pub(crate) const HOST_POINTS: usize = 25_000;
/// A rate is told over as many intervals of its source. Beyond, the clock may have
/// jumped, and an average would hide what happened.
const RATE_INTERVALS_MAX: f64 = 3.5;
/// Rows of a ring, however often its source is asked.
const ROWS_MAX: usize = 1_000;

/// What one source brought lately.
#[derive(Debug)]
pub(crate) struct Table {
    every_seconds: f64,
    /// Moments of the samples, rising in the order of the ring; the oldest is at `head`
    /// once the ring is full.
    times: Vec<Moment>,
    rows_max: usize,
    head: usize,
    pub(crate) columns: Vec<Column>,
    /// Series that the newest sample brought and that found no room.
    pub(crate) refused: usize,
}

/// One series.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) metric: Metric,
    pub(crate) labels: Box<[Box<str>]>,
    /// The newest reading, a counter as its sum, and when that was.
    pub(crate) value: f64,
    pub(crate) at: Moment,
    /// What it grew by a second over the last interval; NaN where nobody can tell.
    pub(crate) rate: f32,
    /// A row's figure; NaN where that sample did not bring it. Empty while all of them are
    /// the same: limits and sizes, of which there are many, take no ring.
    figures: Box<[f32]>,
    same: f32,
    same_from: Moment,
}

/// Room that a target's other tables leave.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) series: usize,
    pub(crate) points: usize,
}

impl Table {
    pub(crate) fn new(every_seconds: f64) -> Self {
        let rows_max = (RECENT_SECONDS / every_seconds).ceil() as usize + 1;
        Self {
            every_seconds,
            times: Vec::new(),
            rows_max: rows_max.clamp(2, ROWS_MAX),
            head: 0,
            columns: Vec::new(),
            refused: 0,
        }
    }

    /// From now on samples lie so far apart; the rings keep their room.
    pub(crate) fn pace(&mut self, every_seconds: f64) {
        self.every_seconds = every_seconds;
    }

    /// Figures that its rings have room for.
    pub(crate) fn points(&self) -> usize {
        self.columns.len() * self.rows_max
    }

    /// What it holds of memory, in bytes.
    pub(crate) fn size_bytes(&self) -> usize {
        let columns = self.columns.iter().map(|column| {
            let labels = column.labels.iter();
            let labels = labels.map(|label| label.len() + size_of::<Box<str>>());
            size_of_val::<[f32]>(&column.figures) + labels.sum::<usize>()
        });
        let times = self.times.capacity() * size_of::<Moment>();
        let rows = self.columns.capacity() * size_of::<Column>();
        columns.sum::<usize>() + times + rows
    }

    /// The moment of the newest sample.
    pub(crate) fn last(&self) -> Option<Moment> {
        let newest = (self.head + self.times.len()).checked_sub(1)?;
        self.times.get(newest % self.times.len()).copied()
    }

    /// Adds a sample. One that is not later than the newest says that the clock went
    /// back: what lies after it is forgotten.
    pub(crate) fn take(&mut self, sample: &Sample, at: Moment, room: Room) {
        self.forget_from(at);
        self.drop_old_series();
        let before = self.last();
        let row = self.begin_row(at);
        self.refused = 0;
        let mut hint = 0;
        for reading in sample.readings.iter().filter(|it| it.value.is_finite()) {
            let Some(index) = self.find(reading, hint).or_else(|| self.add(reading, room)) else {
                self.refused += 1;
                continue;
            };
            hint = index + 1;
            let rate_millis_max = millis(self.every_seconds * RATE_INTERVALS_MAX);
            let column = &mut self.columns[index];
            let figure = column.next(reading.value, at, rate_millis_max);
            if column.needs_ring(figure, before) {
                column.lay_out(&self.times, self.rows_max);
            }
            column.put(row, figure, at);
        }
    }

    fn begin_row(&mut self, at: Moment) -> usize {
        let row = if self.times.len() < self.rows_max {
            self.times.reserve_exact(if self.times.is_empty() {
                self.rows_max
            } else {
                0
            });
            self.times.push(at);
            self.times.len() - 1
        } else {
            let row = self.head;
            self.times[row] = at;
            self.head = (self.head + 1) % self.rows_max;
            row
        };
        for column in &mut self.columns {
            if let Some(figure) = column.figures.get_mut(row) {
                *figure = f32::NAN;
            }
        }
        row
    }

    /// A sample's readings come in the order of the one before: the hint is nearly
    /// always right.
    fn find(&self, reading: &Reading, hint: usize) -> Option<usize> {
        let is_it = |column: &Column| column.is(reading.metric, &reading.labels);
        if self.columns.get(hint).is_some_and(is_it) {
            return Some(hint);
        }
        self.columns.iter().position(is_it)
    }

    fn add(&mut self, reading: &Reading, room: Room) -> Option<usize> {
        let has_room =
            self.columns.len() < room.series && self.points() + self.rows_max <= room.points;
        if !has_room {
            return None;
        }
        let labels = reading.labels.iter().map(|label| label.as_str().into());
        if self.columns.len() == self.columns.capacity() {
            self.columns.reserve_exact(8);
        }
        self.columns.push(Column {
            metric: reading.metric,
            labels: labels.collect(),
            value: f64::NAN,
            at: Moment::MIN,
            rate: f32::NAN,
            figures: Box::default(),
            same: f32::NAN,
            same_from: Moment::MAX,
        });
        Some(self.columns.len() - 1)
    }

    fn drop_old_series(&mut self) {
        let oldest = self.rows().next().map_or(Moment::MIN, |(at, _)| at);
        self.columns.retain(|column| column.at >= oldest);
    }

    fn forget_from(&mut self, at: Moment) {
        if self.last().is_none_or(|last| last < at) {
            return;
        }
        let kept: Vec<(Moment, usize)> = self.rows().filter(|(time, _)| *time < at).collect();
        for column in &mut self.columns {
            column.at = column.at.min(at.saturating_sub(1));
            column.forget_sum();
            if column.figures.is_empty() {
                continue;
            }
            let figures = kept.iter().map(|(_, row)| column.figures[*row]);
            let mut figures: Vec<f32> = figures.collect();
            figures.resize(self.rows_max, f32::NAN);
            column.figures = figures.into();
        }
        self.times = kept.into_iter().map(|(time, _)| time).collect();
        self.head = 0;
    }

    /// Every sample's moment and row, the oldest first.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (Moment, usize)> + '_ {
        let length = self.times.len();
        let rows = (0..length).map(move |index| (self.head + index) % length);
        rows.map(|row| (self.times[row], row))
    }

    /// The series of that metric and labels.
    pub(crate) fn column(&self, metric: Metric, labels: &[&str]) -> Option<&Column> {
        self.columns.iter().find(|column| column.is(metric, labels))
    }

    /// The series that the newest sample brought.
    pub(crate) fn newest(&self) -> impl Iterator<Item = &Column> {
        let last = self.last();
        let columns = self.columns.iter();
        columns.filter(move |column| Some(column.at) == last && column.value.is_finite())
    }
}

impl Column {
    fn is<S: AsRef<str>>(&self, metric: Metric, labels: &[S]) -> bool {
        let mine = self.labels.iter().map(AsRef::as_ref);
        self.metric == metric && mine.eq(labels.iter().map(AsRef::as_ref))
    }

    /// The figure of a row of that moment, where that sample brought one.
    pub(crate) fn figure(&self, row: usize, at: Moment) -> Option<f32> {
        let is_within = (self.same_from..=self.at).contains(&at);
        let same = is_within.then_some(self.same);
        let figure = self.figures.get(row).copied().or(same);
        figure.filter(|figure| !figure.is_nan())
    }

    /// What a reading says: a gauge itself, a counter what it grew by a second.
    fn next(&mut self, value: f64, at: Moment, rate_millis_max: i64) -> f32 {
        let before = std::mem::replace(&mut self.value, value);
        if self.metric.kind() == MetricKind::Gauge {
            return narrow(value);
        }
        let since = at.saturating_sub(self.at);
        let is_near = self.at != Moment::MIN && since > 0 && since <= rate_millis_max;
        // A counter that fell began anew, as it does with its server; what it counted in
        // between nobody knows. A sum that was forgotten is NaN, and so is what it grew.
        let grew = value - before;
        let has_rate = is_near && grew >= 0.0;
        self.rate = if has_rate {
            narrow(grew / seconds(self.at, at))
        } else {
            f32::NAN
        };
        self.rate
    }

    /// Whether a figure, or that the sample before had none, ends that all are the same.
    fn needs_ring(&self, figure: f32, before: Option<Moment>) -> bool {
        let goes_on = before == Some(self.at) && self.same.to_bits() == figure.to_bits();
        self.figures.is_empty() && self.same_from != Moment::MAX && !goes_on
    }

    fn lay_out(&mut self, times: &[Moment], rows_max: usize) {
        let figures = times.iter().map(|time| {
            let is_within = (self.same_from..=self.at).contains(time);
            if is_within { self.same } else { f32::NAN }
        });
        let mut figures: Vec<f32> = figures.collect();
        figures.resize(rows_max, f32::NAN);
        self.figures = figures.into();
    }

    /// Puts a figure into its sample's row.
    fn put(&mut self, row: usize, figure: f32, at: Moment) {
        if let Some(place) = self.figures.get_mut(row) {
            *place = figure;
        } else if self.same_from == Moment::MAX && !figure.is_nan() {
            (self.same, self.same_from) = (figure, at);
        }
        self.at = at;
    }

    fn forget_sum(&mut self) {
        self.value = f64::NAN;
        self.rate = f32::NAN;
    }

    pub(crate) fn reading(&self, value: f64) -> Reading {
        Reading {
            metric: self.metric,
            labels: self.labels.iter().map(ToString::to_string).collect(),
            value,
        }
    }
}

/// To four bytes, never infinite: a share of 6 in 100 million is lost.
fn narrow(value: f64) -> f32 {
    value.clamp(f64::from(f32::MIN), f64::from(f32::MAX)) as f32
}
