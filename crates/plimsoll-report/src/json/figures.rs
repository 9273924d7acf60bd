//! `plimsoll.figures/1`: every newest figure of one server. The daemon writes it,
//! `plimsoll top` reads it again, so these types are the format itself.

use std::collections::BTreeMap;

use plimsoll_model::{MetricKind, Reading, Watched};
use serde::{Deserialize, Serialize};

use super::status::time;
use super::{read, written};

const SCHEMA: &str = "plimsoll.figures/1";

/// The newest figures of one server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    schema: String,
    /// Whose.
    pub server: String,
    /// As of when.
    pub time: String,
    /// The figures, in the order of the metrics.
    pub figures: Vec<Figure>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Of what: its name on `/metrics`, without `plimsoll_`.
    pub metric: String,
    /// What tells it from others of the metric.
    pub labels: BTreeMap<String, String>,
    /// The figure, in the metric's unit; of a counter the sum.
    pub value: f64,
    /// What a counter grew by a second, over the last interval.
    pub per_second: Option<f64>,
}

impl Figures {
    /// Those of a server.
    pub fn of(server: &Watched) -> Self {
        let mut latest: Vec<&Reading> = server.latest.iter().collect();
        latest.sort_by(|one, other| (one.metric, &one.labels).cmp(&(other.metric, &other.labels)));
        Self {
            schema: SCHEMA.to_owned(),
            server: server.name.clone(),
            time: time(server.at),
            figures: latest.iter().map(|it| figure(it, &server.rates)).collect(),
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

fn figure(it: &Reading, rates: &[Reading]) -> Figure {
    let names = it.metric.labels().iter().map(|name| (*name).to_owned());
    let is_counter = it.metric.kind() == MetricKind::Counter;
    let rate = rates
        .iter()
        .find(|rate| is_counter && rate.metric == it.metric && rate.labels == it.labels);
    Figure {
        metric: it.metric.name().to_owned(),
        labels: names.zip(it.labels.iter().cloned()).collect(),
        value: it.value,
        per_second: rate.map(|rate| rate.value),
    }
}

#[cfg(test)]
mod tests {
    use super::Figures;
    use crate::sample;

    #[test]
    fn what_is_written_is_read_again_with_rates() {
        let figures = Figures::of(&sample::watched());
        assert_eq!(Figures::read(&figures.written()), Ok(figures.clone()));
        let rates: Vec<_> = figures
            .figures
            .iter()
            .map(|it| (it.metric.as_str(), it.per_second))
            .collect();
        let wanted = [
            ("sessions", None),
            ("sessions", None),
            ("statements_total", Some(200.0)),
            ("data_bytes", None),
        ];
        assert_eq!(rates, wanted);
    }
}
