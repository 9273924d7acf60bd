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
    /// One for each set of labels.
    pub series: Vec<OneSeries>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OneSeries {
    /// What tells it from the others.
    pub labels: BTreeMap<String, String>,
    /// When, and the figure; the oldest first.
    pub points: Vec<(String, f64)>,
}

impl Series {
    /// Those of a metric: labels in their metric's order, and points.
    pub fn of(server: &str, metric: Metric, series: &[(Vec<String>, Points)]) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            server: server.to_owned(),
            metric: metric.name().to_owned(),
            is_rate: metric.kind() == MetricKind::Counter,
            series: series
                .iter()
                .map(|(labels, points)| one(metric, labels, points))
                .collect(),
        }
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

fn one(metric: Metric, labels: &[String], points: &Points) -> OneSeries {
    let names = metric.labels().iter().map(|name| (*name).to_owned());
    OneSeries {
        labels: names.zip(labels.iter().cloned()).collect(),
        points: points
            .iter()
            .map(|(at, value)| (at.to_string(), *value))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_model::Metric;

    use super::Series;
    use crate::sample;

    #[test]
    fn what_is_written_is_read_again() {
        let points = vec![(sample::watched().at, 3.0)];
        let series = Series::of(
            "shop",
            Metric::Sessions,
            &[(vec!["idle".to_owned()], points)],
        );
        assert_eq!(Series::read(&series.written()), Ok(series));
        assert!(Series::read("{}").is_err());
    }
}
