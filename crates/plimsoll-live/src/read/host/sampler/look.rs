//! What one look finds, as it is put together.

use plimsoll_model::{Gap, Metric, Reading};

/// Figures and what is missing.
#[derive(Debug, Default)]
pub(super) struct Look {
    pub(super) readings: Vec<Reading>,
    pub(super) gaps: Vec<Gap>,
}

impl Look {
    /// A figure without labels.
    pub(super) fn put(&mut self, metric: Metric, value: f64) {
        self.readings.push(Reading::plain(metric, value));
    }

    /// Bytes, or another count.
    pub(super) fn count(&mut self, metric: Metric, value: u64) {
        self.put(metric, value as f64);
    }

    /// A figure, if it is there.
    pub(super) fn some(&mut self, metric: Metric, value: Option<f64>) {
        if let Some(value) = value {
            self.put(metric, value);
        }
    }

    /// Something that could not be had, and why.
    pub(super) fn lack(&mut self, what: &str, why: impl Into<String>) {
        self.gaps.push(Gap {
            what: what.to_owned(),
            why: why.into(),
            grant: None,
        });
    }
}
