//! Answers as readings. A column of a sample's question is named after what it is: a
//! metric (`deadlocks_total`), a metric with the value of its last label
//! (`sessions:idle`), a label of the metrics beside it (`replica`), or something
//! that is no reading. An answer of other words is put into these first. Rows that have
//! labels are folded in one way, whoever tells them: the first keep their labels, those
//! after them become one, and so do rows of the same labels. It knows no engine.

use std::collections::BTreeMap;

use plimsoll_model::{Answer, Gap, Metric, MetricKind, Reading};

use super::Question;
use super::one_line::one_line;

/// Rows of a question that keep their own labels.
const LABELLED_MAX: usize = 100;
/// The label of all others.
const OTHERS: &str = "(others)";

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Figure(Metric, Option<&'static str>),
    Other,
}

/// How a question's answer is read.
#[derive(Debug)]
pub(super) struct Meaning {
    name: &'static str,
    columns: Vec<Column>,
    names: &'static [&'static str],
    is_labelled: bool,
}

impl Meaning {
    /// By the names of its columns.
    pub(super) fn of(question: &Question) -> Self {
        Self::named(question.name, question.columns)
    }

    /// Of an answer of that name with these columns.
    pub(super) fn named(name: &'static str, names: &'static [&'static str]) -> Self {
        let columns: Vec<Column> = names.iter().map(|name| column(name)).collect();
        let is_labelled = columns.iter().any(|column| match column {
            Column::Figure(metric, fixed) => metric.labels().len() > usize::from(fixed.is_some()),
            Column::Other => false,
        });
        Self {
            name,
            columns,
            names,
            is_labelled,
        }
    }

    /// The readings in an answer, and what of it is not told one by one. What is NULL
    /// or no number is no reading.
    pub(super) fn read(&self, answer: &Answer, readings: &mut Vec<Reading>, gaps: &mut Vec<Gap>) {
        if self.is_labelled {
            self.read_rows(answer, readings);
        } else {
            for row in answer.rows.iter().take(1) {
                readings.extend(self.figures(row, false));
            }
        }
        if self.is_labelled && (answer.is_cut || answer.rows.len() > LABELLED_MAX) {
            let rows = answer.rows.len();
            let more = if answer.is_cut { "more than " } else { "" };
            gaps.push(Gap {
                what: self.name.to_owned(),
                why: format!(
                    "in part: of {more}{rows} the first {LABELLED_MAX} are told, those after them together"
                ),
                grant: None,
            });
        }
    }

    /// Rows whose labels are the same, and those beyond the limit, become one.
    fn read_rows(&self, answer: &Answer, readings: &mut Vec<Reading>) {
        let mut seen: BTreeMap<(Metric, Vec<String>), f64> = BTreeMap::new();
        for (at, row) in answer.rows.iter().enumerate() {
            for reading in self.figures(row, at >= LABELLED_MAX) {
                let metric = reading.metric;
                let sum = seen.entry((metric, reading.labels));
                sum.and_modify(|sum| *sum = together(metric, *sum, reading.value))
                    .or_insert(reading.value);
            }
        }
        readings.extend(seen.into_iter().map(|((metric, labels), value)| Reading {
            metric,
            labels,
            value,
        }));
    }

    fn figures<'a>(
        &'a self,
        row: &'a [Option<String>],
        is_other: bool,
    ) -> impl Iterator<Item = Reading> + 'a {
        let columns = self.columns.iter().zip(row);
        columns.filter_map(move |(column, text)| {
            let Column::Figure(metric, fixed) = *column else {
                return None;
            };
            let value: f64 = text.as_deref()?.parse().ok()?;
            value.is_finite().then_some(())?;
            let labels = self.labels(metric, fixed, row, is_other)?;
            Some(Reading {
                metric,
                labels,
                value,
            })
        })
    }

    fn labels(
        &self,
        metric: Metric,
        fixed: Option<&str>,
        row: &[Option<String>],
        is_other: bool,
    ) -> Option<Vec<String>> {
        let label = |name: &&str| match self.names.iter().position(|it| it == name) {
            Some(_) if is_other => Some(OTHERS.to_owned()),
            Some(at) => row.get(at)?.as_deref().map(one_line),
            None => fixed.map(str::to_owned),
        };
        metric.labels().iter().map(label).collect()
    }
}

