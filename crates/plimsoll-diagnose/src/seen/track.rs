//! Figures by time, asked around the moment of a fall.

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::Metric;

/// One series.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Of what.
    pub metric: Metric,
    /// A value for each of the metric's labels.
    pub labels: Vec<String>,
    /// The oldest first; of a counter, what it grew by a second until then.
    pub points: Vec<(Timestamp, f64)>,
}

/// A figure and when it was read.
pub(super) type Point = (Timestamp, f64);

/// All series, and when the fall was noticed.
pub(super) struct Tracks<'a> {
    pub(super) all: &'a [Track],
    pub(super) fall: Timestamp,
    /// Whether kills that are not counted were none.
    pub(super) is_host_here: bool,
}

impl<'a> Tracks<'a> {
    /// The series of a metric.
    pub(super) fn of(&self, metric: Metric) -> impl Iterator<Item = &'a Track> {
        self.all.iter().filter(move |it| it.metric == metric)
    }

    /// The points of a metric without labels within a time before the fall.
    pub(super) fn before(&self, metric: Metric, within: SignedDuration) -> Vec<Point> {
        let mut of = self.of(metric);
        of.next()
            .map_or_else(Vec::new, |track| self.points_before(track, within))
    }

    /// The points of one series within a time before the fall.
    pub(super) fn points_before(&self, track: &Track, within: SignedDuration) -> Vec<Point> {
        let points = track.points.iter().copied();
        let is_near = |at: Timestamp| at < self.fall && self.fall.duration_since(at) <= within;
        points.filter(|(at, _)| is_near(*at)).collect()
    }

    /// The points within a time before the fall and behind it.
    pub(super) fn around(&self, metric: Metric, within: SignedDuration) -> Vec<Point> {
        let points = self.of(metric).flat_map(|track| track.points.iter());
        let is_near = |at: Timestamp| at.duration_since(self.fall).abs() <= within;
        points.copied().filter(|(at, _)| is_near(*at)).collect()
    }
}

/// The largest.
pub(super) fn most(points: &[Point]) -> Option<Point> {
    let points = points.iter().copied();
    points.max_by(|one, other| one.1.total_cmp(&other.1))
}

/// The smallest.
pub(super) fn least(points: &[Point]) -> Option<Point> {
    let points = points.iter().copied();
    points.min_by(|one, other| one.1.total_cmp(&other.1))
}
