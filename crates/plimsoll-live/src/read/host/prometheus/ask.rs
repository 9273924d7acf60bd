//! Asks the queries one after another. Of each exporter it is looked at first whether
//! the labels single out one subject, and how old what is known of it is.

use std::collections::BTreeMap;

use super::answer::{self, Series};
use super::client::Client;
use super::labels::Labels;
use super::queries::{Exporter, QUERIES, Query};
use super::source::Prometheus;
use crate::read::one_line::one_line;

/// A sample older than this tells of another time: as far as Prometheus itself looks
/// back for one unless told otherwise (`--query.lookback-delta`).
pub(super) const AGE_MAX_SECONDS: f64 = 300.0;

/// Names of subjects that a message has.
const NAMED_MAX: usize = 3;

/// Why a query told nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// There is no such series, as where a collector is switched off.
    Absent(String),
    /// There is, and it does not say what it should.
    Odd(String),
    /// Its exporter, or all of Prometheus, told nothing: that is said once.
    Untold(String),
}

impl Lack {
    pub(super) fn why(&self) -> &str {
        let (Self::Absent(why) | Self::Odd(why) | Self::Untold(why)) = self;
        why
    }
}

/// What was answered.
pub(super) struct Answers<'a> {
    prometheus: &'a Prometheus,
    got: BTreeMap<Query, Result<Vec<Series>, String>>,
    /// What is wrong with what an exporter brings.
    pub(super) closed: BTreeMap<Exporter, Lack>,
    /// Why the asking ended before its end.
    pub(super) ended: Option<String>,
}

impl<'a> Answers<'a> {
    /// Asks all that is to be asked.
    pub(super) async fn of(client: &mut Client, prometheus: &'a Prometheus) -> Self {
        let mut answers = Self {
            prometheus,
            got: BTreeMap::new(),
            closed: BTreeMap::new(),
            ended: None,
        };
        answers.ended = answers.fill(client).await.err();
        answers
    }

    async fn fill(&mut self, client: &mut Client) -> Result<(), String> {
        for exporter in Exporter::ALL {
            let Some(labels) = exporter.labels(self.prometheus) else {
                continue;
            };
            if let Some(lack) = lack(client, exporter, labels).await? {
                self.closed.insert(exporter, lack);
                continue;
            }
            for query in QUERIES.iter().filter(|query| query.of == exporter) {
                let answer = client.query(&query.text(labels)).await?;
                self.got.insert(*query, answer::read(&answer));
            }
        }
        Ok(())
    }

    /// Why nothing at all was told, if so.
    pub(super) fn nothing(&self) -> Option<&str> {
        let node = self.closed.get(&Exporter::Node).map(Lack::why);
        let why = self.ended.as_deref().or(node);
        why.filter(|_| self.got.is_empty())
    }

    /// The series that answer a query.
    pub(super) fn series(&self, query: &Query) -> Result<&[Series], Lack> {
        if let Some(lack) = self.closed.get(&query.of) {
            return Err(Lack::Untold(lack.why().to_owned()));
        }
        match self.got.get(query) {
            Some(Ok(series)) => Ok(series),
            Some(Err(why)) => Err(Lack::Odd(format!("{}: {why}", self.selector(query)))),
            None if query.of.labels(self.prometheus).is_none() => Err(Lack::Untold(
                "Prometheus was not asked of a container: give the labels of one as `container`"
                    .to_owned(),
            )),
            None => Err(Lack::Untold(
                self.ended
                    .clone()
                    .unwrap_or_else(|| "it was not asked".to_owned()),
            )),
        }
    }

    /// The figure of a query that one subject has one series of: finite, not negative.
    pub(super) fn figure(&self, query: &Query) -> Result<f64, Lack> {
        let selector = self.selector(query);
        match self.series(query)? {
            [] => Err(Lack::Absent(format!("Prometheus has no series {selector}"))),
            [one] if one.value.is_finite() && one.value >= 0.0 => Ok(one.value),
            [one] => Err(Lack::Odd(format!("{selector} is {}", one.value))),
            several => Err(Lack::Odd(ambiguous(query.of, &selector, several))),
        }
    }

    /// The series that a query is about, as the user may put it to Prometheus.
    pub(super) fn selector(&self, query: &Query) -> String {
        let labels = query.of.labels(self.prometheus);
        labels.map_or_else(String::new, |labels| query.selector(labels))
    }
}

/// Why an exporter's figures are not to be had; `None`: they are.
async fn lack(
    client: &mut Client,
    exporter: Exporter,
    labels: &Labels,
) -> Result<Option<Lack>, String> {
    let selector = exporter.lead().selector(labels);
    // Of the sample itself: an answer's own time is that of the question.
    let answer = client.query(&format!("timestamp({selector})")).await?;
    let series = match answer::read(&answer) {
        Ok(series) => series,
        Err(why) => return Ok(Some(Lack::Odd(why))),
    };
    Ok(match series.as_slice() {
        [] => Some(last_seen(client, exporter, &selector).await?),
        [one] => stale(exporter, &selector, one),
        several => Some(Lack::Odd(ambiguous(exporter, &selector, several))),
    })
}

/// What is said of series that are not there now: when they last were, if within a day.
async fn last_seen(
    client: &mut Client,
    exporter: Exporter,
    selector: &str,
) -> Result<Lack, String> {
    let text = format!("max_over_time(timestamp({selector})[1d:1m])");
    let series = answer::read(&client.query(&text).await?).unwrap_or_default();
    let newest = series.iter().max_by(|a, b| a.value.total_cmp(&b.value));
    Ok(newest.map_or_else(
        || {
            let title = exporter.title();
            Lack::Absent(format!(
                "it has no series {selector} of this day: does it scrape {title}, under these labels?"
            ))
        },
        |newest| old(exporter, selector, newest),
    ))
}

/// Whether a sample, whose time is the value, is too old; no number is no time either.
fn stale(exporter: Exporter, selector: &str, sample: &Series) -> Option<Lack> {
    let is_fresh = sample.asked_at - sample.value <= AGE_MAX_SECONDS;
    (!is_fresh).then(|| old(exporter, selector, sample))
}

pub(super) fn old(exporter: Exporter, selector: &str, sample: &Series) -> Lack {
    let minutes = ((sample.asked_at - sample.value) / 60.0).ceil();
    let title = exporter.title();
    Lack::Odd(format!(
        "the newest sample of {selector} is {minutes} min old: does it still scrape {title}?"
    ))
}

/// Several series where one is meant, by the first label that tells them apart.
pub(super) fn ambiguous(exporter: Exporter, selector: &str, series: &[Series]) -> String {
    let (subjects, field) = exporter.subjects();
    let count = series.len();
    let mut names = series.iter().flat_map(|one| one.labels.keys());
    let differs = |name: &&String| {
        series
            .iter()
            .any(|one| one.label(name) != series[0].label(name))
    };
    let which = names.find(differs).map_or_else(String::new, |name| {
        let values = series.iter().take(NAMED_MAX).map(|one| one.label(name));
        let values: Vec<String> = values.map(one_line).collect();
        let more = if count > NAMED_MAX { ", …" } else { "" };
        format!(" ({}: {}{more})", one_line(name), values.join(", "))
    });
    format!("{count} {subjects} match {selector}{which}: name one with `{field}`")
}
