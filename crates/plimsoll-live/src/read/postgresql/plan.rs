//! One EXPLAIN after the other. It knows nothing of their texts.

use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Error, SimpleQueryMessage};

use super::limits::Limits;
use super::questions;
use super::trouble::{is_fatal, while_asking};
use super::unreachable::Trouble;

/// What each says, or the SQLSTATE it was refused with. Each is a message of its
/// own in a transaction of its own: where one fails the others go on.
pub(super) async fn all(
    client: &Client,
    statements: &[&str],
    limits: &Limits,
) -> Result<Vec<Result<String, String>>, Trouble> {
    let opening = questions::read_only(limits).join(";\n");
    let mut outcomes = Vec::new();
    for statement in statements {
        let opened = client.batch_execute(&opening).await;
        opened.map_err(|error| while_asking(&error))?;
        let outcome = match client.simple_query(statement).await {
            Ok(messages) => Ok(text(&messages)),
            Err(error) if is_fatal(&error) => return Err(while_asking(&error)),
            Err(error) => Err(code(&error)),
        };
        outcomes.push(outcome);
        let undone = client.batch_execute("ROLLBACK").await;
        undone.map_err(|error| while_asking(&error))?;
    }
    Ok(outcomes)
}

/// A refusal's SQLSTATE: five letters and digits, whatever else a server may say.
fn code(error: &Error) -> String {
    let code = error.code().map_or("", SqlState::code);
    let is_one = code.len() == 5 && code.chars().all(|it| it.is_ascii_alphanumeric());
    if is_one { code } else { "an error" }.to_owned()
}

/// The value of the one row.
fn text(messages: &[SimpleQueryMessage]) -> String {
    let value = messages.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.try_get(0).ok().flatten(),
        _ => None,
    });
    value.unwrap_or_default().to_owned()
}
