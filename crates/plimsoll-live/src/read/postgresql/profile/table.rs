//! A question whose columns are metrics of an exporter: those named here are figures,
//! all others labels.

use plimsoll_model::{Answer, Family, FamilyKind, Point};

use super::help;
use crate::read::Question;
use crate::read::one_line::one_line;

/// One of an exporter's tables.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) question: Question,
    /// What its metrics' names begin with; the column is the rest.
    pub(super) prefix: &'static str,
    /// Whether its points say by `server` where they are from.
    pub(super) has_server: bool,
    /// The columns that are figures.
    pub(super) figures: &'static [(&'static str, FamilyKind)],
}

impl Table {
    /// Its families, those without a point left out.
    pub(super) fn families(&self, answer: &Answer, server: &str) -> Vec<Family> {
        let families = self.figures.iter().map(|(column, kind)| {
            let name = format!("{}_{column}", self.prefix);
            Family {
                help: help(&name),
                name,
                kind: *kind,
                points: self.points(column, answer, server),
            }
        });
        families.filter(|it| !it.points.is_empty()).collect()
    }

    fn points(&self, column: &str, answer: &Answer, server: &str) -> Vec<Point> {
        let columns = self.question.columns;
        let Some(at) = columns.iter().position(|it| *it == column) else {
            return Vec::new();
        };
        let point = |row: &Vec<Option<String>>| {
            let is_figure = |name: &str| self.figures.iter().any(|(it, _)| *it == name);
            let labels = columns.iter().zip(row).filter(|(name, _)| !is_figure(name));
            let own = labels.map(|(name, value)| {
                let value = value.as_deref().map(one_line).unwrap_or_default();
                ((*name).to_owned(), value)
            });
            let server = ("server".to_owned(), server.to_owned());
            let value = row.get(at).and_then(Option::as_deref);
            Point {
                labels: own.chain(self.has_server.then_some(server)).collect(),
                value: value.and_then(|it| it.parse().ok()).unwrap_or(f64::NAN),
            }
        };
        answer.rows.iter().map(point).collect()
    }

    /// The names of its metrics.
    #[cfg(test)]
    pub(super) fn names(&self) -> Vec<String> {
        let columns = self.figures.iter();
        columns
            .map(|(column, _)| format!("{}_{column}", self.prefix))
            .collect()
    }

    #[cfg(test)]
    pub(super) fn assert_told(&self) {
        let question = &self.question;
        for (column, _) in self.figures {
            assert!(
                question.columns.contains(column),
                "{}: {column}",
                question.name
            );
        }
        assert!(question.sql.starts_with("SELECT") && !question.sql.contains(';'));
    }
}
