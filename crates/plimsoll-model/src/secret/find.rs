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

/// Words as names are made of, in order.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
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
    if is_identified(text, before, name) {
        return Some(statement(text, word.end));
    }
    if name.eq_ignore_ascii_case("password")
        && let Some(secret) = quoted(text, word.end)
    {
        return Some(secret);
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

/// Whether a word stands before the secret of an account of `MySQL` or `MariaDB`:
/// `IDENTIFIED BY`, `IDENTIFIED WITH plugin BY`, `… AS`, `IDENTIFIED VIA plugin USING`,
/// `… REPLACE`.
fn is_identified(text: &str, before: &[Range<usize>], name: &str) -> bool {
    let is = |words: &[&str], word: &str| words.iter().any(|it| it.eq_ignore_ascii_case(word));
    let back = |nth: usize| {
        let at = before.len().checked_sub(nth)?;
        before.get(at).map(|word| &text[word.clone()])
    };
    let is_back = |nth, word| back(nth).is_some_and(|it| it.eq_ignore_ascii_case(word));
    if is(&["replace"], name) {
        return before
            .iter()
            .any(|word| text[word.clone()].eq_ignore_ascii_case("identified"));
    }
    let has_plugin = is_back(3, "identified") && (is_back(2, "with") || is_back(2, "via"));
    is(&["by"], name) && is_back(1, "identified") || is(&["by", "as", "using"], name) && has_plugin
}

/// SQL's `PASSWORD 'secret'`, as roles and user mappings have it; a text may begin
/// with `E`, `U&` or between dollars.
fn quoted(text: &str, end: usize) -> Option<Range<usize>> {
    let value = text[end..].trim_start();
    let start = text.len() - value.len();
    if let Some(behind) = value.strip_prefix('$') {
        let tag = behind.find('$').map(|at| &value[..at + 2])?;
        let inner = &value[tag.len()..];
        let length = inner.find(tag).map_or(value.len(), |at| at + 2 * tag.len());
        return Some(start..start + length);
    }
    let prefixes = ["E", "e", "U&", "u&", "N", "n"];
    let bare = prefixes
        .iter()
        .filter_map(|prefix| value.strip_prefix(prefix))
        .find(|rest| rest.starts_with('\''))
        .unwrap_or(value);
    let prefix_bytes = value.len() - bare.len();
    let is_apart = start > end && bare.starts_with(['\'', '"', '\\']);
    is_apart.then(|| start..start + prefix_bytes + value_end(bare))
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
        if let Some(behind) = rest.strip_prefix(quote) {
            if quote.len() == 1 && behind.starts_with(quote) {
                at += 2;
                continue;
            }
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
