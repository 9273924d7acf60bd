//! `PostgreSQL`'s csvlog (src/backend/utils/error/csvlog.c): 23 columns to 12,
//! 24 in 13, 26 from 14 on, the first 23 alike. Texts hold line feeds, and their
//! quotes are doubled.

use std::borrow::Cow;

use super::postgresql_fields::{Fields, record};
use super::postgresql_stderr::TRANSLATED;
use super::severity;
use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Record, Speaker};

/// Columns that every version has.
const COLUMNS_MIN: usize = 23;

/// Most of the lines may be those of statements.
const SHARE_MIN: f64 = 0.2;

/// The log of one server.
struct PostgresqlCsv {
    is_translated: bool,
}

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is = share(head, begins) >= SHARE_MIN;
    let first = head
        .split(|byte| *byte == b'\n')
        .find(|line| begins(line))?;
    let first = String::from_utf8_lossy(first);
    let words = first.split(',');
    let is_translated = words.clone().any(severity::is_translated);
    let is_severity = |word: &str| severity::level(word).is_some();
    let is = is && words.map(str::trim).any(is_severity);
    is.then(|| Box::new(PostgresqlCsv { is_translated }) as Box<dyn Format>)
}

/// `2024-05-22 10:00:00.123 UTC,"app","shop",431,` or with empty columns.
fn begins(line: &[u8]) -> bool {
    let rest = time::iso(line).map(|(_, end)| &line[end..]);
    rest.is_some_and(|rest| rest.starts_with(b",\"") || rest.starts_with(b",,"))
}

/// The columns of an entry, without quotes.
fn columns(entry: &str) -> Vec<Cow<'_, str>> {
    let (mut columns, mut rest) = (Vec::new(), Some(entry));
    while let Some(text) = rest {
        let (column, behind) = if let Some(quoted) = text.strip_prefix('"') {
            unquoted(quoted)
        } else {
            let end = text.find(',').unwrap_or(text.len());
            (Cow::Borrowed(&text[..end]), &text[end..])
        };
        columns.push(column);
        rest = behind.strip_prefix(',');
    }
    columns
}

/// What stands to the quote that ends it, and the rest behind that.
fn unquoted(text: &str) -> (Cow<'_, str>, &str) {
    let (mut from, mut is_doubled) = (0, false);
    while let Some(quote) = text[from..].find('"').map(|at| from + at) {
        if text[quote + 1..].starts_with('"') {
            is_doubled = true;
            from = quote + 2;
            continue;
        }
        let column = &text[..quote];
        let column = if is_doubled {
            Cow::Owned(column.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(column)
        };
        return (column, &text[quote + 1..]);
    }
    (Cow::Borrowed(text), "")
}

impl Format for PostgresqlCsv {
    fn name(&self) -> &'static str {
        "PostgreSQL, csvlog"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Postgresql)
    }

    fn begins(&self, line: &[u8]) -> bool {
        begins(line)
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let mut columns = columns(entry);
        if columns.len() < COLUMNS_MIN {
            return None;
        }
        let mut take = |index: usize| std::mem::take(&mut columns[index]);
        record(Fields {
            time: take(0),
            pid: take(3),
            severity: take(11),
            code: take(12),
            message: take(13),
            added: [
                ("DETAIL", take(14)),
                ("HINT", take(15)),
                ("QUERY", take(16)),
                ("CONTEXT", take(18)),
                ("STATEMENT", take(19)),
            ],
        })
    }

    fn remark(&self) -> Option<&'static str> {
        self.is_translated.then_some(TRANSLATED)
    }
}
