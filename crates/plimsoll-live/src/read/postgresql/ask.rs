//! Questions put in one message of the simple protocol: one round trip, every
//! value as text, and nothing that a pooler in transaction mode cannot carry.
//!
//! Source: manual of `PostgreSQL`, 54.2.2.1 (several statements in a simple query).

use std::pin::pin;

use futures_util::StreamExt;
use plimsoll_model::{Answer, Gap};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Error, SimpleColumn, SimpleQueryMessage, SimpleQueryRow};

use super::limits::Limits;
use super::questions;
use super::trouble::{is_fatal, while_asking};
use super::unreachable::Trouble;
use crate::read::Question;
use crate::read::one_line::one_line;

/// A question with its statement as this server takes it.
pub(super) struct Asked {
    pub(super) question: &'static Question,
    sql: String,
}

/// What became of one question.
pub(super) enum Outcome {
    Answered(Answer),
    /// With the SQLSTATE.
    Refused(Gap, String),
}

impl Asked {
    /// `None` where the extension it stands on is not there.
    pub(super) fn of(question: &'static Question, statements: Option<&str>) -> Option<Self> {
        let mut sql = bounded(question);
        if sql.contains(questions::STATEMENTS_SCHEMA) {
            sql = sql.replace(questions::STATEMENTS_SCHEMA, statements?);
        }
        Some(Self { question, sql })
    }

    /// By another statement, which answers the same or makes ready for it.
    pub(super) const fn by(question: &'static Question, sql: String) -> Self {
        Self { question, sql }
    }

    pub(super) fn sql(&self) -> &str {
        &self.sql
    }
}

/// The statement with one row more than is kept, which tells that there are more.
fn bounded(question: &Question) -> String {
    let limit = question.rows_max + 1;
    format!("SELECT * FROM ({}) AS answer LIMIT {limit}", question.sql)
}

/// A name as an identifier in a statement.
pub(super) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Asks as many as are answered up to the first refusal, that one included.
pub(super) async fn batch(
    client: &Client,
    asked: &[Asked],
    limits: &Limits,
) -> Result<Vec<Outcome>, Trouble> {
    let opening = questions::opening(limits);
    let statements = asked.iter().map(|asked| asked.sql.as_str());
    let statements = opening.iter().map(String::as_str).chain(statements);
    let message: Vec<&str> = statements.chain(["COMMIT"]).collect();
    let mut reading = Reading {
        asked,
        opening: opening.len(),
        done: 0,
        outcomes: Vec::new(),
        answer: Answer::default(),
    };
    let messages = client.simple_query_raw(&message.join(";\n")).await;
    let mut messages = pin!(messages.map_err(|error| while_asking(&error))?);
    while let Some(message) = messages.next().await {
        match message {
            Ok(message) => reading.take(message).map_err(|()| {
                Trouble::NotPostgresql("its answers do not fit the questions".to_owned())
            })?,
            Err(error) => {
                let gap = reading.refusal(&error)?;
                let code = error.code().map_or("", SqlState::code);
                let refused = Outcome::Refused(gap, code.to_owned());
                reading.outcomes.push(refused);
                let undone = client.batch_execute("ROLLBACK").await;
                undone.map_err(|error| while_asking(&error))?;
                return Ok(reading.outcomes);
            }
        }
    }
    if reading.outcomes.len() < asked.len() {
        return Err(Trouble::NotPostgresql("it left questions out".to_owned()));
    }
    Ok(reading.outcomes)
}

/// One statement of a console, outside of any transaction: it knows none.
pub(super) async fn show(client: &Client, what: &str) -> Result<Answer, Trouble> {
    let shown = client.simple_query(what).await;
    let shown = shown.map_err(|error| match error.as_db_error() {
        Some(said) if !is_fatal(&error) => Trouble::Server(one_line(said.message())),
        _ => while_asking(&error),
    })?;
    let mut answer = Answer::default();
    for message in &shown {
        match message {
            SimpleQueryMessage::RowDescription(columns) => {
                answer.columns = columns.iter().map(|it| one_line(it.name())).collect();
            }
            SimpleQueryMessage::Row(row) => answer.rows.push(values(row)),
            _ => {}
        }
    }
    Ok(answer)
}

/// The answers as they come in.
struct Reading<'a> {
    asked: &'a [Asked],
    opening: usize,
    /// Statements finished, those of the opening among them.
    done: usize,
    outcomes: Vec<Outcome>,
    answer: Answer,
}

impl Reading<'_> {
    fn question(&self) -> Option<&'static Question> {
        let at = self.done.checked_sub(self.opening)?;
        self.asked.get(at).map(|asked| asked.question)
    }

    /// Takes one message in; an error where it answers nothing that was asked.
    fn take(&mut self, message: SimpleQueryMessage) -> Result<(), ()> {
        match message {
            SimpleQueryMessage::RowDescription(columns) => {
                let question = self.question().ok_or(())?;
                let names = columns.iter().map(SimpleColumn::name);
                if !names.eq(question.columns.iter().copied()) {
                    return Err(());
                }
                self.answer.columns = question.columns.iter().map(|it| (*it).to_owned()).collect();
            }
            SimpleQueryMessage::Row(row) => {
                let question = self.question().ok_or(())?;
                if self.answer.is_cut {
                    return Err(());
                }
                if self.answer.rows.len() < question.rows_max {
                    self.answer.rows.push(values(&row));
                } else {
                    self.answer.is_cut = true;
                }
            }
            SimpleQueryMessage::CommandComplete(_) => {
                if self.question().is_some() {
                    let answer = std::mem::take(&mut self.answer);
                    self.outcomes.push(Outcome::Answered(answer));
                }
                self.done += 1;
            }
            _ => return Err(()),
        }
        Ok(())
    }

    /// The gap of the question that was refused.
    fn refusal(&self, error: &Error) -> Result<Gap, Trouble> {
        if is_fatal(error) {
            return Err(while_asking(error));
        }
        let said = error.as_db_error();
        let why = said.map_or_else(String::new, |said| one_line(said.message()));
        let Some(question) = self.question() else {
            return Err(Trouble::Server(why));
        };
        let is_right = said.is_some_and(|said| said.code().code() == "42501");
        Ok(Gap {
            what: question.name.to_owned(),
            why,
            grant: question.grant.filter(|_| is_right).map(str::to_owned),
        })
    }
}

fn values(row: &SimpleQueryRow) -> Vec<Option<String>> {
    let value = |at| match row.try_get(at) {
        Ok(text) => text.map(str::to_owned),
        // A database without an encoding sends any bytes: there is text, which cannot be read.
        Err(_) => Some(char::REPLACEMENT_CHARACTER.to_string()),
    };
    (0..row.len()).map(value).collect()
}
