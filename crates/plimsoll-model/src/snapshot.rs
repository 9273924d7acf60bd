//! What a running server said of itself at one moment: its answers to fixed
//! questions, every value as the server's own text.
//!
//! Partial is normal: a question that was refused is a [`Gap`] with its reason,
//! never an empty answer. What the answers mean is not known here.

use std::collections::BTreeMap;

use crate::{Engine, Fork, Version};

/// A server's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The engine that answered.
    pub engine: Engine,
    /// What the server calls its version (`15.18 (Debian …)`, `10.11.19-MariaDB`).
    pub version_text: String,
    /// The version in it.
    pub version: Version,
    /// Whose build it is, as far as it says so.
    pub fork: Fork,
    /// Answers by the name of their question.
    pub answers: BTreeMap<String, Answer>,
    /// What it did not answer.
    pub gaps: Vec<Gap>,
}

/// The rows that answer one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows, a value for each column; `None` is NULL.
    pub rows: Vec<Vec<Option<String>>>,
    /// Whether there were more rows than are kept.
    pub is_cut: bool,
}

/// A question without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The question's name.
    pub what: String,
    /// Why there is no answer, in the server's words where it gave any.
    pub why: String,
    /// The statement that would let the server answer, where a right is missing.
    pub grant: Option<String>,
}

impl Snapshot {
    /// The rows that answer a question; none where it was not answered.
    pub fn rows(&self, question: &str) -> impl Iterator<Item = Row<'_>> {
        let answer = self.answers.get(question);
        answer.into_iter().flat_map(Answer::rows)
    }

    /// The first row of an answer: that of a question that has one alone.
    pub fn row(&self, question: &str) -> Option<Row<'_>> {
        self.rows(question).next()
    }

    /// Whether a question was answered, if only with no rows.
    pub fn has(&self, question: &str) -> bool {
        self.answers.contains_key(question)
    }
}

impl Answer {
    /// Its rows, in the order they came.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|values| Row {
            columns: &self.columns,
            values,
        })
    }
}

/// One row of an answer.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    columns: &'a [String],
    values: &'a [Option<String>],
}

impl<'a> Row<'a> {
    /// A value; `None` where it is NULL or the question has no such column.
    pub fn text(&self, column: &str) -> Option<&'a str> {
        let at = self.columns.iter().position(|name| name == column)?;
        self.values.get(at)?.as_deref()
    }

    /// A whole number that is not negative; a fraction's whole part.
    pub fn count(&self, column: &str) -> Option<u64> {
        let text = self.text(column)?;
        let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
        whole.parse().ok()
    }

    /// A number.
    pub fn number(&self, column: &str) -> Option<f64> {
        let number: f64 = self.text(column)?.parse().ok()?;
        number.is_finite().then_some(number)
    }

    /// A switch, as any of the engines writes one.
    pub fn is_on(&self, column: &str) -> Option<bool> {
        match self.text(column)?.to_ascii_lowercase().as_str() {
            "t" | "true" | "on" | "yes" | "1" => Some(true),
            "f" | "false" | "off" | "no" | "0" => Some(false),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Snapshot};
    use crate::{Engine, Fork, Version};
    use std::collections::BTreeMap;

    #[test]
    fn an_answer_without_rows_is_not_a_question_without_an_answer() {
        let empty = Answer {
            columns: vec!["name".to_owned()],
            ..Answer::default()
        };
        let snapshot = Snapshot {
            engine: Engine::Postgresql,
            version_text: "16.4".to_owned(),
            version: Version::new(16, 4),
            fork: Fork::None,
            answers: BTreeMap::from([("slots".to_owned(), empty)]),
            gaps: Vec::new(),
        };
        assert!(snapshot.has("slots") && snapshot.row("slots").is_none());
        assert!(!snapshot.has("replicas"));
    }

    #[test]
    fn values_are_read_as_the_engines_write_them() {
        let columns = ["switch", "count", "number", "null"];
        let values = ["YES", "12.7", "-0.5"].map(|it| Some(it.to_owned()));
        let answer = Answer {
            columns: columns.map(str::to_owned).to_vec(),
            rows: vec![values.into_iter().chain([None]).collect()],
            is_cut: false,
        };
        let row = answer.rows().next().expect("one row");
        assert_eq!(row.is_on("switch"), Some(true));
        assert_eq!((row.count("count"), row.count("number")), (Some(12), None));
        assert_eq!(row.number("number"), Some(-0.5));
        assert_eq!((row.text("null"), row.text("other")), (None, None));
    }
}
