//! `plimsoll.series/1`: the figures of one metric of one server over time.

use jiff::Timestamp;
use plimsoll_model::{Metric, MetricKind};
use serde::Serialize;

use super::written;

const SCHEMA: &str = "plimsoll.series/1";

/// The points of one series: when, and the figure.
pub type Points = Vec<(Timestamp, f64)>;

/// Every series of a metric: labels in their metric's order, and points. A counter's
/// points are what it grew by a second.
pub fn series(server: &str, metric: Metric, series: &[(Vec<String>, Points)]) -> String {
    let is_rate = metric.kind() == MetricKind::Counter;
    written(&SeriesJson {
        schema: SCHEMA,
        server,
        metric: metric.name(),
        is_rate,
        series: series
            .iter()
            .map(|(labels, points)| one(metric, labels, points))
            .collect(),
    })
}

#[derive(Serialize)]
struct SeriesJson<'a> {
    schema: &'static str,
    server: &'a str,
    metric: &'static str,
    is_rate: bool,
    series: Vec<OneJson<'a>>,
}

#[derive(Serialize)]
struct OneJson<'a> {
    labels: std::collections::BTreeMap<&'static str, &'a str>,
    points: Vec<(String, f64)>,
}

fn one<'a>(metric: Metric, labels: &'a [String], points: &Points) -> OneJson<'a> {
    let names = metric.labels().iter().copied();
    OneJson {
        labels: names.zip(labels.iter().map(String::as_str)).collect(),
        points: points
            .iter()
            .map(|(at, value)| (at.to_string(), *value))
            .collect(),
    }
}
