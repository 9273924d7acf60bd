//! A question whose columns are metrics of an exporter: those named here are figures,
//! all others labels.

use plimsoll_model::{Answer, FamilyKind, Row};

use crate::read::Question;
use crate::read::families::Families;
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
    /// Adds its points to the families of a server.
    pub(super) fn add_to(&self, families: &mut Families, answer: &Answer, server: &str) {
        for (column, kind) in self.figures {
            let name = format!("{}_{column}", self.prefix);
            for row in answer.rows() {
                let value = row.text(column).and_then(|it| it.parse().ok());
                let value = value.unwrap_or(f64::NAN);
                families.add(&name, *kind, self.labels(row, server), value);
            }
        }
    }

    fn labels(&self, row: Row<'_>, server: &str) -> Vec<(&'static str, String)> {
        let is_figure = |name: &str| self.figures.iter().any(|(it, _)| *it == name);
        let labels = self.question.columns.iter().filter(|name| !is_figure(name));
        let own = labels.map(|name| (*name, row.text(name).map(one_line).unwrap_or_default()));
        let server = self.has_server.then(|| ("server", server.to_owned()));
        own.chain(server).collect()
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

#[cfg(test)]
mod tests {
    use super::{Answer, Families, FamilyKind, Table};
    use crate::read::postgresql::questions::always;

    static ROWS: Table = Table {
        question: always("rows", &["table", "rows"], "SELECT"),
        prefix: "pg",
        has_server: true,
        figures: &[("rows", FamilyKind::Gauge)],
    };

    #[test]
    fn names_that_are_cleaned_alike_are_one_point() {
        let row = |table: &str, rows: &str| [table, rows].map(|it| Some(it.to_owned())).to_vec();
        let answer = Answer {
            columns: ROWS
                .question
                .columns
                .iter()
                .map(|it| (*it).to_owned())
                .collect(),
            rows: vec![row("a\nb", "1"), row("a b", "2"), row("c", "x")],
            is_cut: false,
        };
        let mut families = Families::of("postgres_exporter");
        ROWS.add_to(&mut families, &answer, "db:5432");
        let families = families.into_list();
        let points = families[0].points.iter().map(|it| {
            let labels = it
                .labels
                .iter()
                .map(|(name, text)| format!("{name}={text}"));
            format!("{} {}", labels.collect::<Vec<_>>().join(","), it.value)
        });
        assert_eq!(
            points.collect::<Vec<_>>(),
            ["table=a b,server=db:5432 1", "table=c,server=db:5432 NaN"]
        );
    }
}