/// Two of the same labels: ages do not add up.
fn together(metric: Metric, one: f64, other: f64) -> f64 {
    if metric.kind() == MetricKind::Gauge && metric.name().ends_with("_seconds") {
        one.max(other)
    } else {
        one + other
    }
}

fn column(name: &'static str) -> Column {
    let (name, fixed) = name
        .split_once(':')
        .map_or((name, None), |(name, fixed)| (name, Some(fixed)));
    let metric = Metric::ALL.iter().find(|metric| metric.name() == name);
    metric.map_or(Column::Other, |metric| Column::Figure(*metric, fixed))
}

/// That a question's columns are what they are named after, for tests of its table:
/// each metric once for each label, and a value for every label.
#[cfg(test)]
pub(super) fn assert_told(question: &Question) {
    Meaning::of(question).assert_told();
}

#[cfg(test)]
impl Meaning {
    /// The same of columns that are no question's own.
    pub(super) fn assert_told(&self) {
        for (name, column) in self.names.iter().zip(&self.columns) {
            let Column::Figure(metric, fixed) = column else {
                continue;
            };
            let named = |label: &&&str| self.names.contains(*label);
            let told = metric.labels().iter().filter(named).count() + usize::from(fixed.is_some());
            let wanted = metric.labels().len();
            assert_eq!(told, wanted, "{}: labels of {name}", self.name);
            let same = self.names.iter().filter(|it| *it == name);
            assert_eq!(same.count(), 1, "{}: {name} twice", self.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Meaning, Question};
    use plimsoll_model::{Answer, Version};

    fn question(columns: &'static [&'static str]) -> Question {
        Question {
            name: "test",
            since: Version::major(12),
            until: None,
            sql: "SELECT",
            columns,
            rows_max: 200,
            grant: None,
        }
    }

    fn told(columns: &'static [&'static str], rows: &[&[&str]]) -> String {
        let value = |text: &&str| (*text != "NULL").then(|| (*text).to_owned());
        let answer = Answer {
            columns: Vec::new(),
            rows: rows
                .iter()
                .map(|row| row.iter().map(value).collect())
                .collect(),
            is_cut: false,
        };
        let (mut readings, mut gaps) = (Vec::new(), Vec::new());
        Meaning::of(&question(columns)).read(&answer, &mut readings, &mut gaps);
        let told = readings.iter().map(|it| {
            let labels = it.labels.join(",");
            format!("{}[{labels}]={}", it.metric.name(), it.value)
        });
        let gaps = gaps.iter().map(|gap| gap.why.clone());
        told.chain(gaps).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_column_is_what_it_is_named_after() {
        let columns = &[
            "sessions:idle",
            "deadlocks_total",
            "hidden",
            "wal_bytes_total",
        ];
        let told = told(columns, &[&["3", "NULL", "9", "NaN"]]);
        assert_eq!(told, "sessions[idle]=3");
    }

    #[test]
    fn rows_have_their_labels_by_name_and_the_same_are_one() {
        let columns = &[
            "state",
            "replica",
            "replica_streams",
            "replica_lag_seconds",
            "replica_lag_bytes",
        ];
        let rows: &[&[&str]] = &[
            &["streaming", "a\nb", "1", "2.5", "10"],
            &["NULL", "a b", "1", "1.5", "5"],
        ];
        assert_eq!(
            told(columns, rows),
            "replica_lag_bytes[a b]=15; replica_lag_seconds[a b]=2.5; replica_streams[a b,streaming]=1"
        );
    }

    #[test]
    fn beyond_the_limit_they_are_told_together() {
        let names: Vec<String> = (0..103).map(|at| format!("{at:03}")).collect();
        let rows: Vec<[&str; 2]> = names.iter().map(|name| [name.as_str(), "2"]).collect();
        let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
        let told = told(&["database", "data_bytes"], &rows);
        assert!(told.starts_with("data_bytes[(others)]=6; data_bytes[000]=2; "));
        assert!(told.ends_with(
            "data_bytes[099]=2; in part: of 103 the first 100 are told, those after them together"
        ));
    }
}
