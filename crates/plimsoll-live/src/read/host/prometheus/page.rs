//! One answer of everything that is asked over and over: the series by name, and when
//! each exporter was asked what it told.

use std::collections::BTreeMap;

use super::answer::Series;
use super::ask::{AGE_MAX_SECONDS, ambiguous, old};
use super::figures::{PART, asked, part};
use super::queries::Exporter;
use super::source::Prometheus;

/// The answer.
pub(super) struct Page {
    series: Vec<Series>,
    /// Seconds since 1970 by Prometheus's clock: when each exporter was asked, or why
    /// nothing that it told is taken.
    pub(super) moments: BTreeMap<Exporter, Result<f64, String>>,
}

impl Page {
    /// Sorts an answer.
    pub(super) fn of(series: Vec<Series>, prometheus: &Prometheus) -> Self {
        let mut page = Self {
            series,
            moments: BTreeMap::new(),
        };
        for (exporter, labels) in asked(prometheus) {
            let selector = exporter.lead().selector(labels);
            let moment = page.moment(exporter, &selector);
            page.moments.insert(exporter, moment);
        }
        page
    }

    fn moment(&self, exporter: Exporter, selector: &str) -> Result<f64, String> {
        match self.part(part(exporter)).collect::<Vec<_>>().as_slice() {
            [] => Err(format!(
                "it has no series {selector} of now: does it scrape {}, under these labels?",
                exporter.title()
            )),
            [one] if one.asked_at - one.value <= AGE_MAX_SECONDS => Ok(one.value),
            [one] => Err(old(exporter, selector, one).why().to_owned()),
            several => {
                let several: Vec<Series> = several.iter().copied().cloned().collect();
                Err(ambiguous(exporter, selector, &several))
            }
        }
    }

    /// When it was asked for, by Prometheus's clock; `None`: it holds nothing.
    pub(super) fn asked_at(&self) -> Option<f64> {
        self.series.first().map(|one| one.asked_at)
    }

    /// Whether what an exporter told is taken.
    pub(super) fn has(&self, exporter: Exporter) -> bool {
        matches!(self.moments.get(&exporter), Some(Ok(_)))
    }

    /// The series of a part of Plimsoll's own.
    pub(super) fn part(&self, part: &'static str) -> impl Iterator<Item = &Series> {
        self.series
            .iter()
            .filter(move |one| one.label(PART) == part)
    }

    /// The series of a metric.
    pub(super) fn named(&self, metric: &'static str) -> impl Iterator<Item = &Series> {
        self.series
            .iter()
            .filter(move |one| one.label("__name__") == metric)
    }

    /// The figure of a metric that one subject has one series of: finite, not negative.
    pub(super) fn figure(&self, metric: &'static str) -> Option<f64> {
        lone(self.named(metric))
    }
}

/// The figure of the one series that there is.
pub(super) fn lone<'a>(mut series: impl Iterator<Item = &'a Series>) -> Option<f64> {
    let (one, None) = (series.next()?, series.next()) else {
        return None;
    };
    (one.value.is_finite() && one.value >= 0.0).then_some(one.value)
}
