//! One question at a time: every value as text, the server's own in the text
//! protocol. It knows no question by name.

use mysql_async::prelude::{Protocol, Queryable};
use mysql_async::{Conn, Error, Params, QueryResult, Row, Value};
use plimsoll_model::{Answer, Gap};

use super::questions::{Taking, taking};
use super::trouble::{is_fatal, is_off, is_right, while_asking};
use super::unreachable::Trouble;
use crate::read::Question;
use crate::read::one_line::one_line;

/// What became of one question.
pub(super) enum Outcome {
    Answered(Answer),
    Refused(Gap),
}

/// How often a question is asked over the same connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Often {
    Once,
    /// Prepared the first time: it takes `MySQL` a quarter less of its processor then.
    /// What a SHOW becomes is the same either way.
    Again,
}

/// Runs a statement that has no answer.
pub(super) async fn run(library: &mut Conn, sql: &str) -> Result<(), Trouble> {
    let outcome = library.query_drop(sql).await;
    outcome.map_err(|error| match &error {
        Error::Server(said) if !is_fatal(&error) => Trouble::Server(one_line(&said.message)),
        _ => while_asking(&error),
    })
}

/// Asks one question in the words of `sql`.
pub(super) async fn one(
    library: &mut Conn,
    question: &Question,
    sql: &str,
    often: Often,
) -> Result<Outcome, Trouble> {
    let answer = if often == Often::Once || sql.starts_with("SHOW") {
        match library.query_iter(sql).await {
            Ok(result) => rows(result, question).await,
            Err(error) => Err(error.into()),
        }
    } else {
        match library.exec_iter(sql, Params::Empty).await {
            Ok(result) => rows(result, question).await,
            Err(error) => Err(error.into()),
        }
    };
    match answer {
        Ok(answer) => Ok(Outcome::Answered(answer)),
        Err(Failed::Unfit) => Err(Trouble::NotMysql(
            "its answers do not fit the questions".to_owned(),
        )),
        Err(Failed::Said(error)) => refusal(&error, question),
    }
}

enum Failed {
    Said(Error),
    /// Other columns than were asked for.
    Unfit,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Said(error)
    }
}

async fn rows<P: Protocol>(
    mut result: QueryResult<'_, '_, P>,
    question: &Question,
) -> Result<Answer, Failed> {
    let names: Vec<String> = result
        .columns_ref()
        .iter()
        .map(|column| column.name_str().into_owned())
        .collect();
    let taking = taking(question);
    let places = places(&taking, question, &names).ok_or(Failed::Unfit)?;
    let mut answer = without_rows(question);
    if let Taking::Whole = taking {
        answer.columns.clone_from(&names);
    }
    let mut sum: (u64, u64) = (0, 0);
    while let Some(row) = result.next().await? {
        let values: Vec<Option<String>> = places.iter().map(|at| value(&row, *at)).collect();
        if let Taking::CountAndSum(_) = taking {
            let bytes = values.iter().flatten().filter_map(|it| it.parse().ok());
            sum = (sum.0 + 1, bytes.fold(sum.1, u64::saturating_add));
        } else if answer.rows.len() < question.rows_max {
            answer.rows.push(values);
        } else {
            answer.is_cut = true;
        }
    }
    if let Taking::CountAndSum(_) = taking {
        let sums = [sum.0, sum.1].map(|it| Some(it.to_string()));
        answer.rows.push(sums.to_vec());
    }
    Ok(answer)
}

fn without_rows(question: &Question) -> Answer {
    Answer {
        columns: question.columns.iter().map(|it| (*it).to_owned()).collect(),
        ..Answer::default()
    }
}

/// Where the columns that count stand in a row.
fn places(taking: &Taking, question: &Question, names: &[String]) -> Option<Vec<usize>> {
    let place = |wanted: &&str| names.iter().position(|name| name == wanted);
    match taking {
        Taking::AsAsked => {
            let fits = names.iter().eq(question.columns.iter());
            fits.then(|| (0..names.len()).collect())
        }
        Taking::Whole => Some((0..names.len()).collect()),
        Taking::Columns(theirs) => theirs.iter().map(place).collect(),
        Taking::CountAndSum(theirs) => [*theirs].iter().map(place).collect(),
    }
}

fn value(row: &Row, at: usize) -> Option<String> {
    match row.as_ref(at)? {
        Value::NULL => None,
        Value::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        // Of a prepared statement, numbers.
        other => Some(other.as_sql(true)),
    }
}

/// The gap of a question that was refused.
fn refusal(error: &Error, question: &Question) -> Result<Outcome, Trouble> {
    let Error::Server(said) = error else {
        return Err(while_asking(error));
    };
    if is_fatal(error) {
        return Err(while_asking(error));
    }
    if is_off(said) {
        return Ok(Outcome::Answered(without_rows(question)));
    }
    Ok(Outcome::Refused(Gap {
        what: question.name.to_owned(),
        why: one_line(&said.message),
        grant: question.grant.filter(|_| is_right(said)).map(str::to_owned),
    }))
}

/// `CURRENT_USER()` as an account in a statement: the last `@` parts its name
/// from its host.
pub(super) fn account(current_user: &str) -> String {
    let (name, host) = current_user.rsplit_once('@').unwrap_or((current_user, "%"));
    let quoted = |text: &str| format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"));
    format!("{}@{}", quoted(name), quoted(host))
}

#[cfg(test)]
mod tests {
    use super::account;

    #[test]
    fn an_account_is_quoted_as_a_statement_takes_it() {
        assert_eq!(account("plimsoll@%"), "'plimsoll'@'%'");
        assert_eq!(account("o'b@corp@10.%"), "'o''b@corp'@'10.%'");
    }
}
