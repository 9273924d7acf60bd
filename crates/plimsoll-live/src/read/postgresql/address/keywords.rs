//! `host=db1 dbname='my db'`: libpq's key words, with its quotes.
//!
//! Source: manual of `PostgreSQL`, 32.1.1.1 (keyword/value strings).

use super::AddressError;
use super::parameter::{Given, known};

/// The parameters of such a string.
pub(super) fn parse(text: &str) -> Result<Given, AddressError> {
    let mut given = Given::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let next = pair(rest, &mut given);
        if next.is_err() && given.contains_key("password") {
            return Err(AddressError::AfterPassword);
        }
        rest = next?;
    }
    Ok(given)
}

/// Takes the first pair in and gives what follows it.
fn pair<'a>(rest: &'a str, given: &mut Given) -> Result<&'a str, AddressError> {
    let end = rest.find(|c: char| c == '=' || c.is_ascii_whitespace());
    let name = &rest[..end.unwrap_or(rest.len())];
    let after = rest[name.len()..].trim_start();
    let value = after
        .strip_prefix('=')
        .ok_or_else(|| AddressError::NoValue(name.to_owned()))?;
    let (value, after) = value_of(value.trim_start())?;
    given.insert(known(name, &value)?, value);
    Ok(after.trim_start())
}

/// A value and what follows it. A backslash keeps the next character.
fn value_of(text: &str) -> Result<(String, &str), AddressError> {
    let (is_quoted, body) = match text.strip_prefix('\'') {
        Some(body) => (true, body),
        None => (false, text),
    };
    let mut value = String::new();
    let mut characters = body.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => value.extend(characters.next().map(|(_, kept)| kept)),
            '\'' if is_quoted => return Ok((value, &body[at + 1..])),
            blank if !is_quoted && blank.is_ascii_whitespace() => {
                return Ok((value, &body[at..]));
            }
            other => value.push(other),
        }
    }
    if is_quoted {
        return Err(AddressError::OpenQuote);
    }
    Ok((value, ""))
}
