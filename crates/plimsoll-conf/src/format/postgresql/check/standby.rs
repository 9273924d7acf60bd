//! `synchronous_standby_names`: names, or how many of them (`2 (a, b)`,
//! `FIRST 1 (a)`, `ANY 2 (a, *)`), as `syncrep_gram.y` reads them.

use crate::format::postgresql::refusal::Refusal;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Any,
    First,
    Name,
    Number(Vec<u8>),
    Comma,
    Open,
    Close,
}

/// Whether the server takes these names.
pub(super) fn names(text: &[u8]) -> Result<(), Refusal> {
    if text.is_empty() {
        return Ok(());
    }
    let invalid = || Refusal::bad("is not of the form name, … or ANY|FIRST n (name, …)");
    let tokens = tokens(text).ok_or_else(invalid)?;
    if is_list(&tokens) {
        return Ok(());
    }
    let after = match tokens.split_first() {
        Some((Token::Any | Token::First, rest)) => rest,
        Some(_) | None => &tokens,
    };
    match after {
        [Token::Number(count), Token::Open, list @ .., Token::Close] if is_list(list) => {
            positive(count)
        }
        _ => Err(invalid()),
    }
}

/// The server reads the count with atoi(3).
fn positive(count: &[u8]) -> Result<(), Refusal> {
    let digits = String::from_utf8_lossy(count);
    // glibc's atoi keeps the low 32 bits of what strtol(3) gives.
    let number = digits.parse().unwrap_or(i64::MAX) as i32;
    if number > 0 {
        Ok(())
    } else {
        Err(Refusal::bad("asks for no standby; the count is at least 1"))
    }
}

fn is_list(tokens: &[Token]) -> bool {
    let is_name = |token: &Token| matches!(token, Token::Name | Token::Number(_));
    let mut parts = tokens.split(|token| *token == Token::Comma);
    parts.all(|part| matches!(part, [one] if is_name(one)))
}

fn tokens(text: &[u8]) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let (token, length) = match first {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => {
                rest = after;
                continue;
            }
            b',' => (Token::Comma, 1),
            b'(' => (Token::Open, 1),
            b')' => (Token::Close, 1),
            b'*' => (Token::Name, 1),
            b'"' => (Token::Name, quoted(rest)?),
            b'0'..=b'9' => {
                let length = rest.iter().take_while(|b| b.is_ascii_digit()).count();
                (Token::Number(rest[..length].to_vec()), length)
            }
            _ => word(rest)?,
        };
        tokens.push(token);
        rest = &rest[length..];
    }
    Some(tokens)
}

/// The length of a name in double quotes; doubled ones are part of it.
fn quoted(text: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match (text.get(at)?, text.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return Some(at + 1),
            _ => at += 1,
        }
    }
}

fn word(text: &[u8]) -> Option<(Token, usize)> {
    let starts = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80;
    if !starts(*text.first()?) {
        return None;
    }
    let goes_on = |byte: &&u8| starts(**byte) || byte.is_ascii_digit() || **byte == b'$';
    let length = text.iter().take_while(goes_on).count();
    let token = match text[..length].to_ascii_lowercase().as_slice() {
        b"any" => Token::Any,
        b"first" => Token::First,
        _ => Token::Name,
    };
    Some((token, length))
}
