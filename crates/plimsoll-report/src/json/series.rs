//! `plimsoll.series/1`: the figures of one metric of one server over time. The daemon
//! writes it, `plimsoll top` reads it again, so these types are the format itself.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plimsoll_model::{Metric, MetricKind};
use serde::{Deserialize, Serialize};

use super::{read, written};

const SCHEMA: &str = "plimsoll.series/1";

/// The points of one series: when, and the figure.
pub type Points = Vec<(Timestamp, f64)>;

/// The stretches of one series: when they began, the least, the mean and the most.
pub type Stretches = Vec<(Timestamp, [f64; 3])>;

/// Every series of a metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    schema: String,
    /// Whose.
    pub server: String,
    /// Of what: its name on `/metrics`, without `plimsoll_`.
    pub metric: String,
    /// Whether the points are what a counter grew by a second.
    pub is_rate: bool,
    /// Seconds from one point to the next: how often its source is asked, or the length
    /// of a stretch. Null where nobody can tell.
    #[serde(default)]
    pub step_seconds: Option<f64>,
    /// One for each set of labels.
    pub series: Vec<OneSeries>,
    /// Time of which the history has something that cannot be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<SeriesGap>,
}

/// A stretch of time that is kept and cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesGap {
    /// Where it begins.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// Why it cannot be read.
    pub why: String,
}

impl SeriesGap {
    /// That one.
    pub fn of(from: Timestamp, to: Timestamp, why: String) -> Self {
        let (from, to) = (from.to_string(), to.to_string());
        Self { from, to, why }
    }
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OneSeries {
    /// What tells it from the others.
    pub labels: BTreeMap<String, String>,
    /// When, and the figure, of a stretch the mean; the oldest first.
    pub points: Vec<(String, f64)>,
    /// The least of each point's stretch, where the points are stretches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub least: Vec<f64>,
    /// The most of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub most: Vec<f64>,
}

impl Series {
    /// Those of a metric as they were read: labels in their metric's order, and points.
    pub fn of(
        server: &str,
        metric: Metric,
        step_seconds: Option<f64>,
        series: &[(Vec<String>, Points)],
    ) -> Self {
        let series = series.iter().map(|(labels, points)| OneSeries {
            points: points
                .iter()
                .map(|(at, it)| (at.to_string(), *it))
                .collect(),
            ..one(metric, labels)
        });
        Self::all(server, metric, step_seconds, series.collect())
    }

    /// The same in stretches of so many seconds.
    pub fn of_stretches(
        server: &str,
        metric: Metric,
        step_seconds: f64,
        series: &[(Vec<String>, Stretches)],
    ) -> Self {
        let series = series.iter().map(|(labels, stretches)| OneSeries {
            points: stretches
                .iter()
                .map(|(at, [_, mean, _])| (at.to_string(), *mean))
                .collect(),
            least: stretches.iter().map(|(_, [least, ..])| *least).collect(),
            most: stretches.iter().map(|(_, [.., most])| *most).collect(),
            ..one(metric, labels)
        });
        Self::all(server, metric, Some(step_seconds), series.collect())
    }

    fn all(
        server: &str,
        metric: Metric,
        step_seconds: Option<f64>,
        series: Vec<OneSeries>,
    ) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            server: server.to_owned(),
            metric: metric.name().to_owned(),
            is_rate: metric.kind() == MetricKind::Counter,
            step_seconds,
            series,
            gaps: Vec::new(),
        }
    }

    /// The same, with what of it cannot be read.
    #[must_use]
    pub fn with_gaps(self, gaps: Vec<SeriesGap>) -> Self {
        Self { gaps, ..self }
    }

    /// As JSON.
    pub fn written(&self) -> String {
        written(self)
    }

    /// From JSON.
    ///
    /// # Errors
    /// Why it is not one, in a line.
    pub fn read(text: &str) -> Result<Self, String> {
        read(text, SCHEMA, |it: &Self| &it.schema)
    }
}

/// One of those labels, without points.
fn one(metric: Metric, labels: &[String]) -> OneSeries {
    let names = metric.labels().iter().map(|name| (*name).to_owned());
    OneSeries {
        labels: names.zip(labels.iter().cloned()).collect(),
        points: Vec::new(),
        least: Vec::new(),
        most: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_model::Metric;

    use super::Series;
    use crate::sample;

    #[test]
    fn what_is_written_is_read_again() {
        let at = sample::watched().at;
        let idle = || vec!["idle".to_owned()];
        let read = [(idle(), vec![(at, 3.0)])];
        let read = Series::of("shop", Metric::Sessions, Some(10.0), &read);
        let kept = [(idle(), vec![(at, [1.0, 2.0, 4.0])])];
        let kept = Series::of_stretches("shop", Metric::Sessions, 300.0, &kept);
        let one = &kept.series[0];
        assert_eq!(
            (one.points[0].1, one.least[0], one.most[0]),
            (2.0, 1.0, 4.0)
        );
        for series in [read, kept] {
            assert_eq!(Series::read(&series.written()), Ok(series));
        }
        assert!(Series::read("{}").is_err());
    }
}
