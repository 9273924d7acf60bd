//! What one look finds, as it is put together.

use plimsoll_model::{Gap, Metric, Reading};

/// Figures and what is missing.
#[derive(Debug, Default)]
pub(in crate::read::host) struct Look {
    pub(in crate::read::host) readings: Vec<Reading>,
    pub(in crate::read::host) gaps: Vec<Gap>,
}

impl Look {
    /// A figure without labels.
    pub(in crate::read::host) fn put(&mut self, metric: Metric, value: f64) {
        self.readings.push(Reading::plain(metric, value));
    }

    /// Bytes, or another count.
    pub(in crate::read::host) fn count(&mut self, metric: Metric, value: u64) {
        self.put(metric, value as f64);
    }

    /// A figure, if it is there.
    pub(in crate::read::host) fn some(&mut self, metric: Metric, value: Option<f64>) {
        if let Some(value) = value {
            self.put(metric, value);
        }
    }

    /// Something that could not be had, and why.
    pub(in crate::read::host) fn lack(&mut self, what: &str, why: impl Into<String>) {
        self.gaps.push(Gap {
            what: what.to_owned(),
            why: why.into(),
            grant: None,
        });
    }
}
