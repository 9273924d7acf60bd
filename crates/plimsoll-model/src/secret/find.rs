//! Where in a text secrets stand: behind the names of secrets, in URLs, in
//! statements and in the arguments of programs that take them.

use std::ops::Range;

use super::name::is_secret;

/// Every secret in a text, in order, none touching another. A value that
/// is empty is none.
pub fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = urls(text);
    let words = words(text);
    for (index, word) in words.iter().enumerate() {
        found.extend(behind(text, &words[..index], word));
    }
    found.retain(|span| span.start < span.end);
    found.sort_by_key(|span| (span.start, span.end));
    found.into_iter().fold(Vec::new(), |mut merged, span| {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            Some(_) | None => merged.push(span),
        }
        merged
    })
}

/// The value of a line whose name is one of a secret: all behind it.
pub fn of_line(line: &str) -> Option<Range<usize>> {
    let name = words(line).into_iter().next()?;
    let before = line[..name.start].trim_start_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '#' | '"' | '\'' | '{')
    });
    if !before.is_empty() || !is_secret(&line[name.clone()]) {
        return None;
    }
    let separators = |letter: char| letter.is_whitespace() || matches!(letter, '=' | ':');
    let value = line[name.end..].trim_start_matches(['"', '\'']);
    let value = value.trim_start_matches(separators);
    let end = line.trim_end().len();
    let start = line.len() - value.len();
    (start < end).then_some(start..end)
}

/// Words as names are made of, in order.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices() {
        if !(letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.')) {
            continue;
        }
        match words.last_mut() {
            Some(word) if word.end == at => word.end = at + 1,
            Some(_) | None => words.push(at..at + 1),
        }
    }
    words
}

/// The secret behind a word, if it is one that a secret stands behind.
fn behind(text: &str, before: &[Range<usize>], word: &Range<usize>) -> Option<Range<usize>> {
    let name = &text[word.clone()];
    let previous = before.last().map_or("", |word| &text[word.clone()]);
    if name.eq_ignore_ascii_case("by") && previous.eq_ignore_ascii_case("identified") {
        return Some(statement(text, word.end));
    }
    if name.eq_ignore_ascii_case("authorization") {
        return header(text, word.end);
    }
    if let Some(secret) = argument(text, before, word) {
        return Some(secret);
    }
    let value = assigned(text, word.end).or_else(|| next_argument(text, name, word.end))?;
    is_secret(name).then_some(value)
}

/// `--password secret`.
fn next_argument(text: &str, name: &str, name_end: usize) -> Option<Range<usize>> {
    let value = text[name_end..].trim_start();
    let start = text.len() - value.len();
    let is_argument = name.starts_with("--") && start > name_end && !value.starts_with('-');
    is_argument.then(|| start..start + value_end(value))
}

/// What a name is set to: `= x`, `: x`, `(x)`, `for someone = x`.
fn assigned(text: &str, name_end: usize) -> Option<Range<usize>> {
    let behind = text[name_end..]
        .trim_start_matches(['"', '\''])
        .trim_start();
    let behind = match behind.get(..4) {
        Some(head) if head.eq_ignore_ascii_case("for ") => &behind[behind.find('=')?..],
        Some(_) | None => behind,
    };
    let value = behind.strip_prefix(['=', ':', '('])?;
    let value = value.trim_start_matches(['=', '(']).trim_start();
    let start = text.len() - value.len();
    Some(start..start + value_end(value))
}

/// `IDENTIFIED BY [PASSWORD] 'secret'`.
fn statement(text: &str, end: usize) -> Range<usize> {
    let behind = text[end..].trim_start();
    let behind = match behind.split_whitespace().next() {
        Some(word) if word.eq_ignore_ascii_case("password") => behind[word.len()..].trim_start(),
        Some(_) | None => behind,
    };
    let start = text.len() - behind.len();
    start..start + value_end(behind)
}

/// `Authorization: Basic secret`, up to the quote that ends it.
fn header(text: &str, end: usize) -> Option<Range<usize>> {
    let value = text[end..]
        .trim_start()
        .strip_prefix([':', '='])?
        .trim_start();
    let start = text.len() - value.len();
    let length = value.find(['\'', '"']).unwrap_or(value.len());
    Some(start..start + length)
}

/// Arguments that programs take a secret in: `mysql -psecret`,
/// `sshpass -p secret`, `curl -u name:secret`.
fn argument(text: &str, before: &[Range<usize>], word: &Range<usize>) -> Option<Range<usize>> {
    let name = &text[word.clone()];
    if !name.starts_with('-') {
        return None;
    }
    let program = |names: &[&str]| {
        let mut before = before.iter().map(|word| &text[word.clone()]);
        before.any(|word| names.iter().any(|name| word.starts_with(name)))
    };
    if name.starts_with("-p") && !name.starts_with("--") && program(&["mysql", "mariadb"]) {
        let start = word.start + 2;
        return Some(start..start + value_end(&text[start..]));
    }
    let value = text[word.end..].trim_start();
    let start = text.len() - value.len();
    let end = start + value_end(value);
    match name {
        "-p" if program(&["sshpass"]) => Some(start..end),
        "-u" | "--user" if program(&["curl"]) => {
            let colon = text[start..end].find(':')?;
            Some(start + colon + 1..end)
        }
        _ => None,
    }
}

/// Where a secret's text ends: at the quote that opened it, or at the first
/// separator. Quotes inside of a quoted text are doubled or behind a backslash.
fn value_end(value: &str) -> usize {
    if value.starts_with('{') {
        return value.find('}').map_or(value.len(), |at| at + 1);
    }
    let opened = ["''", "\\'", "\"\"", "\\\"", "'", "\""]
        .into_iter()
        .find(|quote| value.starts_with(quote));
    match opened {
        Some(quote) => quoted_end(value, quote),
        None => bare_end(value),
    }
}

fn quoted_end(value: &str, quote: &str) -> usize {
    let mut at = quote.len();
    while let Some(rest) = value.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(quote) {
            return at + quote.len();
        }
        let escaped = usize::from(rest.starts_with('\\'));
        let mut letters = rest.chars().skip(escaped);
        at += escaped + letters.next().map_or(0, char::len_utf8);
    }
    value.len()
}

fn bare_end(value: &str) -> usize {
    let separates = |(at, letter): &(usize, char)| match letter {
        '\'' | '"' => true,
        ';' => begins_another(&value[at + 1..]),
        _ => letter.is_whitespace(),
    };
    match value.char_indices().find(separates) {
        Some((end, _)) => value[..end].trim_end_matches([':', '.', ',', ')']).len(),
        None => value.len(),
    }
}

/// Whether what stands behind a `;` is no part of a secret.
fn begins_another(rest: &str) -> bool {
    let name = words(rest).into_iter().next();
    let assignment = name.is_some_and(|name| name.start == 0 && rest[name.end..].starts_with('='));
    assignment || rest.is_empty() || rest.starts_with(char::is_whitespace)
}

/// The passwords of `scheme://user:password@host`. One may hold `/` and `@`.
fn urls(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("://") {
        let start = from + at + "://".len();
        let rest = &text[start..];
        let end = rest
            .find(|letter: char| letter.is_whitespace() || matches!(letter, '\'' | '"'))
            .unwrap_or(rest.len());
        if let (Some(colon), Some(host)) = (rest[..end].find(':'), rest[..end].rfind('@'))
            && colon < host
        {
            found.push(start + colon + 1..start + host);
        }
        from = start + end;
    }
    found
}
