//! Values that go into statements and come out of rows: texts, whole numbers and
//! bytes, all that both kinds of store agree on.

use crate::{Fault, Moment};

/// A value; its kind is known also where it is null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(Option<String>),
    Number(Option<i64>),
    Bytes(Vec<u8>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<&Option<String>> for Value {
    fn from(text: &Option<String>) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&Moment> for Value {
    fn from(at: &Moment) -> Self {
        at.as_str().into()
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Some(number).into()
    }
}

/// Beyond 2^63 nothing is counted: no server has more bytes.
impl From<Option<u64>> for Value {
    fn from(number: Option<u64>) -> Self {
        Self::Number(number.map(|it| i64::try_from(it).unwrap_or(i64::MAX)))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

/// A row of an answer, its values in the order of the statement.
#[derive(Debug)]
pub(crate) struct Row(pub(crate) Vec<Value>);

impl Row {
    /// A text, which must be there.
    pub(crate) fn text(&self, column: usize) -> Result<String, Fault> {
        self.text_if(column)?.ok_or_else(|| missing(column))
    }

    /// A text, or null.
    pub(crate) fn text_if(&self, column: usize) -> Result<Option<String>, Fault> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(text.clone()),
            Some(Value::Number(None)) => Ok(None),
            Some(Value::Number(Some(_)) | Value::Bytes(_)) | None => Err(missing(column)),
        }
    }

    /// A count, which must be there.
    pub(crate) fn count(&self, column: usize) -> Result<u64, Fault> {
        self.count_if(column)?.ok_or_else(|| missing(column))
    }

    /// A count, or null.
    pub(crate) fn count_if(&self, column: usize) -> Result<Option<u64>, Fault> {
        match self.0.get(column) {
            Some(Value::Number(number)) => {
                let count = |it| u64::try_from(it).map_err(|_| missing(column));
                number.map(count).transpose()
            }
            Some(Value::Text(None)) => Ok(None),
            Some(Value::Text(Some(_)) | Value::Bytes(_)) | None => Err(missing(column)),
        }
    }

    /// A whole number of any sign, which must be there.
    pub(crate) fn number(&self, column: usize) -> Result<i64, Fault> {
        self.number_if(column)?.ok_or_else(|| missing(column))
    }

    /// A whole number, or null.
    pub(crate) fn number_if(&self, column: usize) -> Result<Option<i64>, Fault> {
        match self.0.get(column) {
            Some(Value::Number(number)) => Ok(*number),
            Some(Value::Text(None)) => Ok(None),
            Some(Value::Text(Some(_)) | Value::Bytes(_)) | None => Err(missing(column)),
        }
    }

    /// Bytes, which must be there.
    pub(crate) fn bytes(&self, column: usize) -> Result<Vec<u8>, Fault> {
        match self.0.get(column) {
            Some(Value::Bytes(bytes)) => Ok(bytes.clone()),
            Some(Value::Text(_) | Value::Number(_)) | None => Err(missing(column)),
        }
    }

    /// A time, which must be there.
    pub(crate) fn moment(&self, column: usize) -> Result<Moment, Fault> {
        self.moment_if(column)?.ok_or_else(|| missing(column))
    }

    /// A time, or null.
    pub(crate) fn moment_if(&self, column: usize) -> Result<Option<Moment>, Fault> {
        let text = self.text_if(column)?;
        let moment = |text: String| Moment::parse(&text).map_err(|_| missing(column));
        text.map(moment).transpose()
    }
}

/// Only another hand than this crate's writes such a row.
fn missing(column: usize) -> Fault {
    Fault::Corrupt(format!(
        "a row's value {} is not of its kind",
        column.saturating_add(1)
    ))
}

/// Places for this many parameters, the first of this number: `($3, $4)`.
pub(crate) fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|at| format!("${at}")).collect();
    format!("({})", places.join(", "))
}
