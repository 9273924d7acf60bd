//! Finished stretches of ten seconds: the least, the mean and the most of every series.
//! They are read off the rings when they are asked for, so that waiting for a slow
//! history takes no memory.

use std::ops::Range;

use jiff::Timestamp;
use plimsoll_model::Metric;

use crate::moment::{Moment, timestamp};
use crate::table::{Column, Table};

/// Length of a stretch in milliseconds.
const STRETCH: i64 = 10_000;
/// How long after its end a stretch is finished: a sample is dated by when it began,
/// and comes when it is through.
pub(crate) const LATE: i64 = 10_000;

/// Finished stretches of one series, the oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// Of what. A counter's figures are what it grew by a second.
    pub metric: Metric,
    /// A value for each of its labels.
    pub labels: Vec<String>,
    /// The stretches; those without a figure are not among them.
    pub stretches: Vec<Stretch>,
}

/// Ten seconds of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// When they began: a multiple of ten seconds.
    pub at: Timestamp,
    /// The smallest figure, exact to one part in ten million, as are the others.
    pub min: f32,
    /// The mean.
    pub mean: f32,
    /// The largest.
    pub max: f32,
}

/// How far a source's stretches were handed out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Handed(Option<Moment>);

impl Handed {
    /// What is finished now, so late, and was not handed out.
    pub(crate) fn next(&mut self, table: &Table, now: Moment, late: i64) -> Vec<Slice> {
        let until = now.saturating_sub(late).div_euclid(STRETCH) * STRETCH;
        let from = self.0.unwrap_or(Moment::MIN);
        if until <= from {
            // The clock went back: nothing is handed out twice.
            return Vec::new();
        }
        self.0 = Some(until);
        slices(table, from..until)
    }
}

/// The stretches of all series from one moment to before another.
pub(crate) fn slices(table: &Table, within: Range<Moment>) -> Vec<Slice> {
    let rows = table.rows().filter(|(at, _)| within.contains(at));
    let rows: Vec<(Moment, usize)> = rows.collect();
    let slices = table.columns.iter().map(|column| slice(column, &rows));
    slices.filter(|slice| !slice.stretches.is_empty()).collect()
}

fn slice(column: &Column, rows: &[(Moment, usize)]) -> Slice {
    let mut stretches = Vec::new();
    for rows in rows.chunk_by(|a, b| begin(a.0) == begin(b.0)) {
        let figures = rows.iter().filter_map(|(at, row)| column.figure(*row, *at));
        stretches.extend(stretch(begin(rows[0].0), figures));
    }
    Slice {
        metric: column.metric,
        labels: column.labels.iter().map(ToString::to_string).collect(),
        stretches,
    }
}

fn begin(at: Moment) -> Moment {
    at.div_euclid(STRETCH) * STRETCH
}

fn stretch(at: Moment, figures: impl Iterator<Item = f32>) -> Option<Stretch> {
    let (mut min, mut max) = (f32::INFINITY, f32::NEG_INFINITY);
    let (mut sum, mut count) = (0.0_f64, 0_u32);
    for figure in figures {
        min = min.min(figure);
        max = max.max(figure);
        sum += f64::from(figure);
        count += 1;
    }
    let mean = ((sum / f64::from(count)) as f32).clamp(min, max.max(min));
    (count > 0).then(|| Stretch {
        at: timestamp(at),
        min,
        mean,
        max,
    })
}
